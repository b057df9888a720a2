/** The ordered trie against a plain map: what it holds, what a change costs, and that it is data. */
import { createHash } from 'node:crypto';
import { equal, is, ok } from 'uvu/assert';
import {
  EMPTY_TRIE,
  entriesOf,
  getIn,
  LEAF_SIZE,
  leastIn,
  newSince,
  type OrderedTrie,
  putIn,
  removeBelow,
  removeFrom,
  reordered,
} from '../../src/domain/ordered-trie.ts';
import { suite } from '../support/suite.ts';

const test = suite('the ordered trie');

const SEED = Number(process.env.SENDPAY_TEST_SEED ?? 7);

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Thing {
  readonly rank: number;
}
let asked = 0;
const byRank = ({ rank }: Thing): number => {
  asked++;
  return rank;
};

/** How often the order of a value was asked for: what the work grows with. */
function costOf(work: () => void): number {
  asked = 0;
  work();
  return asked;
}

function filled(size: number): OrderedTrie<Thing> {
  let trie: OrderedTrie<Thing> = EMPTY_TRIE;
  for (let i = 0; i < size; i++) trie = putIn(trie, `${i}x1x0/1`, { rank: i }, byRank);
  return trie;
}

const sorted = (entries: readonly (readonly [string, Thing])[]): unknown =>
  [...entries].sort(([one], [other]) => (one < other ? -1 : 1));

/** What every part says of itself is so. */
function sound(trie: OrderedTrie<Thing>): void {
  const entries = entriesOf(trie);
  is(trie.size, entries.length);
  is(trie.least, entries.length === 0 ? null : Math.min(...entries.map(([, { rank }]) => rank)));
  is('entries' in trie, trie.size <= LEAF_SIZE, 'a leaf if there is room in one');
  if ('branches' in trie) for (const part of trie.branches) sound(part);
}

test('it holds what a map holds, through puts, removals and sweeps', () => {
  const random = randomOf(SEED);
  let trie: OrderedTrie<Thing> = EMPTY_TRIE;
  const map = new Map<string, Thing>();
  for (let step = 0; step < 6_000; step++) {
    const key = `${random(900)}x1x0/0`;
    const kind = random(200);
    if (kind === 0) {
      const limit = random(500);
      trie = removeBelow(trie, limit, byRank);
      for (const [known, { rank }] of map) if (rank < limit) map.delete(known);
    } else if (kind < 120) {
      const value = { rank: random(1_000) };
      trie = putIn(trie, key, value, byRank);
      map.set(key, value);
    } else {
      trie = removeFrom(trie, key, byRank);
      map.delete(key);
    }
    is(getIn(trie, key), map.get(key));
    is(trie.size, map.size);
    if (step % 200 !== 0) continue;
    sound(trie);
    equal(sorted(entriesOf(trie)), sorted([...map]), `seed ${SEED}, step ${step}`);
    is(leastIn(trie, byRank)?.[1].rank, [...map.values()].map(({ rank }) => rank).sort((a, b) => a - b)[0]);
  }
});

test('a change among 50,000 costs what one among a hundred does', () => {
  const trie = filled(50_000);
  ok(costOf(() => putIn(trie, 'new', { rank: 5 }, byRank)) <= 2 * LEAF_SIZE);
  ok(costOf(() => putIn(trie, '7x1x0/1', { rank: 5 }, byRank)) <= 2 * LEAF_SIZE);
  ok(costOf(() => removeFrom(trie, '7x1x0/1', byRank)) <= 2 * LEAF_SIZE);
  ok(costOf(() => leastIn(trie, byRank)) <= 2 * LEAF_SIZE);
  is(
    costOf(() => removeBelow(trie, 0, byRank)),
    0,
    'nothing to sweep, nothing looked at',
  );
  ok(costOf(() => removeBelow(trie, 3, byRank)) <= 3 * 2 * LEAF_SIZE, 'three leaves at most');
});

test('what changes nothing gives back the same trie, and a change leaves the old one as it was', () => {
  const trie = filled(100);
  const value = getIn(trie, '5x1x0/1') as Thing;
  is(putIn(trie, '5x1x0/1', value, byRank), trie);
  is(removeFrom(trie, 'absent', byRank), trie);
  is(removeBelow(trie, 0, byRank), trie);
  const text = JSON.stringify(trie);
  putIn(trie, '5x1x0/1', { rank: 1_000 }, byRank);
  removeFrom(trie, '6x1x0/1', byRank);
  removeBelow(trie, 50, byRank);
  is(JSON.stringify(trie), text);
});

test('it is data: it goes on from JSON as it would have gone on', () => {
  const trie = filled(300);
  const again = JSON.parse(JSON.stringify(trie)) as OrderedTrie<Thing>;
  equal(again, trie);
  equal(putIn(again, 'new', { rank: 5 }, byRank), putIn(trie, 'new', { rank: 5 }, byRank));
  equal(removeBelow(again, 290, byRank), removeBelow(trie, 290, byRank));
});

test('what is new since an earlier trie is found, whatever happened in between', () => {
  const earlier = filled(LEAF_SIZE);
  let trie: OrderedTrie<Thing> = removeFrom(earlier, '3x1x0/1', byRank);
  for (let i = 10; i < 40; i++) trie = putIn(trie, `${i}x1x0/1`, { rank: -i }, byRank);
  equal(
    newSince(earlier, trie)
      .map(([key]) => Number.parseInt(key, 10))
      .sort((a, b) => a - b),
    Array.from({ length: 30 }, (_, i) => i + 10),
  );
  equal(newSince(trie, trie), []);
  const more = putIn(trie, 'new', { rank: 5 }, byRank);
  equal(newSince(trie, more), [['new', { rank: 5 }]]);
  equal(newSince(EMPTY_TRIE, trie).length, trie.size);
});

test('another order finds another least', () => {
  const backwards = ({ rank }: Thing): number => -rank;
  is(leastIn(reordered(filled(100), backwards), backwards)?.[1].rank, 99);
});

test('its form is that of snapshots of the penalty machine, version 2: another form needs another version', () => {
  const text = JSON.stringify(filled(300));
  is(createHash('sha256').update(text).digest('hex').slice(0, 16), 'caccdd137ba05535');
});

/** FNV-1a from a given state on. */
function hashed(text: string, from = 0x811c9dc5): number {
  let hash = from;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** 2^`blocks` keys with one hash: two blocks that collide, then two that collide from there on, and so on. */
function colliding(blocks: number): string[] {
  let keys = [''];
  for (let block = 0, state = 0x811c9dc5; block < blocks; block++) {
    const seen = new Map<number, string>();
    for (let i = 0; ; i++) {
      const text = (Math.imul(i, 0x9e3779b1) >>> 0).toString(36);
      const hash = hashed(text, state);
      const other = seen.get(hash);
      seen.set(hash, text);
      if (other === undefined) continue;
      keys = keys.flatMap((key) => [key + other, key + text]);
      state = hash;
      break;
    }
  }
  return keys;
}

test('keys whose hashes are the same in every bit are still told apart', () => {
  const keys = colliding(5);
  is(new Set(keys.map((key) => hashed(key))).size, 1);
  let trie: OrderedTrie<Thing> = EMPTY_TRIE;
  for (const [rank, key] of keys.entries()) trie = putIn(trie, key, { rank }, byRank);
  is(trie.size, 32);
  for (const [rank, key] of keys.entries()) is(getIn(trie, key)?.rank, rank);
  for (const key of keys.slice(1)) trie = removeFrom(trie, key, byRank);
  equal(entriesOf(trie), [[keys[0], { rank: 0 }]]);
});

test.run();
