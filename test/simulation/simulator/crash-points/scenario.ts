/**
 * The words scenarios are written in: a small network, and what clients and nodes do one after the other.
 *
 * Invariant: every step may be done again after a crash and then changes nothing it has changed before: invoices have given
 * preimages, payments given groups and parts. That is how a client recovers that was told nothing.
 */

import { createHash } from 'node:crypto';
import { curve } from '../../../../src/bolt/index.ts';
import type { NodeId, PaymentHash, Preimage, ShortChannelId } from '../../../../src/domain/ids.ts';
import type { SimulatedEngine } from '../../../../src/engine/simulated-engine.ts';
import type { NetworkDescription, NodeDescription } from '../../../../src/graph/network-description.ts';
import type { SendRequest } from '../../../../src/payments/sending.ts';

export interface Stage {
  readonly engine: SimulatedEngine;
}

/** `restart`: the process ends and another one begins, without a fault. */
export type ScenarioStep = Deed | 'restart';
export type Deed = (stage: Stage) => void;

export interface Scenario {
  readonly name: string;
  readonly network: NetworkDescription;
  /** 0: an HTLC goes the whole way in one cascade, else every hop is a point of its own. */
  readonly latencyMs: number;
  readonly steps: readonly ScenarioStep[];
}

const CAPACITY_MSAT = 1_000_000_000n;
const RISK_FACTOR = 10;
const EXPIRY_SECONDS = 3_600;

/** Channels with halved balances between nodes named by letters: `['A-B', 'B-C']`. `dear` ones cost a sat. */
export function networkOf(edges: readonly string[], dear: readonly string[] = []): NetworkDescription {
  const nodes = [...new Set(edges.flatMap((edge) => edge.split('-')))].map(nodeNamed);
  const channels = edges.map((edge, index) => {
    const ends = edge.split('-').map((name) => idOf(nodes, name)) as [NodeId, NodeId];
    const [node1, node2] = ends[0] < ends[1] ? ends : [ends[1], ends[0]];
    const feeBaseMsat = dear.includes(edge) ? 1_000n : 1n;
    const policy = {
      feeBaseMsat,
      feePpm: 10,
      cltvDelta: 6,
      htlcMinimumMsat: 1n,
      htlcMaximumMsat: CAPACITY_MSAT,
      enabled: true,
    };
    return {
      shortChannelId: `${101 + index}x1x0` as ShortChannelId,
      node1,
      node2,
      capacityMsat: CAPACITY_MSAT,
      balancesMsat: [CAPACITY_MSAT / 2n, CAPACITY_MSAT / 2n] as const,
      isPublic: true,
      policies: [policy, policy] as const,
    };
  });
  return { chain: 'regtest', blockheight: 100, finalCltv: 9, nodes, channels };
}

function nodeNamed(alias: string): NodeDescription {
  const privateKey = createHash('sha256').update(`crash points/${alias}`).digest();
  return {
    id: Buffer.from(curve.publicKey(privateKey)).toString('hex') as NodeId,
    alias,
    privateKey: privateKey.toString('hex'),
  };
}

function idOf(nodes: readonly NodeDescription[], alias: string): NodeId {
  return (nodes.find((node) => node.alias === alias) as NodeDescription).id;
}

/** One payment everybody can name: its preimage comes from its label. */
export interface Bill {
  readonly label: string;
  readonly payer: string;
  readonly payee: string;
  readonly amountMsat: bigint;
}

/** Several in one turn: one point. */
export const together =
  (...deeds: readonly Deed[]): Deed =>
  (stage) => {
    for (const deed of deeds) deed(stage);
  };

/** The payee asks for the money. */
export const asks =
  (bill: Bill): Deed =>
  ({ engine }) => {
    const { label, payee, amountMsat } = bill;
    const { id } = engine.node(payee);
    const preimage = preimageOf(bill);
    engine.network.invoices.create(id, {
      amountMsat,
      label,
      description: label,
      expirySeconds: EXPIRY_SECONDS,
      preimage,
    });
  };

/** getroute and sendpay of one part. */
export const sends =
  (bill: Bill, { groupid = 1n, partid = 0n, share = 1n } = {}): Deed =>
  ({ engine }) => {
    const node = engine.node(bill.payer);
    const destination = engine.node(bill.payee).id;
    const amountMsat = bill.amountMsat / share;
    const { finalCltv } = engine.network;
    const found = node.route({ destination, amountMsat, riskFactor: RISK_FACTOR, finalCltv });
    if (found.type === 'refused') throw new Error(`${bill.label}: ${found.refusal.message}`);
    const { hops } = found;
    const send: SendRequest['send'] = {
      kind: 'route',
      ids: hops.map(({ id }) => id),
      channels: hops.map(({ channel }) => channel),
      amountsMsat: hops.map((hop) => hop.amountMsat),
      delays: hops.map(({ delay }) => delay),
      paymentSecret: secretOf(engine, bill),
    };
    const sentMsat = (hops[0] as { amountMsat: bigint }).amountMsat;
    const request = {
      paymentHash: hashOf(bill),
      send,
      sentMsat,
      amountMsat,
      totalMsat: bill.amountMsat,
      groupid,
      partid,
      destination,
    };
    node.send(request).catch(() => undefined); // A process that dies answers nobody.
  };

/** `pay`: the node finds its way. */
export const pays =
  (bill: Bill): Deed =>
  ({ engine }) => {
    const node = engine.node(bill.payer);
    const order = {
      paymentHash: hashOf(bill),
      payee: engine.node(bill.payee).id,
      amountMsat: bill.amountMsat,
      maxFeeMsat: bill.amountMsat,
      maxDelay: 2_016,
      riskFactor: RISK_FACTOR,
      finalCltv: engine.network.finalCltv,
      mayMpp: true,
      paymentSecret: secretOf(engine, bill),
      exclude: [],
      hints: [],
      retryForMs: 60_000,
    };
    node.pay(order).catch(() => undefined);
  };

/** `delpay` of every row with the status. */
export const deletes =
  (bill: Bill, status: 'complete' | 'failed'): Deed =>
  ({ engine }) => {
    engine
      .node(bill.payer)
      .deleteParts(hashOf(bill), status)
      .catch(() => undefined);
  };

/** A node keeps HTLCs, or fails them with a code, or is honest again. */
export const behaves =
  (alias: string, as: 'hold' | 'normal' | { readonly failcode: number }): Deed =>
  ({ engine }) => {
    const { id } = engine.node(alias);
    if (as === 'normal') engine.network.simulation.release(id);
    else if (as === 'hold') engine.network.simulation.hold(id);
    else
      engine.network.simulation.hold(id, { mode: 'fail', failureMessage: as.failcode.toString(16).padStart(4, '0') });
  };

export const connects =
  (alias: string, online: boolean): Deed =>
  ({ engine }) =>
    engine.network.simulation.setOnline(engine.node(alias).id, online);

const preimageOf = ({ label }: Bill): Preimage =>
  createHash('sha256').update(`preimage of ${label}`).digest('hex') as Preimage;

const hashOf = (bill: Bill): PaymentHash =>
  createHash('sha256')
    .update(Buffer.from(preimageOf(bill), 'hex'))
    .digest('hex') as PaymentHash;

function secretOf(engine: SimulatedEngine, bill: Bill): string {
  const { id } = engine.node(bill.payee);
  const invoice = engine.network.invoices.get(id, hashOf(bill));
  if (!invoice) throw new Error(`${bill.label}: nobody asked for it`);
  return invoice.paymentSecret;
}
