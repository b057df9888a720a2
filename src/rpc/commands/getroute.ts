/**
 * `getroute`: the best route to a node, avoiding what failed lately if there is a way around it (lightning-getroute(7),
 * reference section 4).
 *
 * Invariant: an answer is a route or a refusal, never "none because all is avoided". `fuzzpercent` defaults to 0, so the
 * same call gives the same route until the network or what we learned of it changes; with fuzz, `seed` (ours, hex) makes
 * it repeatable.
 */
import { given } from '../../domain/given.ts';
import type { Direction, NodeId, ShortChannelId } from '../../domain/ids.ts';
import type { Exclusion } from '../../graph/route-query.ts';
import { DEFAULT_FINAL_CLTV, DEFAULT_MAX_HOPS } from '../../graph/route-query.ts';
import { answer, refuse } from '../command.ts';
import { type Token, textOf } from '../json-token.ts';
import {
  amountMsat,
  badToken,
  blocks,
  hex,
  integer,
  nodeId,
  nonNegative,
  type ParamParser,
  parseChannelDirection,
  parsePoint,
  refuseParams,
} from '../param-types.ts';
import { optional, required, withDefault } from '../params.ts';
import { amountFields } from '../payment-json.ts';
import { command } from '../served-node.ts';

/** More fuzz could make a fee negative. */
const MAX_FUZZ_PERCENT = 100;
/** Bytes of a fuzz seed: the key of siphash24. */
const SEED_BYTES = 16;

/** An array of `SCID/DIRECTION` and node ids. */
const exclusions: ParamParser<readonly Exclusion[], readonly string[]> = (name, token) => {
  if (token.kind !== 'array') return refuseParams(`Exclude array ${name} ("${textOf(token)}") is not an array`);
  const found: Exclusion[] = [];
  for (const item of token.items) {
    const exclusion = exclusionOf(item);
    if (exclusion === undefined) return badToken('exclude', item, 'should be short_channel_id_dir or node_id');
    found.push(exclusion);
  }
  return { value: found };
};

function exclusionOf(token: Token): Exclusion | undefined {
  const channel = parseChannelDirection(textOf(token));
  if (channel !== undefined) return { type: 'channel', ...channel };
  const node = parsePoint(textOf(token));
  return node && { type: 'node', node };
}

const seedBytes: ParamParser<string> = (name, token) => {
  const parsed = hex(name, token);
  return 'value' in parsed && parsed.value.length > 2 * SEED_BYTES
    ? refuseParams(`seed must be < ${SEED_BYTES} bytes`)
    : parsed;
};

/** A hop of a route, as `sendpay` takes it. */
export type GetrouteHop = {
  /** The node at the end of `channel`. */
  readonly id: NodeId;
  readonly channel: ShortChannelId;
  readonly direction: Direction;
  /** What `id` receives. */
  readonly amount_msat: bigint;
  /** `amount_msat` as it was called before v22.11. */
  readonly msatoshi: bigint;
  /** Blocks left at `id`. */
  readonly delay: number;
  readonly style: 'tlv';
};
export type Route = { readonly route: readonly GetrouteHop[] };

export const getroute = command({
  name: 'getroute',
  params: {
    id: required(nodeId),
    amount_msat: required(amountMsat, { formerName: 'msatoshi' }),
    riskfactor: required(nonNegative),
    cltv: withDefault(blocks, DEFAULT_FINAL_CLTV),
    fromid: optional(nodeId),
    fuzzpercent: withDefault(nonNegative, 0),
    exclude: withDefault(exclusions, []),
    maxhops: withDefault(integer, DEFAULT_MAX_HOPS),
    seed: optional(seedBytes, { byNameOnly: true }),
  },
  run({ id, amount_msat, riskfactor, cltv, fromid, fuzzpercent, exclude, maxhops, seed }, { node: { operated } }) {
    const seedOf = (): Uint8Array =>
      seed === undefined
        ? operated.randomBytes(SEED_BYTES)
        : Buffer.concat([Buffer.from(seed, 'hex'), Buffer.alloc(SEED_BYTES)]).subarray(0, SEED_BYTES);
    const found = operated.route({
      destination: id,
      amountMsat: amount_msat,
      riskFactor: riskfactor,
      finalCltv: cltv,
      maxHops: maxhops,
      exclude,
      ...given({ source: fromid }),
      ...(fuzzpercent > 0 ? { fuzz: { percent: Math.min(fuzzpercent, MAX_FUZZ_PERCENT), seed: seedOf() } } : {}),
    });
    if (found.type === 'refused') return refuse(found.refusal);
    const route = found.hops.map(
      (hop): GetrouteHop => ({
        id: hop.id,
        channel: hop.channel,
        // A route that was searched for has them all.
        direction: hop.direction as Direction,
        ...amountFields('amount_msat', 'msatoshi', hop.amountMsat),
        delay: hop.delay,
        style: 'tlv',
      }),
    );
    return answer<Route>({ route });
  },
});
