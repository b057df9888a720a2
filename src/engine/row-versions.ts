/**
 * Which version of its rows each kind has in a database, and where they are: the row `meta/rows`.
 *
 * Invariant: a kind's rows are used only where the version in the database is the program's. `BEING_BUILT` is nobody's
 * version: rows that were dropped and not wholly written again are trusted by no program, older ones included. Where the rows
 * are is kept with the version, so that a program which does not know that version's listings can still drop them.
 * Does not build rows: that is `rebuild-rows.ts`.
 */
import type { AnyKind } from '../../machines/kind.ts';
import type { Journal } from '../journal/port.ts';

interface RowMark {
  readonly version: number;
  readonly spaces: readonly string[];
}
type RowMarks = Readonly<Record<string, RowMark>>;

/** A kind whose rows in the database are not those the program writes. */
export interface StaleRows {
  readonly kind: AnyKind;
  /** Where there may be some: by the program, and by whoever wrote them. */
  readonly rowSpaces: readonly string[];
}

const MARKS_ROW = 'meta/rows';
export const BEING_BUILT = 0;
const NEVER_BUILT: RowMark = { version: BEING_BUILT, spaces: [] };

/** What databases hold that say nothing: those of 0.1.0, which had these kinds. Never edited; a kind added later is built. */
const OF_FIRST_RELEASE: RowMarks = {
  channel: { version: 1, spaces: ['forward/', 'counter/*/forwards/'] },
  invoice: { version: 1, spaces: ['invoice/', 'counter/*/invoices/'] },
  node: { version: 1, spaces: [] },
  chain: { version: 1, spaces: [] },
  payment: { version: 1, spaces: ['sendpay/', 'counter/*/sendpays/'] },
  penalty: { version: 1, spaces: [] },
  pay: { version: 1, spaces: ['pay/'] },
};

/** An empty log has no rows that could be wrong, nor has a kind that never had any. */
export function staleRows(journal: Journal, kinds: readonly AnyKind[]): readonly StaleRows[] {
  const stored = storedMarks(journal);
  if (stored === undefined && journal.position === 0) return [];
  const marks = stored ?? OF_FIRST_RELEASE;
  return kinds.flatMap((kind) => {
    const { version, spaces } = marks[kind.name] ?? NEVER_BUILT;
    const rowSpaces = [...new Set([...spaces, ...kind.rowSpaces])];
    return version === kind.rowsVersion || rowSpaces.length === 0 ? [] : [{ kind, rowSpaces }];
  });
}

/** Stages that these rows are about to be dropped and written again. */
export function markBeingBuilt(journal: Journal, stale: readonly StaleRows[]): void {
  mark(
    journal,
    stale.map(({ kind, rowSpaces }) => [kind.name, { version: BEING_BUILT, spaces: rowSpaces }]),
  );
}

/** Stages that the rows of these kinds are the program's. What is known of other kinds stays. */
export function markCurrent(journal: Journal, kinds: readonly AnyKind[]): void {
  mark(
    journal,
    kinds.map(({ name, rowsVersion, rowSpaces }) => [name, { version: rowsVersion, spaces: rowSpaces }]),
  );
}

function mark(journal: Journal, marks: readonly (readonly [kind: string, RowMark])[]): void {
  const stored = storedMarks(journal);
  const known = stored ?? (journal.position === 0 ? {} : OF_FIRST_RELEASE);
  const changed = marks.filter(([name, { version }]) => stored?.[name]?.version !== version);
  if (changed.length > 0) journal.putRow({ key: MARKS_ROW, value: { ...known, ...Object.fromEntries(changed) } });
}

function storedMarks(journal: Journal): RowMarks | undefined {
  return journal.row<RowMarks>(MARKS_ROW);
}
