/**
 * The cases about sending: offers, results, statuses, restarts.
 *
 * Invariant: each title is a sentence of the contract in `port.ts`, and its case uses nothing but the port and the harness.
 */
import assert from 'node:assert/strict';
import type { AttemptStatus } from '../port.ts';
import { type Bench, DOES_NOT_APPLY } from './bench.ts';

export type Body = (bench: Bench) => Promise<void>;

/** Ends a case that asks for what this switch, or this harness, has not. */
export function needs<T>(what: T | undefined | false): asserts what is T {
  if (what === undefined || what === false) throw DOES_NOT_APPLY;
}

/** The largest number of 64 bits, and the one before: the same number once they have been a double. */
const LARGEST = 2n ** 64n - 1n;
const BEFORE = LARGEST - 1n;

export const SENDING_CASES: Readonly<Record<string, Body>> = {
  'an attempt that is accepted leaves once, and its result is told under its number': async (bench) => {
    await bench.start();
    const paid = await bench.send('fulfilled');
    assert.equal(bench.outcomeOf(paid).type, 'fulfilled');
    await bench.assertLeft(paid, 1);
  },

  'an attempt that fails is told to have failed': async (bench) => {
    await bench.start();
    const failed = await bench.send('failed');
    assert.notEqual(bench.outcomeOf(failed).type, 'fulfilled');
  },

  'an attempt in flight has no result until it ends': async (bench) => {
    await bench.start();
    const held = await bench.send('held');
    assert.equal(bench.timesTold(held), 0);
    await bench.release();
    bench.outcomeOf(held);
  },

  'attempts end each under its own number, in any order': async (bench) => {
    await bench.start();
    const held = await bench.send('held');
    const [failed, paid] = [await bench.send('failed'), await bench.send('fulfilled')];
    assert.equal(bench.outcomeOf(paid).type, 'fulfilled');
    assert.notEqual(bench.outcomeOf(failed).type, 'fulfilled');
    assert.equal(bench.timesTold(held), 0);
    await bench.release();
    bench.outcomeOf(held);
  },

  'the same attempt offered again is a duplicate and does not leave again': async (bench) => {
    await bench.start();
    const held = await bench.send('held');
    for (let i = 0; i < 2; i++) assert.deepEqual(await bench.offer(held), { type: 'duplicate' });
    await bench.quiet();
    await bench.assertLeft(held, 1);
    await bench.release();
    bench.outcomeOf(held);
    await bench.assertLeft(held, 1);
  },

  'an attempt offered twice at once leaves once': async (bench) => {
    await bench.start();
    const held = await bench.make('held');
    const answers = await Promise.all([bench.offer(held), bench.offer(held)]);
    assert.deepEqual(answers.map(({ type }) => type).sort(), ['accepted', 'duplicate']);
    await bench.quiet();
    await bench.assertLeft(held, 1);
  },

  'an attempt that ended and is not settled is a duplicate too': async (bench) => {
    needs(!bench.network.insideJournal);
    await bench.start();
    const paid = await bench.send('fulfilled');
    assert.deepEqual(await bench.offer(paid), { type: 'duplicate' });
    await bench.quiet();
    await bench.assertLeft(paid, 1);
  },

  'groupid and partid are 64 bits wide, and each name is an attempt of its own': async (bench) => {
    await bench.start();
    const first = await bench.send('held', { groupid: LARGEST, partid: LARGEST });
    const { paymentHash } = first;
    const others = [
      await bench.send('held', { paymentHash, groupid: LARGEST, partid: BEFORE }),
      await bench.send('held', { paymentHash, groupid: BEFORE, partid: LARGEST }),
    ];
    const never = await bench.make('held', { paymentHash, groupid: BEFORE, partid: BEFORE });
    const all = [first, ...others];
    for (const attempt of all) {
      await bench.assertLeft(attempt, 1);
      assert.deepEqual(await bench.offer(attempt), { type: 'duplicate' });
      assert.deepEqual(await bench.status(attempt), { type: 'pending' });
    }
    assert.equal((await bench.status(never)).type, 'never-seen');
    await bench.restart();
    await bench.start(all.map((attempt) => ({ attempt, answered: true })));
    for (const attempt of all) assert.deepEqual(await bench.status(attempt), { type: 'pending' });
    assert.equal((await bench.status(never)).type, 'never-seen');
    await bench.release();
    for (const attempt of all) bench.outcomeOf(attempt);
    assert.equal(bench.timesTold(never), 0);
  },

  'a refused offer leaves nothing behind: no HTLC, no result, and the name is free': async (bench) => {
    const { setPeers } = bench.harness;
    needs(setPeers);
    await bench.start();
    const attempt = await bench.make('fulfilled');
    await setPeers.call(bench.harness, 'away');
    const answer = await bench.offer(attempt);
    await bench.quiet();
    await bench.assertLeft(attempt, 0);
    if (answer.type !== 'refused') {
      assert.equal(answer.type, 'accepted');
      assert.equal(bench.outcomeOf(attempt).type, 'local', 'what cannot leave is refused, or fails at home');
      return;
    }
    assert.equal(typeof answer.refusal.kind, 'string');
    assert.equal(bench.timesTold(attempt), 0);
    await setPeers.call(bench.harness, 'back');
    await bench.quiet();
    await bench.assertLeft(attempt, 0);
    assert.deepEqual(await bench.offer(attempt), { type: 'accepted' });
    await bench.quiet();
    assert.equal(bench.outcomeOf(attempt).type, 'fulfilled');
    await bench.assertLeft(attempt, 1);
  },

  'an offer whose answer is lost is unknown, and offered again leaves once': async (bench) => {
    const { loseNextAnswer } = bench.harness;
    needs(loseNextAnswer);
    await bench.start();
    const attempt = await bench.make('fulfilled');
    await loseNextAnswer.call(bench.harness);
    assert.equal((await bench.offer(attempt)).type, 'unknown');
    assert.match((await bench.offer(attempt)).type, /^(accepted|duplicate)$/);
    await bench.quiet();
    assert.equal(bench.outcomeOf(attempt).type, 'fulfilled');
    await bench.assertLeft(attempt, 1);
  },

  'a payment to oneself is refused or ends': async (bench) => {
    await bench.start();
    const attempt = await bench.make('self');
    const { type } = await bench.offer(attempt);
    await bench.quiet();
    assert.match(type, /^(accepted|refused)$/);
    if (type === 'accepted') bench.outcomeOf(attempt);
    else assert.equal(bench.timesTold(attempt), 0);
  },

  'an attempt nobody offered was never seen, which is worth what the switch says': async (bench) => {
    await bench.start();
    const attempt = await bench.make('held');
    assert.deepEqual(await bench.status(attempt), { type: 'never-seen', worth: bench.harness.neverSeen });
  },

  'an attempt in flight is pending': async (bench) => {
    await bench.start();
    const held = await bench.send('held');
    assert.deepEqual(await bench.status(held), { type: 'pending' });
    await bench.restart();
    await bench.start([{ attempt: held, answered: true }]);
    assert.deepEqual(await bench.status(held), { type: 'pending' });
  },

  'an attempt that ended is resolved with the outcome told until it is settled': async (bench) => {
    needs(!bench.network.insideJournal);
    await bench.start();
    const attempts = [await bench.send('fulfilled'), await bench.send('failed')];
    for (const attempt of attempts)
      assert.deepEqual(await bench.status(attempt), { type: 'resolved', outcome: bench.outcomeOf(attempt) });
  },

  'an attempt that ended and is settled is not pending, and a guess is not exact': async (bench) => {
    await bench.start();
    const paid = await bench.send('fulfilled');
    bench.network.settled(paid.number);
    await bench.quiet();
    const status = await bench.status(paid);
    assert.notEqual(status.type, 'pending');
    if (status.type === 'resolved') assert.deepEqual(status.outcome, bench.outcomeOf(paid));
    if (!bench.network.insideJournal) assertNoFalsePromise(status);
  },

  'what the node forgot is not said to be exactly never seen': async (bench) => {
    const { forget } = bench.harness;
    needs(forget);
    await bench.start();
    const paid = await bench.send('fulfilled');
    await forget.call(bench.harness);
    assertNoFalsePromise(await bench.status(paid));
  },

  'settled may be said twice, and of attempts nobody knows': async (bench) => {
    await bench.start();
    const [held, paid] = [await bench.send('held'), await bench.send('fulfilled')];
    for (const number of [paid.number, paid.number, 0, Number.MAX_SAFE_INTEGER]) bench.network.settled(number);
    await bench.quiet();
    await bench.release();
    bench.outcomeOf(held);
  },

  'nothing is told before start; then what was in flight ends': async (bench) => {
    await bench.start();
    const held = await bench.send('held');
    await bench.restart();
    await bench.quiet();
    assert.equal(bench.timesTold(held), 0);
    await bench.start([{ attempt: held, answered: true }]);
    await bench.quiet();
    assert.equal(bench.timesTold(held), 0);
    await bench.release();
    bench.outcomeOf(held);
    await bench.assertLeft(held, 1);
  },

  'what ended while no process was there is told after start': async (bench) => {
    needs(!bench.network.insideJournal);
    await bench.start();
    const held = await bench.send('held');
    await bench.restart();
    await bench.release();
    assert.equal(bench.timesTold(held), 0, 'told before start');
    await bench.start([{ attempt: held, answered: true }]);
    await bench.quiet();
    assert.deepEqual(await bench.status(held), { type: 'resolved', outcome: bench.outcomeOf(held) });
  },

  'what is in flight at a restart is a duplicate after it': async (bench) => {
    await bench.start();
    const held = await bench.send('held');
    await bench.restart();
    await bench.start([{ attempt: held, answered: false }]);
    assert.deepEqual(await bench.offer(held), { type: 'duplicate' });
    await bench.quiet();
    await bench.assertLeft(held, 1);
  },

  'a result that was not settled comes again after a restart, and not before start': async (bench) => {
    needs(!bench.network.insideJournal);
    await bench.start();
    const [paid, failed] = [await bench.send('fulfilled'), await bench.send('failed')];
    for (let restarts = 1; restarts <= 2; restarts++) {
      const before = [bench.timesTold(paid), bench.timesTold(failed)];
      await bench.restart();
      await bench.quiet();
      assert.deepEqual([bench.timesTold(paid), bench.timesTold(failed)], before, 'told before start');
      await bench.start([paid, failed].map((attempt) => ({ attempt, answered: true })));
      await bench.quiet();
      for (const [i, attempt] of [paid, failed].entries())
        assert.ok(bench.timesTold(attempt) > (before[i] as number), 'told again');
    }
  },

  'a pending attempt of the log that never reached the switch can be offered after start': async (bench) => {
    await bench.start();
    const attempt = await bench.make('fulfilled');
    await bench.restart();
    await bench.start([{ attempt, answered: false }]);
    await bench.quiet();
    await bench.assertLeft(attempt, 0);
    assert.deepEqual(await bench.status(attempt), { type: 'never-seen', worth: bench.harness.neverSeen });
    assert.deepEqual(await bench.offer(attempt), { type: 'accepted' });
    await bench.quiet();
    assert.equal(bench.outcomeOf(attempt).type, 'fulfilled');
    await bench.assertLeft(attempt, 1);
  },

  'closing ends the streams of results and changes': async (bench) => {
    await bench.start();
    const { results, changes, graph } = bench.network;
    const ended: string[] = [];
    for (const [name, stream] of Object.entries({ results, changes, 'graph.changes': graph.changes }))
      (stream as typeof changes).subscribe({ complete: () => ended.push(name) });
    await bench.network.close();
    await bench.quiet();
    assert.deepEqual(ended.sort(), ['changes', 'graph.changes', 'results']);
  },
};

/** Only an exact "never seen" is offered again, so it must not be said of what left. */
function assertNoFalsePromise(status: AttemptStatus): void {
  assert.ok(status.type !== 'never-seen' || status.worth !== 'exact', 'it left, so "never seen" cannot be exact');
}
