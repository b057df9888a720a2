/**
 * A reference model of what `sendpay` decides about a payment_hash, to hold the real rules against.
 *
 * Written from the texts alone and shares no code with the product, so that a mistake would have to be made twice:
 * Core Lightning v24.11's rules for existing payments (lightningd/pay.c, `check_progress`), with the project's decisions
 * D1 (a request without groupid belongs to the group in flight) and D4 (a paid hash stays paid when its rows are deleted).
 * Invariant: pure functions of plain ledgers. Does not look at routes, channels or time.
 */

export interface LedgerName {
  readonly groupid: bigint;
  readonly partid: bigint;
}

/** One attempt, as listings show it. */
export interface LedgerRow extends LedgerName {
  /** Its place in the order of creation. */
  readonly at: number;
  readonly status: 'pending' | 'complete' | 'failed';
  readonly amountMsat: bigint;
  /** 0: the caller did not say what all parts deliver. */
  readonly totalMsat: bigint;
  readonly destination: string | undefined;
  /** The node's word that it took the part. */
  readonly answer?: string;
  /** Why nobody can say what became of it. */
  readonly doubt?: string;
}

/** Everything ever attempted for one payment_hash and not forgotten. */
export interface Ledger {
  readonly hash: string;
  /** In the order of creation. */
  readonly rows: readonly LedgerRow[];
  /** Rows that were deleted: proofs of payment (D4), and names that must not be sent under again. */
  readonly deleted: readonly LedgerRow[];
}

export interface LedgerRequest extends Pick<LedgerRow, 'partid' | 'amountMsat' | 'totalMsat' | 'destination'> {
  readonly groupid: bigint | undefined;
}

export type Ruling =
  | { readonly answer: 'send'; readonly groupid: bigint }
  | ({ readonly answer: 'pending' | 'complete' } & LedgerName)
  | { readonly answer: 'refused'; readonly code: number; readonly message: string };

/** A request whose group is known. */
interface Question extends LedgerRequest {
  readonly hash: string;
  readonly groupid: bigint;
}

interface Rule {
  /** Whether this row settles the question by this rule. */
  readonly when: (row: LedgerRow, question: Question) => boolean;
  readonly ruling: (row: LedgerRow, question: Question) => Ruling;
}

const refused = (code: number, message: string): Ruling => ({ answer: 'refused', code, message });

const samePart = (row: LedgerRow, { partid }: Question): boolean => row.partid === partid;
const otherAmount = (row: LedgerRow, { amountMsat }: Question): boolean => row.amountMsat !== amountMsat;
const otherPlace = (row: LedgerRow, { destination }: Question): boolean =>
  row.destination !== undefined && destination !== undefined && row.destination !== destination;
const isWhole = ({ partid }: { readonly partid: bigint }): boolean => partid === 0n;

/** Same part, same money, same place; or an error that says which of the two is not. */
const repetition = (status: 'complete' | 'pending', verb: string): readonly Rule[] => {
  const concerns = (row: LedgerRow, question: Question): boolean => row.status === status && samePart(row, question);
  return [
    {
      when: (row, question) => concerns(row, question) && otherAmount(row, question),
      ruling: (row, { amountMsat }) =>
        refused(201, `Already ${verb} with amount ${row.amountMsat}msat (not ${amountMsat}msat)`),
    },
    {
      when: (row, question) => concerns(row, question) && otherPlace(row, question),
      ruling: (row) => refused(201, `Already ${verb} to ${row.destination}`),
    },
    {
      when: concerns,
      ruling: ({ groupid, partid }) => ({ answer: status, groupid, partid }),
    },
  ];
};

/** Asked of each row in turn, in this order; the first that applies to the first row decides. */
const RULES_OF_A_ROW: readonly Rule[] = [
  ...repetition('complete', 'succeeded'),
  {
    when: (row, { groupid }) => row.status === 'pending' && row.groupid !== groupid,
    ruling: ({ groupid }) =>
      refused(200, `Payment with groupid=${groupid} still in progress, cannot retry before that completes.`),
  },
  {
    when: (row, question) => row.status === 'pending' && isWhole(row) !== isWhole(question),
    ruling: (row) => refused(200, `Already have ${isWhole(row) ? 'non-parallel' : 'parallel'} payment in progress`),
  },
  ...repetition('pending', 'pending'),
  {
    when: (row, { totalMsat }) => row.status === 'pending' && row.totalMsat !== totalMsat,
    ruling: (row, { totalMsat }) =>
      refused(-32602, `msatoshi was previously ${row.totalMsat}msat, now ${totalMsat}msat`),
  },
  {
    when: (row, question) => row.status === 'failed' && samePart(row, question) && row.groupid === question.groupid,
    ruling: (_, { hash, groupid, partid }) =>
      refused(
        201,
        `There already is a payment with payment_hash=${hash}, groupid=${groupid}, partid=${partid}. ` +
          'Either change the partid, or wait for the payment to complete and start a new group.',
      ),
  },
];

