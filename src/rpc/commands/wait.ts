/**
 * `wait`: until the index of a listing reaches a value (lightning-wait(7)): a client that remembers the last index it saw
 * misses no change.
 *
 * Invariant: an index that is already reached is answered at once, without details; a change is told only once it is
 * durable, twice: under the name of the subsystem, and as `details`, which is all that clients of v24.11 know. Forwards and HTLCs are
 * never deleted here (there is no `delforward`), so those indexes stay 0 and their waiters wait.
 */
import { filter, map, NEVER, type Observable, Subscription } from 'rxjs';
import type { ForwardRow } from '../../../machines/forward-rows.ts';
import type { InvoiceRow, InvoiceStatus } from '../../../machines/invoice-rows.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import type { NodeId, PaymentHash, ShortChannelId } from '../../domain/ids.ts';
import type { PaymentStatus } from '../../domain/payment-part.ts';
import type { PartChange } from '../../payments/payment-actor.ts';
import type { InvoiceChange, ListedHtlc } from '../../switch/capabilities.ts';
import { answer, refuse } from '../command.ts';
import { countU64, oneOf } from '../param-types.ts';
import { type ParamValues, required } from '../params.ts';
import { invstringFields } from '../payment-json.ts';
import { command, type ServedNode } from '../served-node.ts';
import { type HtlcState, htlcState } from './listhtlcs.ts';

const PARAMS = {
  subsystem: required(oneOf(['invoices', 'forwards', 'sendpays', 'htlcs'], 'unknown subsystem')),
  indexname: required(oneOf(['created', 'updated', 'deleted'], 'unknown index')),
  nextvalue: required(countU64),
};
type Values = ParamValues<typeof PARAMS>;

export type SendpayMoved = {
  readonly status: PaymentStatus;
  readonly partid: bigint;
  readonly groupid: bigint;
  readonly payment_hash: PaymentHash;
};
export type InvoiceMoved = {
  readonly status: InvoiceStatus;
  readonly label: string;
  readonly description: string;
  readonly bolt11?: string;
  readonly bolt12?: string;
};
export type ForwardMoved = {
  readonly status: ForwardRow['status'];
  readonly in_channel: ShortChannelId;
  readonly in_htlc_id: number;
  readonly in_msat: bigint;
  readonly out_channel?: ShortChannelId | undefined;
};
export type HtlcMoved = {
  readonly state: HtlcState | 'SENT_ADD_HTLC' | 'RCVD_ADD_HTLC';
  readonly short_channel_id: ShortChannelId;
  readonly direction: 'in' | 'out';
  readonly htlc_id: number;
  readonly cltv_expiry: number;
  readonly payment_hash: PaymentHash;
  readonly amount_msat: bigint;
};
/** The index that was asked for; and what moved it, unless it was there already: by the subsystem's name, and as `details`. */
export type Waited = { readonly created?: number; readonly updated?: number; readonly deleted?: number } & (
  | { readonly subsystem: 'sendpays'; readonly sendpays?: SendpayMoved; readonly details?: SendpayMoved }
  | { readonly subsystem: 'invoices'; readonly invoices?: InvoiceMoved; readonly details?: InvoiceMoved }
  | {
      readonly subsystem: 'forwards';
      readonly forwards?: Partial<ForwardMoved>;
      readonly details?: Partial<ForwardMoved>;
    }
  | { readonly subsystem: 'htlcs'; readonly htlcs?: Partial<HtlcMoved>; readonly details?: Partial<HtlcMoved> }
);

/** A change that moved an index, and what `wait` tells of it. */
interface Moved {
  readonly index: number;
  readonly details: SendpayMoved | InvoiceMoved | Partial<ForwardMoved> | Partial<HtlcMoved>;
}

/** A listing with indexes. */
interface Subsystem {
  now(node: ServedNode, indexname: Values['indexname']): number;
  changes(node: ServedNode, values: Values): Observable<Moved>;
}

const SUBSYSTEMS: Readonly<Record<Values['subsystem'], Subsystem>> = {
  sendpays: {
    now: ({ operated }, indexname) => operated.lastIndex(indexname),
    changes: ({ operated }, { indexname }) =>
      operated.changes$.pipe(
        filter((change) => change.type === indexname),
        map((change) => ({ index: change.index, details: sendpayDetails(change) })),
      ),
  },
  invoices: {
    now: ({ operated, invoices }, indexname) => invoices?.lastIndex(operated.id, indexname) ?? 0,
    changes: ({ operated, invoices }, { indexname }) =>
      invoices === undefined
        ? NEVER
        : invoices.changes.pipe(
            filter((change) => change.node === operated.id && INVOICE_INDEX[change.status] === indexname),
            // Counted at the moment of the change: the rows are staged with the record that tells of it.
            map((change) => ({ index: invoices.lastIndex(operated.id, indexname), details: invoiceDetails(change) })),
          ),
  },
  forwards: rowSubsystem(({ forwards }) => forwards, forwardDetails),
  htlcs: rowSubsystem(({ htlcs }) => htlcs, htlcDetails),
};

