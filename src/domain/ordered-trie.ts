/**
 * A map from strings to values, as plain data: a change costs the path to what changes, and the least value is found as fast.
 *
 * A leaf holds a few values beside their keys; with one more it becomes a branch of sixteen, by the next four bits of the keys'
 * hashes. Each part knows how many values are under it and the least of their order numbers.
 * Invariants: a trie is never changed, and a new one shares every part that is the same; what changes nothing gives back the
 * same trie. It is JSON (no Map, no class), so it can stand in a machine's context and in a snapshot, and the same changes
 * always make the same trie. All calls for one trie get the same order.
 * Does not know what it holds, nor why values have an order.
 */

/*
 * The form of a trie is that of the snapshots it stands in: with another leaf size, branching or hash, every machine that uses it
 * needs another version, so that snapshots in the old form are not read (a test holds the form).
 */
/** Values of a leaf: copying so many costs about as much as a step down. */
export const LEAF_SIZE = 16;
/** Bits of a hash that choose a branch. */
const BITS = 4;
const BRANCHES = 2 ** BITS;
const HASH_BITS = 32;
/** Below this a hash has no bits left: the leaves there grow. */
const MAX_DEPTH = HASH_BITS / BITS;

type Entry<V> = readonly [key: string, value: V];

interface Part {
  /** Values under it. */
  readonly size: number;
  /** Least order number under it; null if there is nothing. */
  readonly least: number | null;
}
export interface Leaf<V> extends Part {
  readonly entries: readonly Entry<V>[];
}
export interface Branch<V> extends Part {
  readonly branches: readonly OrderedTrie<V>[];
}
export type OrderedTrie<V> = Leaf<V> | Branch<V>;

/** The number of a value that says which comes first. A pure function of the value. */
export type Order<V> = (value: V) => number;

export const EMPTY_TRIE: Leaf<never> = Object.freeze({
  size: 0,
  least: null,
  entries: Object.freeze([]) as readonly [],
});

export function getIn<V>(trie: OrderedTrie<V>, key: string): V | undefined {
  let part = trie;
  for (let hash = hashOf(key), depth = 0; 'branches' in part; depth++)
    part = part.branches[slotOf(hash, depth)] as OrderedTrie<V>;
  return part.entries.find(([known]) => known === key)?.[1];
}

export function putIn<V>(trie: OrderedTrie<V>, key: string, value: V, order: Order<V>): OrderedTrie<V> {
  return changed(trie, { key, hash: hashOf(key), value, order }, 0);
}

export function removeFrom<V>(trie: OrderedTrie<V>, key: string, order: Order<V>): OrderedTrie<V> {
  return changed(trie, { key, hash: hashOf(key), value: undefined, order }, 0);
}

/** Without the values whose order number is below `limit`. Looks only where there are some. */
export function removeBelow<V>(trie: OrderedTrie<V>, limit: number, order: Order<V>): OrderedTrie<V> {
  if (trie.least === null || trie.least >= limit) return trie;
  if ('branches' in trie)
    return branchOf(
      trie.branches.map((part) => removeBelow(part, limit, order)),
      order,
    );
  return leafOf(
    trie.entries.filter(([, value]) => order(value) >= limit),
    order,
  );
}

/** The entry that comes first; of several equal ones, whichever is met first. */
export function leastIn<V>(trie: OrderedTrie<V>, order: Order<V>): Entry<V> | undefined {
  let part = trie;
  while ('branches' in part) {
    const { least, branches } = part;
    part = branches.find((below) => below.least === least) as OrderedTrie<V>;
  }
  let first: Entry<V> | undefined;
  for (const entry of part.entries) if (first === undefined || order(entry[1]) < order(first[1])) first = entry;
  return first;
}

/** The same values by another order. */
export function reordered<V>(trie: OrderedTrie<V>, order: Order<V>): OrderedTrie<V> {
  if ('entries' in trie) return leafOf(trie.entries, order);
  return branchOf(
    trie.branches.map((part) => reordered(part, order)),
    order,
  );
}

