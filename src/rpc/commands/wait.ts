/**
 * `wait`: until the index of a listing reaches a value (lightning-wait(7)): a client that remembers the last index it saw
 * misses no change.
 *
 * Invariant: an index that is already reached is answered at once, without details; a change is told only once it is
 * durable. Invoices have no index of deletions, and forwards none at all, so these are refused rather than never answered.
 */
import { filter, map, type Observable, Subscription } from 'rxjs';
import type { PartChange } from '../../actors/payment-actor.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import type { InvoiceChange } from '../../switch/invoice-actors.ts';
import { answer, refuse } from '../command.ts';
import type { JsonValue } from '../json-value.ts';
import { oneOf, smallU64 } from '../param-types.ts';
import { type ParamValues, required } from '../params.ts';
import { invstringFields } from '../payment-json.ts';
import { command, type ServedNode } from '../served-node.ts';
import { invalid } from './listing.ts';

const PARAMS = {
  subsystem: required(oneOf(['invoices', 'forwards', 'sendpays'], 'unknown subsystem')),
  indexname: required(oneOf(['created', 'updated', 'deleted'], 'unknown index')),
  nextvalue: required(smallU64),
};
type Values = ParamValues<typeof PARAMS>;

/** A change that moved an index, and what `wait` tells of it. */
interface Moved {
  readonly index: number;
  readonly details: JsonValue;
}

export const wait = command({
  name: 'wait',
  params: PARAMS,
  validate: ({ subsystem, indexname }) =>
    subsystem === 'forwards' || (subsystem === 'invoices' && indexname === 'deleted')
      ? invalid(`${subsystem} have no index of what was ${indexname} here`)
      : undefined,
  async run(values, { node, signal }) {
    const { subsystem, indexname, nextvalue } = values;
    const { journal } = node.operated;
    const now = indexNow(node, values);
    if (now >= nextvalue) {
      await journal.durable(journal.position);
      return answer({ subsystem, [indexname]: now });
    }
    const moved = await firstReaching(changesOf(node, values), nextvalue, signal);
    if (moved === undefined)
      return refuse({ code: RpcErrorCode.LIGHTNINGD_SHUTDOWN, message: 'Nobody waits for this any more' });
    await journal.durable(journal.position);
    return answer({ subsystem, [indexname]: moved.index, [subsystem]: moved.details });
  },
});

function indexNow({ operated, invoices }: ServedNode, { subsystem, indexname }: Values): number {
  if (subsystem === 'sendpays') return operated.payments.counter(operated.id, indexname);
  return indexname === 'deleted' ? 0 : invoices.lastIndex(operated.id, indexname);
}

function changesOf({ operated, invoices }: ServedNode, { subsystem, indexname }: Values): Observable<Moved> {
  if (subsystem === 'sendpays')
    return operated.changes$.pipe(
      filter((change) => change.type === indexname),
      map((change) => ({ index: change.index, details: sendpayDetails(change) })),
    );
  return invoices.changes.pipe(
    filter((change) => change.node === operated.id && (change.status === 'unpaid') === (indexname === 'created')),
    filter((change) => change.status !== 'deleted'),
    map((change) => ({ index: indexOf(change, indexname), details: invoiceDetails(change) })),
  );
}

function indexOf({ invoice }: InvoiceChange, indexname: Values['indexname']): number {
  return indexname === 'created' ? invoice.createdIndex : (invoice.updatedIndex ?? 0);
}

function sendpayDetails({ part, paymentHash }: PartChange): JsonValue {
  return { status: part.status, partid: part.partid, groupid: part.groupid, payment_hash: paymentHash };
}

function invoiceDetails({ status, invoice }: InvoiceChange): JsonValue {
  return {
    status,
    label: invoice.label,
    description: invoice.description,
    ...invstringFields(invoice.bolt11),
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
