/**
 * The network plans run on: a payer, a payee, and between them one node per part that can be told what becomes of it.
 *
 * Invariant: at most one HTLC of a payment is at a middle node, because parts in flight have different partids. So telling
 * a node to settle or fail what it holds settles or fails exactly that part.
 */
import { createHash } from 'node:crypto';
import { curve } from '../../../bolt/index.ts';
import type { Msat } from '../../../domain/amount.ts';
import type { NodeId, ShortChannelId } from '../../../domain/ids.ts';
import type { ChannelPolicy } from '../../../domain/route.ts';
import type { ChannelDescription, NetworkDescription } from '../../../graph/network-description.ts';

/** partids 0 to 3: what the payment model sends, and one more. */
export const LANES = 4;

const CAPACITY_MSAT: Msat = 1_000_000_000n;
/** Taken by each middle node. */
export const FEE_MSAT: Msat = 1n;
export const CLTV_DELTA = 6;
/** CLTV blocks the payee gets: more than any default final delta. */
export const FINAL_DELAY = 18;

const POLICY: ChannelPolicy = {
  feeBaseMsat: FEE_MSAT,
  feePpm: 0,
  cltvDelta: CLTV_DELTA,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: CAPACITY_MSAT,
  enabled: true,
};

interface NamedNode {
  readonly id: NodeId;
  readonly alias: string;
  readonly privateKey: string;
}

export interface Lane {
  readonly middle: NodeId;
  readonly toMiddle: ShortChannelId;
  readonly toPayee: ShortChannelId;
}

const payer = nodeNamed('payer');
const payee = nodeNamed('payee');
const middles = Array.from({ length: LANES }, (_, index) => nodeNamed(`middle${index}`));

export const PAYER = payer.alias;
export const PAYEE: NodeId = payee.id;

export const lanes: readonly Lane[] = middles.map(({ id }, index) => ({
  middle: id,
  toMiddle: `101x${index}x0` as ShortChannelId,
  toPayee: `102x${index}x0` as ShortChannelId,
}));

export const STAR: NetworkDescription = {
  chain: 'regtest',
  blockheight: 100,
  nodes: [payer, payee, ...middles],
  channels: lanes.flatMap(({ middle, toMiddle, toPayee }) => [
    channel(toMiddle, payer.id, middle),
    channel(toPayee, middle, payee.id),
  ]),
};

function nodeNamed(alias: string): NamedNode {
  const privateKey = createHash('sha256').update(`sendpay/testing/${alias}`).digest();
  const id = Buffer.from(curve.publicKey(privateKey)).toString('hex') as NodeId;
  return { id, alias, privateKey: privateKey.toString('hex') };
}

function channel(shortChannelId: ShortChannelId, a: NodeId, b: NodeId): ChannelDescription {
  const [node1, node2] = a < b ? [a, b] : [b, a];
  const half = CAPACITY_MSAT / 2n;
  return {
    shortChannelId,
    node1,
    node2,
    capacityMsat: CAPACITY_MSAT,
    balancesMsat: [half, half],
    isPublic: true,
    policies: [POLICY, POLICY],
  };
}
