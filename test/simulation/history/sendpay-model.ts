/**
 * A payment_hash as one careful clerk would keep it: every operation at once, one after the other.
 *
 * The sequential model of the linearizability check: what the reference model of the rules (`test/testing/oracle`) decides, as
 * answers that a client was told. Shares no code with our engine.
 * Invariant: states are plain values and never change; an operation that cannot be answered yet has no step.
 */
import {
  judge,
  type Ledger,
  type LedgerRow,
  NO_HISTORY,
  type Ruling,
  withEnd,
  withoutRows,
  withSent,
} from '../../testing/oracle/sendpay-oracle.ts';
import { type Input, nameOf, type Output, type SendInput } from './operations.ts';

export type SendpayState = Ledger;

/** The hash only appears in the words of refusals, which are not compared. */
export const NOTHING_SENT: SendpayState = NO_HISTORY('');

export interface ModelStep {
  readonly state: SendpayState;
  readonly output: Output;
}

/** Every way the operation may be answered in this state; none if it must wait. */
export function steps(state: SendpayState, input: Input): readonly ModelStep[] {
  switch (input.type) {
    case 'send':
      return send(state, input);
    case 'wait':
      return wait(state, input);
    case 'delete':
      return [remove(state, input)];
    case 'list':
      return [{ state, output: state.rows.map((row) => `${nameOf(row)} ${row.status}`).join(', ') }];
    case 'ended':
      return end(state, input);
    case 'sent':
      return [{ state: withSent(state, input, input.groupid), output: 'ok' }];
  }
}

/** Text that is equal for equal states. */
export function keyOf({ rows, deleted }: SendpayState): string {
  const text = (row: LedgerRow): string => `${row.at}:${nameOf(row)}${row.status[0]}${row.amountMsat}`;
  return `${rows.map(text).join()}|${deleted.map(text).join()}`;
}

function send(state: SendpayState, input: SendInput): readonly ModelStep[] {
  const ruling = judge(state, input);
  if (ruling.answer !== 'send') return [{ state, output: told(ruling) }];
  const { groupid } = ruling;
  return [
    { state: withSent(state, input, groupid), output: `pending ${nameOf({ ...input, groupid })}` },
    // Whether the first peer is there is not this model's to know; if not, nothing is recorded.
    { state, output: 'first hop refused' },
  ];
}

const told = (ruling: Exclude<Ruling, { readonly answer: 'send' }>): Output =>
  ruling.answer === 'refused' ? `refused ${ruling.code}` : `${ruling.answer} ${nameOf(ruling)}`;

function wait(state: SendpayState, input: Extract<Input, { type: 'wait' }>): readonly ModelStep[] {
  const groupid = input.groupid ?? state.rows.reduce((most, row) => (row.groupid > most ? row.groupid : most), 0n);
  const row = state.rows.find((one) => one.groupid === groupid && one.partid === input.partid);
  if (row === undefined) return [{ state, output: 'never attempted' }];
  if (row.status !== 'pending') return [{ state, output: `${row.status} ${nameOf(row)}` }];
  return input.mayTimeOut ? [{ state, output: 'timeout' }] : [];
}

function remove(state: SendpayState, { status, part }: Extract<Input, { type: 'delete' }>): ModelStep {
  const left = withoutRows(state, status, part);
  const gone = state.rows.filter((row) => !left.rows.includes(row));
  return { state: left, output: gone.map(nameOf).join(', ') };
}

/** A part that is pending may end either way; one that failed may still turn out paid. What changes nothing did not happen. */
function end(state: SendpayState, input: Extract<Input, { type: 'ended' }>): readonly ModelStep[] {
  const after = withEnd(state, input, input.status);
  return after === state ? [] : [{ state: after, output: 'ok' }];
}
