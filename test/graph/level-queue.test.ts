/** The queue over two keys, and the rounding of limits. */
import fc from 'fast-check';
import { equal, ok } from 'uvu/assert';
import { roundLimitDown, roundLimitUp } from '../../src/graph/half-float.ts';
import { LevelQueue } from '../../src/graph/level-queue.ts';
import { suite } from '../support/suite.ts';
import { SEED } from './support.ts';

const test = suite('parts of the search');

test('a level queue gives items in the order of level, then score, while keys only grow', () => {
  const step = fc.record({ level: fc.nat(3), score: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.array(fc.boolean(), { maxLength: 80 }), (steps, pops) => {
      const queue = new LevelQueue();
      const waiting: { item: number; level: number; score: number }[] = [];
      let floor = 0;
      for (const [item, { level, score }] of steps.entries()) {
        // As in a search: nothing comes in below the level that was last taken out.
        const entry = { item, level: floor + level, score };
        queue.push(entry.item, entry.level, entry.score);
        waiting.push(entry);
        if (!pops[item]) continue;
        floor = take(queue, waiting);
      }
      while (waiting.length > 0) take(queue, waiting);
      equal(queue.pop(), undefined);
    }),
    { seed: SEED, numRuns: 500 },
  );
});

function take(queue: LevelQueue, waiting: { item: number; level: number; score: number }[]): number {
  const item = queue.pop();
  const at = waiting.findIndex((entry) => entry.item === item);
  const [taken] = waiting.splice(at, 1);
  ok(
    taken &&
      waiting.every(
        (entry) => entry.level > taken.level || (entry.level === taken.level && entry.score >= taken.score),
      ),
  );
  return taken!.level;
}

test('a cleared queue is empty and works again, level by level', () => {
  const queue = new LevelQueue();
  for (let round = 0; round < 3; round++) {
    for (const [item, level] of [1, 0, 2, 1, 0].entries()) queue.push(item, level, 5);
    const first = [queue.pop(), queue.pop()].sort();
    equal(first, [1, 4]);
    equal([queue.pop(), queue.pop()].sort(), [0, 3]);
    queue.push(9, 3, 1);
    equal(queue.pop(), 2);
    queue.clear();
    equal(queue.pop(), undefined);
    queue.clear();
  }
});

test('limits below 2048 msat are exact, others are the nearest numbers of eleven bits around them', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 53n - 1n), (msat) => {
      const [down, up] = [roundLimitDown(Number(msat)), roundLimitUp(Number(msat))];
      ok(BigInt(down) <= msat && BigInt(up) >= msat);
      const unit = 2n ** BigInt(Math.max(0, msat.toString(2).length - 11));
      equal([BigInt(down), BigInt(up)], [(msat / unit) * unit, ((msat + unit - 1n) / unit) * unit]);
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test.run();
