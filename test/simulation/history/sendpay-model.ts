/**
 * A payment_hash as one careful clerk would keep it: every operation at once, one after the other.
 *
 * The reference model of the linearizability check, written from the man pages and the table of Core Lightning's
 * `check_progress` (DESIGN 1, reference 2.2 and deviation D1), not from our engine, and in another manner: it
 * asks questions of all rows where Core Lightning walks them.
 * Invariant: states are plain values and never change; an operation that cannot be answered yet has no step.
 */
import { type Input, nameOf, type Output, type SendInput } from './operations.ts';

interface Row {
  /** Place in the order of creation. */
  readonly at: number;
  readonly groupid: bigint;
  readonly partid: bigint;
  readonly amountMsat: bigint;
  readonly totalMsat: bigint;
  readonly destination: string;
  readonly status: 'pending' | 'complete' | 'failed';
}

export interface SendpayState {
  /** In the order created. */
  readonly rows: readonly Row[];
  /** Rows that were deleted: what they prove, and their names, stay. */
  readonly graves: readonly Row[];
}

export const NOTHING_SENT: SendpayState = { rows: [], graves: [] };

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
      return [{ state: withRow(state, input), output: 'ok' }];
  }
}

/** Text that is equal for equal states. */
export function keyOf({ rows, graves }: SendpayState): string {
  const text = (row: Row): string => `${row.at}:${nameOf(row)}${row.status[0]}${row.amountMsat}`;
  return `${rows.map(text).join()}|${graves.map(text).join()}`;
}

function send(state: SendpayState, input: SendInput): readonly ModelStep[] {
  const all = [...state.graves, ...state.rows].sort((a, b) => a.at - b.at);
  const inFlight = all.filter((row) => row.status === 'pending');
  const groupid = input.groupid ?? inFlight[0]?.groupid ?? 1n + highest(all);
  const told = verdict(all, inFlight, groupid, input);
  if (told !== undefined) return [{ state, output: told }];
  return [
    { state: withRow(state, { ...input, groupid }), output: `pending ${nameOf({ ...input, groupid })}` },
    // Whether the first peer is there is not this model's to know; if not, nothing is recorded.
    { state, output: 'first hop refused' },
  ];
}

/** What is answered without sending. undefined: the part leaves. Rows before the first that decides do not count. */
function verdict(all: readonly Row[], inFlight: readonly Row[], groupid: bigint, input: SendInput): Output | undefined {
  const isNamed = (row: Row): boolean => row.groupid === groupid && row.partid === input.partid;
  const differs = (row: Row): boolean => row.amountMsat !== input.amountMsat || row.destination !== input.destination;
  const first = all.find(
    (row) =>
      (row.status === 'complete' && row.partid === input.partid) ||
      (row.status === 'failed' && isNamed(row)) ||
      (row.status === 'pending' &&
        (row.groupid !== groupid ||
          (row.partid === 0n) !== (input.partid === 0n) ||
          row.partid === input.partid ||
          row.totalMsat !== input.totalMsat)),
  );
  if (first !== undefined) return verdictOn(first, groupid, input, differs(first));
  if (all.some((row) => row.status === 'complete')) return 'refused 201';
  const onTheWayMsat = inFlight.reduce((sum, row) => sum + row.amountMsat, 0n);
  return input.totalMsat > 0n && onTheWayMsat >= input.totalMsat ? 'refused 200' : undefined;
}

function verdictOn(row: Row, groupid: bigint, input: SendInput, differs: boolean): Output {
  if (row.status === 'failed') return 'refused 201';
  if (row.status === 'complete') return differs ? 'refused 201' : `complete ${nameOf(row)}`;
  if (row.groupid !== groupid || (row.partid === 0n) !== (input.partid === 0n)) return 'refused 200';
  if (row.partid !== input.partid) return 'refused -32602';
  return differs ? 'refused 201' : `pending ${nameOf(row)}`;
}

function wait(state: SendpayState, input: Extract<Input, { type: 'wait' }>): readonly ModelStep[] {
  const groupid = input.groupid ?? highest(state.rows);
  const row = state.rows.find((one) => one.groupid === groupid && one.partid === input.partid);
  if (row === undefined) return [{ state, output: 'never attempted' }];
  if (row.status !== 'pending') return [{ state, output: `${row.status} ${nameOf(row)}` }];
  return input.mayTimeOut ? [{ state, output: 'timeout' }] : [];
}

function remove(state: SendpayState, { status, part }: Extract<Input, { type: 'delete' }>): ModelStep {
  const goes = (row: Row): boolean => row.status === status && (part === undefined || nameOf(row) === nameOf(part));
  const gone = state.rows.filter(goes);
  return {
    state: {
      rows: state.rows.filter((row) => !goes(row)),
      graves: [...state.graves, ...gone],
    },
    output: gone.map(nameOf).join(', '),
  };
}

/** A part that is pending may end either way; one that failed may still turn out paid. */
function end(state: SendpayState, input: Extract<Input, { type: 'ended' }>): readonly ModelStep[] {
  const row = state.rows.find((one) => nameOf(one) === nameOf(input));
  if (row === undefined || row.status === 'complete') return [];
  if (row.status === 'failed' && input.status === 'failed') return [];
  const rows = state.rows.map((one) => (one === row ? { ...row, status: input.status } : one));
  return [{ state: { ...state, rows }, output: 'ok' }];
}

function withRow(state: SendpayState, part: Omit<Row, 'status' | 'at'>): SendpayState {
  const { groupid, partid, amountMsat, totalMsat, destination } = part;
  return {
    ...state,
    rows: [
      ...state.rows,
      {
        at: state.rows.length + state.graves.length,
        groupid,
        partid,
        amountMsat,
        totalMsat,
        destination,
        status: 'pending',
      },
    ],
  };
}

const highest = (rows: readonly Row[]): bigint =>
  rows.reduce((most, { groupid }) => (groupid > most ? groupid : most), 0n);
