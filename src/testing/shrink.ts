/**
 * Delta debugging (Zeller's ddmin): the shortest list of events that still shows a problem.
 *
 * Invariant: the result shows the problem, and leaving out any one of its elements does not. The predicate must answer
 * the same for the same list. Does not look for a different, shorter problem.
 */

/** Calls of the predicate before the shrinking stops with the best list so far. */
const PREDICATE_CALL_LIMIT = 10_000;

export async function shrink<T>(
  list: readonly T[],
  shows: (list: readonly T[]) => boolean | Promise<boolean>,
): Promise<readonly T[]> {
  let best = list;
  let parts = Math.min(2, best.length);
  let calls = 0;
  while (parts > 0 && calls < PREDICATE_CALL_LIMIT) {
    let shorter: readonly T[] | undefined;
    for (const candidate of withoutOnePart(best, parts)) {
      calls++;
      if (await shows(candidate)) {
        shorter = candidate;
        break;
      }
    }
    if (shorter !== undefined) {
      best = shorter;
      parts = Math.min(Math.max(parts - 1, 2), best.length);
    } else if (parts < best.length) parts = Math.min(parts * 2, best.length);
    else break;
  }
  return best;
}

function* withoutOnePart<T>(list: readonly T[], parts: number): Generator<readonly T[]> {
  const size = Math.ceil(list.length / parts);
  for (let from = 0; from < list.length; from += size) yield [...list.slice(0, from), ...list.slice(from + size)];
}
