/**
 * A network for measuring: lanes of three hops, payer – left – right – payee, side by side, with room for everything.
 *
 * Invariant: every payment takes the same three hops of its lane, so that one payment costs what another costs. More than one
 * lane is needed for many HTLCs in flight: a channel takes 483 (BOLT 2).
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvoiceRow } from '../../machines/invoice-rows.ts';
import type { NodeId } from '../../src/domain/ids.ts';
import type { RouteHop } from '../../src/domain/route.ts';
import { openSimulatedEngine, type SimulatedEngine } from '../../src/engine/simulated-engine.ts';
import type { NetworkDescription } from '../../src/graph/network-description.ts';
import { loadNetwork } from '../../src/graph/network-file.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import type { OperatedNode } from '../../src/payments/operated-node.ts';
import type { SendRequest } from '../../src/payments/sending.ts';
import type { WaitAnswer } from '../../src/payments/waiting.ts';

export const AMOUNT_MSAT = 100_000n;
const CAPACITY = '100000000sat';
/** Asked for by the lanes' payees, at most. */
const FINAL_CLTV = 18;

export interface Lanes {
  readonly dir: string;
  readonly network: NetworkDescription;
  readonly count: number;
}

/** A folder for the database, removed when `body` has ended. */
export async function withFolder<T>(body: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'sendpay-bench-'));
  try {
    return await body(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** `lanesPerPayer` of them begin at the same payer, which then knows so many channels. */
export async function makeLanes(dir: string, count: number, lanesPerPayer = 1): Promise<Lanes> {
  const lanes = Array.from({ length: count }, (_, lane) => namesOf(lane, lanesPerPayer));
  const channels = lanes.flatMap((names, lane) =>
    [0, 1, 2].map((hop) => ({
      id: `${lane + 1}x${hop + 1}x0`,
      nodes: [names[hop], names[hop + 1]],
      capacity: CAPACITY,
      balances: ['90000000sat', '10000000sat'],
    })),
  );
  const file = join(dir, 'lanes.json');
  writeFileSync(file, JSON.stringify({ nodes: [...new Set(lanes.flat())], channels }));
  return { dir, network: await loadNetwork(file), count };
}

function namesOf(lane: number, lanesPerPayer: number): string[] {
  return [`payer${Math.floor(lane / lanesPerPayer)}`, `left${lane}`, `right${lane}`, `payee${lane}`];
}

export async function openLanes({ dir, network }: Lanes): Promise<SimulatedEngine> {
  const operate = network.nodes.flatMap(({ alias }) => (alias?.startsWith('payer') ? [alias] : []));
  return openSimulatedEngine({ journal: await openLevelJournal({ dir: join(dir, 'journal') }), network, operate });
}

export interface Prepared {
  readonly payer: OperatedNode;
  readonly payee: NodeId;
  readonly request: SendRequest;
}

/** Invoices and routes of `count` payments, spread over the lanes. Durable when it resolves. */
export async function prepare(
  engine: SimulatedEngine,
  lanes: Lanes,
  count: number,
  label: string,
): Promise<Prepared[]> {
  const routes = Array.from({ length: lanes.count }, (_, lane) => routeOf(engine, lanes, lane));
  const prepared = Array.from({ length: count }, (_, i) => {
    const { payer, payee, hops } = routes[i % routes.length] as LaneRoute;
    const invoice = engine.network.invoices.create(payee, {
      amountMsat: AMOUNT_MSAT,
      label: `${label} ${i}`,
      description: label,
      expirySeconds: 86_400,
    }) as InvoiceRow;
    return { payer, payee, request: requestOf(hops, invoice) };
  });
  await engine.journal.durable(engine.journal.position);
  return prepared;
}

interface LaneRoute {
  readonly payer: OperatedNode;
  readonly payee: NodeId;
  readonly hops: readonly RouteHop[];
}

function routeOf(engine: SimulatedEngine, { network }: Lanes, lane: number): LaneRoute {
  const channels = network.channels.filter(({ shortChannelId }) => shortChannelId.startsWith(`${lane + 1}x`));
  const first = channels.find(({ shortChannelId }) => shortChannelId.includes('x1x')) as (typeof channels)[number];
  const payee = network.nodes.find(({ alias }) => alias === `payee${lane}`)?.id as NodeId;
  const payerId = [first.node1, first.node2].find((id) => engine.nodes.has(id)) as NodeId;
  const payer = engine.node(payerId);
  const found = payer.route({ destination: payee, amountMsat: AMOUNT_MSAT, riskFactor: 1, finalCltv: FINAL_CLTV });
  if (found.type === 'refused') throw new Error(found.refusal.message);
  return { payer, payee, hops: found.hops };
}

function requestOf(hops: readonly RouteHop[], { paymentHash, paymentSecret }: InvoiceRow): SendRequest {
  const first = hops[0] as RouteHop;
  const last = hops.at(-1) as RouteHop;
  return {
    paymentHash,
    send: {
      kind: 'route',
      ids: hops.map(({ id }) => id),
      channels: hops.map(({ channel }) => channel),
      amountsMsat: hops.map(({ amountMsat }) => amountMsat),
      delays: hops.map(({ delay }) => delay),
      paymentSecret,
    },
    sentMsat: first.amountMsat,
    amountMsat: AMOUNT_MSAT,
    totalMsat: AMOUNT_MSAT,
    partid: 0n,
    destination: last.id,
  };
}

/** One payment until its end is durable. Throws if it does not complete. */
export async function pay({ payer, request }: Prepared): Promise<void> {
  await payer.send(request);
  const end: WaitAnswer = await payer.wait({ paymentHash: request.paymentHash });
  if (end.type !== 'complete') throw new Error(`a payment ended ${end.type}`);
}

/** All of them, `inFlight` at the same time; seconds. */
export async function payAll(payments: readonly Prepared[], inFlight: number): Promise<number> {
  let next = 0;
  const client = async (): Promise<void> => {
    for (let i = next++; i < payments.length; i = next++) await pay(payments[i] as Prepared);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, client));
  return (performance.now() - started) / 1000;
}
