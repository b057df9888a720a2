/**
 * The reference model as a driver: what plans of the payment machine should show, without the payment machine.
 *
 * Together with `differential` it finds where machine and rules disagree. It leaves out the effects of deletions, which
 * carry whole rows the model does not keep.
 */
import type { EventObject } from 'xstate';
import type { Driver, Observation } from '../../../src/testing/driver.ts';
import {
  judge,
  type Ledger,
  type LedgerName,
  type LedgerRequest,
  type LedgerRow,
  NO_HISTORY,
  standing,
  withAnswer,
  withDoubt,
  withEnd,
  withoutRows,
  withSent,
} from './sendpay-oracle.ts';

type Sent = LedgerRequest & { readonly groupid: bigint };
type Answered = LedgerName & { readonly answer: string };
type Doubted = LedgerName & { readonly why: string };
type Deleted = { readonly status: 'complete' | 'failed'; readonly part?: LedgerName };
type Turn = readonly [Ledger, readonly unknown[] | undefined];

/** Which hash is irrelevant: it only appears in a refusal's words. */
const HASH = '';

export function oracleDriver(): Driver {
  let ledger = NO_HISTORY(HASH);
  return {
    name: 'the reference model',
    start() {
      ledger = NO_HISTORY(HASH);
      return seen(ledger, []);
    },
    step(event) {
      const turn = turnOf(ledger, event);
      if (turn === undefined) return { kind: 'not runnable', reason: `the reference model knows no ${event.type}` };
      ledger = turn[0];
      return seen(...turn);
    },
    stop() {},
  };
}

function turnOf(ledger: Ledger, event: EventObject): Turn | undefined {
  const given: unknown = event;
  switch (event.type) {
    case 'PART_SENT':
      return sending(ledger, given as Sent);
    case 'PART_FULFILLED':
      return ending(ledger, given as LedgerName, 'complete');
    case 'PART_FAILED':
      return ending(ledger, given as LedgerName, 'failed');
    case 'PART_ANSWERED':
      return [withAnswer(ledger, given as Answered, (given as Answered).answer), []];
    case 'PART_IN_DOUBT':
      return [withDoubt(ledger, given as Doubted, (given as Doubted).why), []];
    case 'PARTS_DELETED': {
      const { status, part } = given as Deleted;
      const left = withoutRows(ledger, status, part);
      return [left, left === ledger ? [] : undefined];
    }
    default:
      return undefined;
  }
}

function sending(ledger: Ledger, request: Sent): Turn {
  const ruling = judge(ledger, request);
  if (ruling.answer !== 'send') return [ledger, []];
  const { groupid, partid } = request;
  return [withSent(ledger, request, groupid), [{ type: 'OFFER_HTLC', groupid, partid }]];
}

function ending(ledger: Ledger, { groupid, partid }: LedgerName, end: 'complete' | 'failed'): Turn {
  const after = withEnd(ledger, { groupid, partid }, end);
  return [after, after === ledger ? [] : [{ type: 'PART_RESOLVED', groupid, partid }]];
}

function seen(ledger: Ledger, effects: readonly unknown[] | undefined): Observation {
  const data = { parts: ledger.rows.map(shown), tombstones: ledger.deleted.map(shown) };
  return { kind: 'observed', state: standing(ledger), data, ...(effects ? { effects } : {}) };
}

const ENDED: Readonly<Record<LedgerRow['status'], string>> = { pending: 'no', complete: 'preimage', failed: 'failure' };

function shown({ groupid, partid, status, answer, doubt }: LedgerRow): unknown {
  const said = { ...(answer === undefined ? {} : { answer }), ...(doubt === undefined ? {} : { doubt }) };
  return { part: `${groupid}/${partid}`, status, ended: ENDED[status], ...said };
}
