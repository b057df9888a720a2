/**
 * 638 getroute calls recorded from Core Lightning v24.11.2 on a snapshot of the public network, asked from a node outside it.
 *
 * Several routes often cost the same to the msat; which one wins hangs on the order of a heap. So an answer must be the
 * recorded one, or another of exactly the same v24.11 score whose amounts and delays are right.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { given } from '../../src/domain/given.ts';
import type { Direction, NodeId, ShortChannelId } from '../../src/domain/ids.ts';
import type { RouteHop } from '../../src/domain/route.ts';
import type { ChannelGraph } from '../../src/graph/channel-graph.ts';
import { graphOf } from '../../src/graph/graph-of-network.ts';
import { loadNetwork } from '../../src/graph/network-file.ts';
import { parseExclusion } from '../../src/graph/route-query.ts';
import { findRoute } from '../../src/graph/route-search.ts';
import { suite } from '../support/suite.ts';

const DATA = join(import.meta.dirname, '../../../shared/data/mainnet-2024');
const skip = existsSync(join(DATA, 'getroute.json')) ? undefined : '../shared/data/mainnet-2024 is not here';
const test = suite('recorded getroute answers', { skip });

interface Recorded {
  readonly params: {
    readonly id: NodeId;
    readonly fromid: NodeId;
    readonly amount_msat: number;
    readonly riskfactor: number;
    readonly cltv?: number;
    readonly maxhops?: number;
    readonly exclude?: readonly string[];
  };
  readonly result?: { readonly route: readonly RecordedHop[] };
  readonly error?: { readonly code: number; readonly message: string };
}
interface RecordedHop {
  readonly id: NodeId;
  readonly channel: ShortChannelId;
  readonly direction: Direction;
  readonly amount_msat: number;
  readonly delay: number;
}

let graph: ChannelGraph;
let calls: readonly Recorded[] = [];

test.before(async () => {
  if (skip !== undefined) return;
  graph = graphOf(await loadNetwork(join(DATA, 'listchannels.json.gz')));
  calls = JSON.parse(readFileSync(join(DATA, 'getroute.json'), 'utf8')) as Recorded[];
});

function answer({ params }: Recorded) {
  return findRoute(graph, {
    source: params.fromid,
    destination: params.id,
    amountMsat: BigInt(params.amount_msat),
    riskFactor: params.riskfactor,
    ...given({ finalCltv: params.cltv, maxHops: params.maxhops }),
    exclude: (params.exclude ?? []).map((text) => parseExclusion(text)!),
  });
}

const fromRecorded = ({ id, channel, direction, amount_msat, delay }: RecordedHop): RouteHop => ({
  id,
  channel,
  amountMsat: BigInt(amount_msat),
  delay,
  direction,
});

const policyOf = (hop: RouteHop) => graph.channel(hop.channel)!.policies[hop.direction!]!;

/** v24.11's score of a route, in whole numbers: each hop's fee and risk, cut to 32 bits, and the hops. */
function score(hops: readonly RouteHop[], riskFactor: number): string {
  const costs = hops.map((hop) => {
    const { feeBaseMsat, feePpm, cltvDelta } = policyOf(hop);
    const fee = feeBaseMsat + (hop.amountMsat * BigInt(feePpm)) / 1_000_000n;
    const risk = BigInt(Math.floor(Number(hop.amountMsat) * ((Math.trunc(riskFactor) / 100 / 52_596) * cltvDelta)));
    return fee + risk < 0xffffffffn ? fee + risk : 0xffffffffn;
  });
  return `${costs.reduce((sum, cost) => sum + cost, 0n)} msat, ${hops.length} hops`;
}

/** Amounts and delays follow from the last hop's and the policies. */
function checkArithmetic(hops: readonly RouteHop[], call: Recorded): void {
  equal(hops.at(-1)?.amountMsat, BigInt(call.params.amount_msat));
  equal(hops.at(-1)?.delay, call.params.cltv ?? 9);
  for (const [i, hop] of hops.slice(0, -1).entries()) {
    const next = hops[i + 1]!;
    const { feeBaseMsat, feePpm, cltvDelta } = policyOf(next);
    equal(hop.amountMsat, next.amountMsat + feeBaseMsat + (next.amountMsat * BigInt(feePpm)) / 1_000_000n);
    equal(hop.delay, next.delay + cltvDelta);
  }
}

test('every refusal has the recorded code and text', () => {
  const refused = calls.filter((call) => call.error);
  ok(refused.length > 300);
  for (const call of refused) {
    equal(answer(call), { type: 'refused', refusal: call.error }, JSON.stringify(call.params));
  }
});

test('every route is the recorded one or scores exactly the same', () => {
  const routed = calls.filter((call) => call.result);
  let same = 0;
  for (const call of routed) {
    const found = answer(call);
    ok(found.type === 'route', JSON.stringify(call.params));
    if (found.type !== 'route') continue;
    const expected = call.result!.route.map(fromRecorded);
    checkArithmetic(found.hops, call);
    const { maxhops, riskfactor } = call.params;
    if (isSame(found.hops, expected)) same++;
    else equal(score(found.hops, riskfactor), score(expected, riskfactor), JSON.stringify(call.params));
    ok(found.hops.length <= (maxhops ?? 20));
  }
  ok(same >= routed.length / 2, `only ${same} of ${routed.length} are the very same route`);
});

function isSame(hops: readonly RouteHop[], others: readonly RouteHop[]): boolean {
  const text = ({ id, channel, direction, amountMsat, delay }: RouteHop) =>
    [id, channel, direction, amountMsat, delay].join(' ');
  return hops.map(text).join() === others.map(text).join();
}

test.run();
