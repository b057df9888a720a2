/** The fold against XState's own ways of advancing a machine. */
import { equal, is, throws } from 'uvu/assert';
import { createActor, createMachine, initialTransition, log, transition } from 'xstate';
import { type PaymentEvent, paymentMachine } from '../../machines/payment.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { deleted, failed, fulfilled, sent } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('folding a machine');
const fold = new Fold(paymentMachine);
const HISTORIES: PaymentEvent[][] = [
  [sent(), fulfilled()],
  [sent(), failed(), sent({ groupid: 2n, createdIndex: 2 }), fulfilled(2n)],
  [
    sent({ partid: 1n, amountMsat: 500n }),
    sent({ partid: 2n, amountMsat: 500n, createdIndex: 2 }),
    fulfilled(1n, 2n),
    failed(1n, 1n),
    deleted('failed'),
    failed(1n, 1n),
  ],
  [failed(), deleted('failed'), sent(), sent(), failed(), deleted('failed')],
];
const plain = (snapshot: { value: unknown; context: unknown }) => ({
  value: snapshot.value,
  context: snapshot.context,
});

test('a fold, transition() and a real actor agree after every event', () => {
  for (const history of HISTORIES) {
    let folded = fold.initial;
    let [pure] = initialTransition(paymentMachine);
    const actor = createActor(paymentMachine).start();
    for (const event of history) {
      folded = fold.step(folded, event).snapshot;
      [pure] = transition(paymentMachine, pure, event);
      actor.send(event);
      equal(plain(folded), plain(pure));
      equal(plain(folded), plain(actor.getSnapshot()));
    }
  }
});

test('the effects of a fold are those a real actor emits', () => {
  for (const history of HISTORIES) {
    const emitted: unknown[] = [];
    const actor = createActor(paymentMachine).start();
    actor.on('*', (effect) => emitted.push(effect));
    const folded: unknown[] = [];
    let snapshot = fold.initial;
    for (const event of history) {
      actor.send(event);
      const step = fold.step(snapshot, event);
      snapshot = step.snapshot;
      folded.push(...step.effects);
    }
    equal(folded, emitted);
  }
});

test('an ignored event gives back the same snapshot and no effects', () => {
  const step = fold.step(fold.initial, failed());
  is(step.snapshot, fold.initial);
  equal(step.effects, []);
});

test('a stored state restored goes on like the one it was taken from', () => {
  const state = fold.replay(fold.initial, [sent(), failed()]);
  const stored = fold.persist(state);
  const next = sent({ groupid: 2n, createdIndex: 2 });
  equal(plain(fold.step(fold.restore(stored), next).snapshot), plain(fold.step(state, next).snapshot));
});

test('a machine with effects a fold cannot replay is refused', () => {
  const impure = new Fold(createMachine({ on: { GO: { actions: log('hello') } } }));
  throws(() => impure.step(impure.initial, { type: 'GO' }), /cannot replay/);
});

test.run();