const INVOICE_INDEX: Readonly<Record<InvoiceChange['status'], Values['indexname']>> = {
  unpaid: 'created',
  paid: 'updated',
  expired: 'updated',
  deleted: 'deleted',
};

export const wait = command({
  name: 'wait',
  params: PARAMS,
  async run(values, { node, signal }) {
    const { subsystem, indexname, nextvalue } = values;
    const now = SUBSYSTEMS[subsystem].now(node, indexname);
    if (now >= nextvalue) {
      return node.operated.durably(answer<Waited>({ subsystem, [indexname]: now }));
    }
    const moved = await firstReaching(SUBSYSTEMS[subsystem].changes(node, values), nextvalue, signal);
    if (moved === undefined)
      return refuse({ code: RpcErrorCode.LIGHTNINGD_SHUTDOWN, message: 'Nobody waits for this any more' });
    const { index, details } = moved;
    // SUBSYSTEMS pairs each subsystem with its details.
    return node.operated.durably(answer({ subsystem, [indexname]: index, details, [subsystem]: details } as Waited));
  },
});

/** Rows with indexes, of something without an actor of its own that tells. */
interface IndexedRows<Row> {
  lastIndex(node: NodeId, index: RowIndex): number;
  at(node: NodeId, index: RowIndex, value: number): Row | undefined;
  readonly changes: Observable<void>;
}
type RowIndex = Exclude<Values['indexname'], 'deleted'>;

/** Looks after each batch. Several may come in one batch, so what is told is the one asked for. */
function rowSubsystem<Row>(
  rowsOf: (node: ServedNode) => IndexedRows<Row> | undefined,
  detailsOf: (row: Row, indexname: RowIndex) => Moved['details'],
): Subsystem {
  const now = (node: ServedNode, indexname: Values['indexname']): number =>
    indexname === 'deleted' ? 0 : (rowsOf(node)?.lastIndex(node.operated.id, indexname) ?? 0);
  return {
    now,
    changes(node, { indexname, nextvalue }) {
      const rows = rowsOf(node);
      if (indexname === 'deleted' || rows === undefined) return NEVER;
      return rows.changes.pipe(
        filter(() => now(node, indexname) >= nextvalue),
        map(() => {
          const row = rows.at(node.operated.id, indexname, nextvalue);
          return { index: nextvalue, details: row === undefined ? {} : detailsOf(row, indexname) };
        }),
      );
    },
  };
}

function sendpayDetails({ part, paymentHash }: PartChange): SendpayMoved {
  return { status: part.status, partid: part.partid, groupid: part.groupid, payment_hash: paymentHash };
}

function invoiceDetails({ status, invoice }: InvoiceChange): InvoiceMoved {
  return {
    status: status === 'deleted' ? statusWhenDeleted(invoice) : status,
    label: invoice.label,
    description: invoice.description,
    ...invstringFields(invoice.bolt11),
  };
}

function statusWhenDeleted({ paidMs, updatedIndex }: InvoiceRow): InvoiceStatus {
  if (paidMs !== null) return 'paid';
  return updatedIndex === null ? 'unpaid' : 'expired';
}

/** A forward was offered when it was created, whatever became of it since; unless this node refused it. */
function forwardDetails(row: ForwardRow, indexname: RowIndex): ForwardMoved {
  const status = indexname === 'created' && row.status !== 'local_failed' ? 'offered' : row.status;
  return {
    status,
    in_channel: row.in_channel,
    in_htlc_id: row.in_htlc_id,
    in_msat: row.inMsat,
    out_channel: row.out_channel,
  };
}

/** An HTLC was just being added when it was created, whatever became of it since. */
function htlcDetails(htlc: ListedHtlc, indexname: RowIndex): HtlcMoved {
  const adding = htlc.direction === 'out' ? 'SENT_ADD_HTLC' : 'RCVD_ADD_HTLC';
  return {
    state: indexname === 'created' ? adding : htlcState(htlc),
    short_channel_id: htlc.channel,
    direction: htlc.direction,
    htlc_id: htlc.id,
    cltv_expiry: htlc.expiry,
    payment_hash: htlc.paymentHash,
    amount_msat: htlc.amountMsat,
  };
}

/** The first change whose index is at least `least`; undefined if nobody waits any more. */
function firstReaching(changes: Observable<Moved>, least: number, signal: AbortSignal): Promise<Moved | undefined> {
  return new Promise((resolve) => {
    const abort = (): void => end(undefined);
    // Made first: changes that have ended already (the node stops) end the wait inside `subscribe`.
    const subscription = new Subscription();
    signal.addEventListener('abort', abort, { once: true });
    subscription.add(
      changes.subscribe({
        next: (moved) => {
          if (moved.index >= least) end(moved);
        },
        complete: () => end(undefined),
      }),
    );
    if (signal.aborted) end(undefined);

    function end(moved: Moved | undefined): void {
      subscription.unsubscribe();
      signal.removeEventListener('abort', abort);
      resolve(moved);
    }
  });
}
