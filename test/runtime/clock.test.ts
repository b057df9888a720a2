import { equal, is } from 'uvu/assert';
import { MAX_TIMER_MS, systemClock, VirtualClock } from '../../src/runtime/clock.ts';
import { suite } from '../support/suite.ts';

const test = suite('clocks');

test('tasks run in order of their time, ties in the order they were set', () => {
  const clock = new VirtualClock(0);
  const ran: string[] = [];
  clock.after(20, () => ran.push('late'));
  clock.after(10, () => ran.push('first'));
  clock.after(10, () => ran.push('second'));
  clock.advance(100);
  equal(ran, ['first', 'second', 'late']);
  is(clock.nowMs(), 100);
});

test('a task set by a task runs in the same advance if it falls due', () => {
  const clock = new VirtualClock(0);
  const at: number[] = [];
  clock.after(5, () => clock.after(5, () => at.push(clock.nowMs())));
  clock.advance(10);
  equal(at, [10]);
});

test('a cancelled task does not run', () => {
  const clock = new VirtualClock(0);
  let ran = false;
  const cancel = clock.after(5, () => {
    ran = true;
  });
  cancel();
  clock.advance(10);
  is(ran, false);
  is(clock.nextDueMs(), undefined);
});

test('a task that is late already is due now, not before', () => {
  const clock = new VirtualClock(100);
  clock.after(-50, () => {});
  is(clock.nextDueMs(), 100);
  clock.runNext();
  is(clock.nowMs(), 100);
});

test('time moves to the task, and not beyond what was asked', () => {
  const clock = new VirtualClock(0);
  const at: number[] = [];
  for (const ms of [5, 10, 11]) clock.after(ms, () => at.push(clock.nowMs()));
  clock.advance(10);
  equal([at, clock.nowMs(), clock.nextDueMs()], [[5, 10], 10, 11]);
  is(clock.runNext(), true);
  is(clock.runNext(), false);
});

test('the clock of the machine waits longer than one timer can, once, and not when it was cancelled', () => {
  const { setTimeout: usual, clearTimeout: usualClear } = globalThis;
  const set: { run: () => void; ms: number }[] = [];
  let cleared: unknown;
  globalThis.setTimeout = ((run: () => void, ms: number) => {
    set.push({ run, ms });
    return { unref() {}, number: set.length };
  }) as never;
  globalThis.clearTimeout = ((timer: { number: number }) => {
    cleared = timer.number;
  }) as never;
  try {
    let ran = 0;
    const cancel = systemClock.after(MAX_TIMER_MS + 5, () => ran++);
    set[0]?.run();
    is(ran, 0);
    cancel();
    is(cleared, 2, 'the timer that runs now, not the first');
    set[1]?.run();
    is(ran, 1);
    systemClock.after(-5, () => {});
    systemClock.after(MAX_TIMER_MS, () => ran++);
    set[3]?.run();
    is(ran, 2);
    equal(
      set.map(({ ms }) => ms),
      [MAX_TIMER_MS, 5, 0, MAX_TIMER_MS],
    );
  } finally {
    globalThis.setTimeout = usual;
    globalThis.clearTimeout = usualClear;
  }
});

test.run();
