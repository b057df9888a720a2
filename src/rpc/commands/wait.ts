/**
 * `wait`: until the index of a listing reaches a value (lightning-wait(7)): a client that remembers the last index it saw
 * misses no change.
 *
 * Invariant: an index that is already reached is answered at once, without details; a change is told only once it is
 * durable. Forwards are never deleted here (there is no `delforward`), so that index stays 0 and its waiters wait.
 */
import { filter, map, NEVER, type Observable, Subscription } from 'rxjs';
import type { ForwardRow } from '../../../machines/forward-rows.ts';
import type { InvoiceRow, InvoiceStatus } from '../../../machines/invoice-rows.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import type { PaymentHash, ShortChannelId } from '../../domain/ids.ts';
import type { PaymentStatus } from '../../domain/payment-part.ts';
import type { PartChange } from '../../payments/payment-actor.ts';
import type { InvoiceChange } from '../../switch/capabilities.ts';
import { answer, refuse } from '../command.ts';
import { countU64, oneOf } from '../param-types.ts';
import { type ParamValues, required } from '../params.ts';
import { invstringFields } from '../payment-json.ts';
import { command, type ServedNode } from '../served-node.ts';

const PARAMS = {
  subsystem: required(oneOf(['invoices', 'forwards', 'sendpays'], 'unknown subsystem')),
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
/** The index that was asked for; and what moved it, unless it was there already. */
export type Waited = { readonly created?: number; readonly updated?: number; readonly deleted?: number } & (
  | { readonly subsystem: 'sendpays'; readonly sendpays?: SendpayMoved }
  | { readonly subsystem: 'invoices'; readonly invoices?: InvoiceMoved }
  | { readonly subsystem: 'forwards'; readonly forwards?: Partial<ForwardMoved> }
);

/** A change that moved an index, and what `wait` tells of it. */
interface Moved {
  readonly index: number;
  readonly details: SendpayMoved | InvoiceMoved | Partial<ForwardMoved>;
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
  forwards: { now: forwardsNow, changes: forwardChanges },
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
    return node.operated.durably(answer({ subsystem, [indexname]: index, [subsystem]: details } as Waited));
  },
});

function forwardsNow({ operated, forwards }: ServedNode, indexname: Values['indexname']): number {
  return indexname === 'deleted' ? 0 : (forwards?.lastIndex(operated.id, indexname) ?? 0);
}

/**
 * Looks after each batch: forwards have no actor of their own that tells. Several may come in one batch, so what is told is the
 * one asked for.
 */
function forwardChanges(node: ServedNode, { indexname, nextvalue }: Values): Observable<Moved> {
  const { operated, forwards } = node;
  if (indexname === 'deleted' || forwards === undefined) return NEVER;
  return forwards.changes.pipe(
    filter(() => forwardsNow(node, indexname) >= nextvalue),
    map(() => {
      const row = forwards.at(operated.id, indexname, nextvalue);
      return { index: nextvalue, details: row === undefined ? {} : forwardDetails(row, indexname) };
    }),
  );
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
function forwardDetails(row: ForwardRow, indexname: Values['indexname']): ForwardMoved {
  const status = indexname === 'created' && row.status !== 'local_failed' ? 'offered' : row.status;
  return {
    status,
    in_channel: row.in_channel,
    in_htlc_id: row.in_htlc_id,
    in_msat: row.inMsat,
    out_channel: row.out_channel,
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
