/**
 * What a node behind the Switch port can do beside sending: each an interface it has or lacks.
 *
 * Invariant: what is absent has no commands; nothing pretends. Everything here is durable before a command answers, which is the
 * caller's care.
 */
import type { Observable } from 'rxjs';
import type { ForwardIndex, ForwardRow } from '../../machines/forward-rows.ts';
import type { HtlcIndex } from '../../machines/htlc-rows.ts';
import type { InvoiceCounter, InvoiceRow } from '../../machines/invoice-rows.ts';
import type { NodeBehaviour } from '../../machines/node.ts';
import type { Msat } from '../domain/amount.ts';
import type { Refusal } from '../domain/errors.ts';
import type { HtlcRef } from '../domain/htlc.ts';
import type { NodeId, PaymentHash, Preimage, ShortChannelId } from '../domain/ids.ts';
import type { Position } from '../domain/log-record.ts';
import type { ChannelPolicy } from '../domain/route.ts';

/** Longest time to expire: 285,000 years, and still exact as a date in milliseconds. */
export const MAX_EXPIRY_SECONDS = 2 ** 33;

/** What `invoice` asks for. */
export interface NewInvoice {
  /** null takes any amount. */
  readonly amountMsat: Msat | null;
  readonly label: string;
  readonly description: string;
  readonly expirySeconds: number;
  /** Default: random. */
  readonly preimage?: Preimage;
  /** min_final_cltv_expiry; default the network's. */
  readonly cltv?: number;
}

/** An invoice that changed, as waiters hear of it. `position` must be durable before anyone outside hears. */
export interface InvoiceChange {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly status: 'unpaid' | 'paid' | 'expired' | 'deleted';
  readonly invoice: InvoiceRow;
  readonly position: Position;
}

/** Part of a list, from an index on. */
export interface InvoicePage {
  /** Default: created. */
  readonly index?: 'created' | 'updated';
  readonly start?: number;
  readonly limit?: number;
}

/** Making invoices, and what became of them. */
export interface Invoices {
  /** Refusals: 900 the label is taken, 901 the preimage is. A value no invoice can have is SENDPAY_BAD_ARGUMENT. */
  create(node: NodeId, invoice: NewInvoice): InvoiceRow | Refusal;
  get(node: NodeId, paymentHash: PaymentHash): InvoiceRow | undefined;
  byLabel(node: NodeId, label: string): InvoiceRow | undefined;
  /** The first invoice paid after `lastPayIndex`. */
  paidAfter(node: NodeId, lastPayIndex: number): Promise<InvoiceRow | undefined>;
  /** Durable invoices in the order of an index. What was never updated counts as updated at 0. */
  list(node: NodeId, page?: InvoicePage): AsyncGenerator<InvoiceRow, void>;
  /** false if there is none, or HTLCs are held for it. */
  delete(node: NodeId, paymentHash: PaymentHash): boolean;
  /** Marks the invoice expired if its time has passed and nothing is held for it. */
  expireIfDue(node: NodeId, paymentHash: PaymentHash): void;
  /** The largest number used so far, 0 if none. */
  lastIndex(node: NodeId, counter: InvoiceCounter): number;
  readonly changes: Observable<InvoiceChange>;
}

export interface ForwardPage {
  readonly index: ForwardIndex;
  readonly start: number;
  readonly limit?: number;
  readonly status?: ForwardRow['status'];
  readonly inChannel?: ShortChannelId;
  readonly outChannel?: ShortChannelId;
}

/** What the node forwarded. */
export interface Forwards {
  /** Durable forwards that are all that the page says, in the order of an index. What was never updated counts as updated at 0. */
  list(node: NodeId, page: ForwardPage): AsyncGenerator<ForwardRow, void>;
  /** The last created or updated index, 0 if none. */
  lastIndex(node: NodeId, index: ForwardIndex): number;
  /** The forward with that created or updated index. */
  at(node: NodeId, index: ForwardIndex, value: number): ForwardRow | undefined;
  feesCollectedMsat(node: NodeId): Msat;
  /** Fires after each batch that may have brought some. */
  readonly changes: Observable<void>;
}

/** An HTLC in one of the node's channels, in flight or ended. */
export interface ListedHtlc {
  readonly createdIndex: number;
  /** Absent: in flight. */
  readonly updatedIndex?: number;
  readonly channel: ShortChannelId;
  readonly id: number;
  readonly direction: 'in' | 'out';
  readonly amountMsat: Msat;
  readonly expiry: number;
  readonly paymentHash: PaymentHash;
}

export interface HtlcPage {
  readonly index: HtlcIndex;
  readonly start: number;
  readonly limit?: number;
  readonly channel?: ShortChannelId;
}

/** The HTLCs of the node's channels, those that ended included. */
export interface Htlcs {
  list(node: NodeId, page: HtlcPage): AsyncGenerator<ListedHtlc, void>;
  /** The last created or updated index, 0 if none. */
  lastIndex(node: NodeId, index: HtlcIndex): number;
  /** The HTLC with that created or updated index. */
  at(node: NodeId, index: HtlcIndex, value: number): ListedHtlc | undefined;
  /** Fires after each batch that may have brought some. */
  readonly changes: Observable<void>;
}

/** Setting what own channels ask for (`setchannel`). */
export interface Policies {
  /** The policy before is accepted a while longer. `node`: the end of the channel that asks for it. */
  setPolicy(
    channel: ShortChannelId,
    node: NodeId,
    change: Partial<ChannelPolicy>,
    enforceDelaySeconds?: number,
  ): ChannelPolicy;
}

/**
 * Acting on a network that is simulated. Nodes by name or id. What it is given is looked at before anything is recorded: a node or
 * channel the network lacks is SENDPAY_UNKNOWN_NODE or SENDPAY_UNKNOWN_CHANNEL, a value that cannot be is SENDPAY_BAD_ARGUMENT.
 */
export interface Simulation {
  find(nameOrId: string): NodeId | undefined;
  hasChannel(channel: ShortChannelId): boolean;
  /** From now on the node treats HTLCs this way; those it keeps are looked at again. */
  hold(nameOrId: string, behaviour?: Exclude<NodeBehaviour, { mode: 'normal' }>): void;
  /** The node is honest again; HTLCs it kept are handled at once. */
  release(nameOrId: string): void;
  setOnline(nameOrId: string, online: boolean): void;
  isOnline(nameOrId: string): boolean;
  /** HTLCs that wait at a node: held, or come while it was down. */
  waitingAt(nameOrId: string): readonly HtlcRef[];
  /** Up to 100,000 blocks are found; HTLCs whose expiry they pass time out on chain. */
  mine(blocks: number): void;
  /** With the peer's consent once its HTLCs are gone, or at once, its HTLCs being resolved on chain. */
  closeChannel(channel: ShortChannelId, how?: 'mutual' | 'unilateral'): void;
  /** Resolves once no HTLC is in flight and none is on its way, or when the signal fires: then nothing waits any more. */
  settled(signal?: AbortSignal): Promise<void>;
  /** HTLCs in channels now. */
  readonly htlcsInFlight: number;
}

export interface Capabilities {
  readonly invoices?: Invoices;
  readonly forwards?: Forwards;
  readonly htlcs?: Htlcs;
  readonly policies?: Policies;
  readonly simulation?: Simulation;
}

export type Capability = keyof Capabilities;
