import { equal, is } from 'uvu/assert';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { suite } from '../support/suite.ts';

const test = suite('the virtual clock');

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

test.run();
