/** Small networks for tests: a line, and a diamond with two ways to the destination. Node names are their aliases. */

import { createHash } from 'node:crypto';
import { curve } from '../../src/bolt/index.ts';
import type { NodeId, ShortChannelId } from '../../src/domain/ids.ts';
import type { RouteHop } from '../../src/domain/route.ts';
import {
  openSimulatedEngine,
  type SimulatedEngine,
  type SimulatedEngineOptions,
} from '../../src/engine/simulated-engine.ts';
import type { NetworkDescription } from '../../src/graph/network-description.ts';
import { type MemoryJournal, type MemoryJournalOptions, openMemoryJournal } from '../../src/journal/memory.ts';
import type { OperatedNode } from '../../src/payments/operated-node.ts';
import type { SendRequest } from '../../src/payments/sending.ts';

export const CAPACITY_MSAT = 10_000_000_000n;

export const privateKeyOf = (alias: string): string => createHash('sha256').update(`test/${alias}`).digest('hex');

function node(alias: string) {
  const privateKey = privateKeyOf(alias);
  const id = Buffer.from(curve.publicKey(Buffer.from(privateKey, 'hex'))).toString('hex') as NodeId;
  return { id, alias, privateKey };
}

/** `['A-B', 'B-C']`: channels 101x1x0, 102x1x0… with all the money on the first side, or halves. */
export function networkOf(
  edges: readonly string[],
  feesBaseMsat: Readonly<Record<string, bigint>> = {},
): NetworkDescription {
  const names = [...new Set(edges.flatMap((edge) => edge.split('-')))];
  const nodes = names.map(node);
  const channels = edges.map((edge, index) => {
    const [from, to] = edge.split('-').map((name) => nodes[names.indexOf(name)]!) as [
      (typeof nodes)[0],
      (typeof nodes)[0],
    ];
    const fromIsLesser = from.id < to.id;
    const policy = {
      feeBaseMsat: feesBaseMsat[edge] ?? 1n,
      feePpm: 10,
      cltvDelta: 6,
      htlcMinimumMsat: 0n,
      htlcMaximumMsat: CAPACITY_MSAT,
      enabled: true,
    };
    return {
      shortChannelId: `${101 + index}x1x0` as ShortChannelId,
      node1: fromIsLesser ? from.id : to.id,
      node2: fromIsLesser ? to.id : from.id,
      capacityMsat: CAPACITY_MSAT,
      balancesMsat: [CAPACITY_MSAT / 2n, CAPACITY_MSAT / 2n] as const,
      isPublic: true,
      policies: [policy, policy] as const,
    };
  });
  return { chain: 'regtest', blockheight: 100, nodes, channels };
}

export const LINE = networkOf(['A-B', 'B-C', 'C-D']);
/** A to D over B (cheap) or over C (dear). */
export const DIAMOND = networkOf(['A-B', 'B-D', 'A-C', 'C-D'], { 'C-D': 1_000n });

/** Balances of an edge, first side first, and what that side asks to forward over it. */
function edge(
  shortChannelId: string,
  [from, to]: readonly [string, string],
  balances: readonly [bigint, bigint],
  over: { readonly feeBaseMsat?: bigint; readonly feePpm?: number; readonly isPublic?: boolean } = {},
): NetworkDescription['channels'][number] {
  const [one, two] = [node(from), node(to)];
  const fromIsLesser = one.id < two.id;
  const free = { feeBaseMsat: 0n, feePpm: 0, cltvDelta: 6, htlcMinimumMsat: 0n, htlcMaximumMsat: CAPACITY_MSAT };
  const asked = { ...free, enabled: true, feeBaseMsat: over.feeBaseMsat ?? 0n, feePpm: over.feePpm ?? 0 };
  const back = { ...free, enabled: true };
  return {
    shortChannelId: shortChannelId as ShortChannelId,
    node1: fromIsLesser ? one.id : two.id,
    node2: fromIsLesser ? two.id : one.id,
    capacityMsat: CAPACITY_MSAT,
    balancesMsat: fromIsLesser ? balances : [balances[1], balances[0]],
    isPublic: over.isPublic ?? true,
    policies: fromIsLesser ? [asked, back] : [back, asked],
  };
}