/** Every entry, in no order that means anything. */
export function visit<V>(trie: OrderedTrie<V>, look: (key: string, value: V) => void): void {
  if ('entries' in trie) for (const [key, value] of trie.entries) look(key, value);
  else for (const part of trie.branches) visit(part, look);
}

export function entriesOf<V>(trie: OrderedTrie<V>): Entry<V>[] {
  const entries: Entry<V>[] = [];
  visit(trie, (key, value) => entries.push([key, value]));
  return entries;
}

/** Entries that an earlier trie lacks or has otherwise. Costs what differs, not what there is. */
export function newSince<V>(earlier: OrderedTrie<V>, trie: OrderedTrie<V>): Entry<V>[] {
  if (earlier === trie) return [];
  if ('branches' in earlier && 'branches' in trie)
    return trie.branches.flatMap((part, slot) => newSince(earlier.branches[slot] as OrderedTrie<V>, part));
  const known = new Map(entriesOf(earlier));
  return entriesOf(trie).filter(([key, value]) => known.get(key) !== value);
}

interface Change<V> {
  readonly key: string;
  readonly hash: number;
  /** undefined: the key goes. */
  readonly value: V | undefined;
  readonly order: Order<V>;
}

function changed<V>(trie: OrderedTrie<V>, change: Change<V>, depth: number): OrderedTrie<V> {
  if ('entries' in trie) return changedLeaf(trie, change, depth);
  const slot = slotOf(change.hash, depth);
  const before = trie.branches[slot] as OrderedTrie<V>;
  const after = changed(before, change, depth + 1);
  return after === before ? trie : branchOf(trie.branches.with(slot, after), change.order);
}

function changedLeaf<V>(leaf: Leaf<V>, { key, value, order }: Change<V>, depth: number): OrderedTrie<V> {
  const at = leaf.entries.findIndex(([known]) => known === key);
  if (value === undefined) return at < 0 ? leaf : leafOf(leaf.entries.toSpliced(at, 1), order);
  if (at >= 0) return leaf.entries[at]?.[1] === value ? leaf : leafOf(leaf.entries.with(at, [key, value]), order);
  return grown([...leaf.entries, [key, value]], order, depth);
}

/** A leaf, or branches once it is too full. */
function grown<V>(entries: readonly Entry<V>[], order: Order<V>, depth: number): OrderedTrie<V> {
  if (entries.length <= LEAF_SIZE || depth === MAX_DEPTH) return leafOf(entries, order);
  const slots = Array.from({ length: BRANCHES }, (): Entry<V>[] => []);
  for (const entry of entries) slots[slotOf(hashOf(entry[0]), depth)]?.push(entry);
  return branchOf(
    slots.map((slot) => grown(slot, order, depth + 1)),
    order,
  );
}

function leafOf<V>(entries: readonly Entry<V>[], order: Order<V>): Leaf<V> {
  if (entries.length === 0) return EMPTY_TRIE;
  let least = Number.POSITIVE_INFINITY;
  for (const [, value] of entries) least = Math.min(least, order(value));
  return { size: entries.length, least, entries };
}

/** Branches; a leaf again once there is room in one for all. */
function branchOf<V>(branches: readonly OrderedTrie<V>[], order: Order<V>): OrderedTrie<V> {
  let size = 0;
  let least: number | null = null;
  for (const part of branches) {
    size += part.size;
    if (part.least !== null && (least === null || part.least < least)) least = part.least;
  }
  if (size <= LEAF_SIZE) return leafOf(branches.flatMap(entriesOf<V>), order);
  return { size, least, branches };
}

function slotOf(hash: number, depth: number): number {
  return (hash >>> (HASH_BITS - BITS * (depth + 1))) & (BRANCHES - 1);
}

/** FNV-1a. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