/** What `sendpay` does. A deleted row is asked in its place, as if it were still there. */
export function judge(ledger: Ledger, request: LedgerRequest): Ruling {
  const all = [...ledger.deleted, ...ledger.rows].sort((a, b) => a.at - b.at);
  const question = { ...request, hash: ledger.hash, groupid: request.groupid ?? groupOfRepeat(all) };
  for (const row of all) {
    const rule = RULES_OF_A_ROW.find(({ when }) => when(row, question));
    if (rule !== undefined) return rule.ruling(row, question);
  }
  return judgeAsAWhole(all, question);
}

/** D1: the group in flight, else one no row has. */
function groupOfRepeat(all: readonly LedgerRow[]): bigint {
  const inFlight = all.find(({ status }) => status === 'pending');
  return inFlight?.groupid ?? all.reduce((most, { groupid }) => (groupid > most ? groupid : most), 0n) + 1n;
}

/** No row says anything against it by itself. */
function judgeAsAWhole(all: readonly LedgerRow[], { totalMsat, groupid }: Question): Ruling {
  if (all.some(({ status }) => status === 'complete')) return refused(201, 'Already succeeded other parts');
  const inFlightMsat = all.reduce((sum, row) => (row.status === 'pending' ? sum + row.amountMsat : sum), 0n);
  return totalMsat !== 0n && inFlightMsat >= totalMsat
    ? refused(200, `Already have ${inFlightMsat}msat of ${totalMsat}msat payments in progress`)
    : { answer: 'send', groupid };
}

export const NO_HISTORY = (hash: string): Ledger => ({ hash, rows: [], deleted: [] });

/** The ledger once a part has left. Only for a request that `judge` lets go. */
export function withSent(
  ledger: Ledger,
  { partid, amountMsat, totalMsat, destination }: LedgerRequest,
  groupid: bigint,
) {
  const at = ledger.rows.length + ledger.deleted.length;
  const row: LedgerRow = { at, groupid, partid, status: 'pending', amountMsat, totalMsat, destination };
  return { ...ledger, rows: [...ledger.rows, row] };
}

/** The ledger after a result. Complete is final; a preimage beats an earlier failure. */
export function withEnd(ledger: Ledger, { groupid, partid }: LedgerName, end: 'complete' | 'failed'): Ledger {
  const beats = (status: LedgerRow['status']): boolean =>
    status === 'pending' || (status === 'failed' && end === 'complete');
  return changed(ledger, { groupid, partid }, ({ doubt: _over, ...row }) =>
    beats(row.status) ? { ...row, status: end } : undefined,
  );
}

/** The ledger after the node's word that it took a part: the first one, while the part is in flight. */
export function withAnswer(ledger: Ledger, name: LedgerName, answer: string): Ledger {
  return changed(ledger, name, (row) =>
    row.status === 'pending' && row.answer === undefined ? { ...row, answer } : undefined,
  );
}

/** The ledger after the node could not say what became of a part: it goes on, with the reason, and the last reason counts. */
export function withDoubt(ledger: Ledger, name: LedgerName, doubt: string): Ledger {
  return changed(ledger, name, (row) =>
    row.status === 'pending' && row.doubt !== doubt ? { ...row, doubt } : undefined,
  );
}

/** The ledger with another row of that name; the same one if there is none, or nothing to change about it. */
function changed(ledger: Ledger, name: LedgerName, change: (row: LedgerRow) => LedgerRow | undefined): Ledger {
  const at = ledger.rows.findIndex((row) => row.groupid === name.groupid && row.partid === name.partid);
  const row = ledger.rows[at];
  const other = row && change(row);
  return other === undefined ? ledger : { ...ledger, rows: ledger.rows.with(at, other) };
}

/** The ledger after `delpay`: of one row, or of all with the status. */
export function withoutRows(ledger: Ledger, status: 'complete' | 'failed', name?: LedgerName): Ledger {
  const goes = (row: LedgerRow): boolean =>
    row.status === status && (name === undefined || (row.groupid === name.groupid && row.partid === name.partid));
  const gone = ledger.rows.filter(goes);
  if (gone.length === 0) return ledger;
  return { ...ledger, rows: ledger.rows.filter((row) => !goes(row)), deleted: [...ledger.deleted, ...gone] };
}

/** Where the payment as a whole stands. */
export function standing({ rows, deleted }: Ledger): string {
  const has = (status: LedgerRow['status']): boolean => rows.some((row) => row.status === status);
  if (deleted.some(({ status }) => status === 'complete') || has('complete'))
    return has('pending') ? 'complete.windingDown' : 'complete.settled';
  if (has('pending')) return 'pending';
  return has('failed') ? 'failed' : 'idle';
}