const NINE_TO_ONE = [(CAPACITY_MSAT * 9n) / 10n, CAPACITY_MSAT / 10n] as const;

/**
 * S to P only by what P's invoice says: T–P is private. From R to T a free way over X, which X cannot use, and a dear one.
 * `asks`: what T wants to forward to P.
 */
export const fork = (asks: { readonly feeBaseMsat?: bigint; readonly feePpm?: number } = {}): NetworkDescription => ({
  chain: 'regtest',
  blockheight: 100,
  nodes: ['S', 'R', 'T', 'X', 'P'].map(node),
  channels: [
    edge('101x1x0', ['S', 'R'], NINE_TO_ONE),
    edge('102x1x0', ['R', 'T'], NINE_TO_ONE, { feeBaseMsat: 1_000n, feePpm: 500 }),
    edge('103x1x0', ['R', 'X'], NINE_TO_ONE),
    edge('104x1x0', ['X', 'T'], [0n, CAPACITY_MSAT]),
    edge('105x1x0', ['T', 'P'], NINE_TO_ONE, { ...asks, isPublic: false }),
  ],
});

export interface Opened {
  readonly engine: SimulatedEngine;
  readonly journal: MemoryJournal;
  node(name: string): OperatedNode;
  id(name: string): NodeId;
}

export interface OpenOptions extends Partial<Omit<SimulatedEngineOptions, 'journal'>> {
  readonly journal?: MemoryJournalOptions;
}

/** An engine on a journal in memory that operates every node. */
export async function open(options: OpenOptions = {}): Promise<Opened> {
  const { journal: journalOptions, network = LINE, ...rest } = options;
  const journal = await openMemoryJournal(journalOptions);
  const operate = network.nodes.map((known) => known.id);
  const engine = await openSimulatedEngine({ journal, network, operate, ...rest });
  const id = (name: string): NodeId => network.nodes.find((known) => known.alias === name)!.id;
  return { engine, journal, node: (name) => engine.node(name), id };
}

export interface Invoice {
  readonly paymentHash: SendRequest['paymentHash'];
  readonly paymentSecret: string;
  readonly amountMsat: bigint;
}

let labels = 0;

export function invoice(opened: Opened, name: string, amountMsat = 100_000n): Invoice {
  const made = opened.engine.network.invoices.create(opened.id(name), {
    amountMsat,
    label: `test-${labels++}`,
    description: 'test',
    expirySeconds: 3_600,
  });
  if (!('paymentHash' in made)) throw new Error(`no invoice: ${JSON.stringify(made)}`);
  return { paymentHash: made.paymentHash, paymentSecret: made.paymentSecret, amountMsat };
}

export function route(opened: Opened, from: string, to: string, amountMsat = 100_000n): readonly RouteHop[] {
  const answer = opened.node(from).route({ destination: opened.id(to), amountMsat, riskFactor: 1 });
  if (answer.type !== 'route') throw new Error(`no route: ${answer.refusal.message}`);
  return answer.hops;
}

export function request(made: Invoice, hops: readonly RouteHop[], over: Partial<SendRequest> = {}): SendRequest {
  return {
    paymentHash: made.paymentHash,
    send: {
      kind: 'route',
      ids: hops.map((hop) => hop.id),
      channels: hops.map((hop) => hop.channel),
      amountsMsat: hops.map((hop) => hop.amountMsat),
      delays: hops.map((hop) => hop.delay),
      paymentSecret: made.paymentSecret,
    },
    sentMsat: hops[0]!.amountMsat,
    amountMsat: hops.at(-1)!.amountMsat,
    totalMsat: hops.at(-1)!.amountMsat,
    partid: 0n,
    destination: hops.at(-1)!.id,
    ...over,
  };
}

/** How many records of a type the log holds. */
export async function countOf(opened: Opened, type: string, stream = ''): Promise<number> {
  let count = 0;
  for await (const record of opened.journal.read(1))
    if (record.event.type === type && record.stream.startsWith(stream)) count++;
  return count;
}
