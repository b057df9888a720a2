/** `node.payment(hash)` is an XState actor: for XState's own functions, for React's stores, for inspectors, and for the compiler. */
import { from, lastValueFrom } from 'rxjs';
import { equal, is, match, not, ok, throws } from 'uvu/assert';
import { Actor, type ActorRefFrom, type InspectionEvent, toPromise, waitFor } from 'xstate';
import { payMachine } from '../../machines/pay.ts';
import { outcomeOf } from '../../src/payments/payment-end.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { DIAMOND } from '../support/networks.ts';
import { deleted, failed, HASH, sent } from '../support/parts.ts';
import { suite } from '../support/suite.ts';
import {
  createNodes,
  type PaymentActor,
  type PaymentOutcome,
  type PaymentSnapshot,
  paymentMachine,
  SendpayError,
} from './api-under-test.ts';

const test = suite('a payment as an XState actor');

const AMOUNT_MSAT = 100_000n;
/** WIRE_TEMPORARY_CHANNEL_FAILURE without an update. */
const TEMPORARY = '10070000';

async function opened() {
  const nodes = await createNodes({ nodes: ['A', 'D'], network: DIAMOND });
  const [a, d] = [nodes.node('A'), nodes.node('D')];
  const { simulation } = nodes.network;
  let labels = 0;
  const invoice = () => d.invoice({ amount_msat: AMOUNT_MSAT, label: String(labels++), description: 'tea' });
  const send = async (made?: Awaited<ReturnType<typeof invoice>>) => {
    const { payment_hash, payment_secret } = made ?? (await invoice());
    const { route } = await a.getroute({ id: d.id, amount_msat: AMOUNT_MSAT, riskfactor: 1 });
    await a.sendpay({ route, payment_hash, payment_secret });
    return payment_hash;
  };
  const held = () => {
    simulation.hold('D');
    return send();
  };
  const release = () => simulation.release('D');
  return { nodes, a, d, simulation, invoice, send, held, release };
}

test('it has what an actor has, and refuses events by name', async () => {
  const { nodes, a, held, release } = await opened();
  const hash = await held();
  const live = a.payment(hash);
  ok(live instanceof Actor);
  is(live.id, `payment/${a.id}/${hash}`);
  match(live.sessionId, /^x:\d+$/);
  is(live.system.get('nobody'), undefined);
  is((live.logic as unknown as typeof paymentMachine).config, paymentMachine.config);
  is(live.ref, live);
  equal([live.node, live.paymentHash, live.getSnapshot().status], [a.id, hash, 'active']);
  is((live.getPersistedSnapshot() as { value?: unknown }).value, 'pending');
  const refusal = (error: unknown): boolean =>
    error instanceof SendpayError && error.code === 'SENDPAY_READ_ONLY' && /PARTS_DELETED/.test(error.message);
  const { send } = live;
  const sent = { type: 'PARTS_DELETED', status: 'failed', deletedBefore: 0, atMs: 0 } as const;
  throws(() => live.send(sent), refusal);
  throws(() => send(sent), refusal);
  is(live.getSnapshot().value, 'pending');
  const emitted: string[] = [];
  live.on('PART_RESOLVED', ({ type, partid }) => emitted.push(`${type} ${partid}`));
  const values: unknown[] = [];
  live.select((snapshot) => snapshot.value).subscribe((value) => values.push(value));
  const all = lastValueFrom(from(live));
  release();
  is((await all).status, 'done');
  equal(emitted, ['PART_RESOLVED 0']);
  equal(values, [{ complete: 'settled' }]);
  await nodes.close();
});

test('toPromise resolves with what the payment came to: when it ends, and when it ended long ago', async () => {
  const { nodes, a, held, release, simulation, send } = await opened();
  const hash = await held();
  const ending = toPromise(a.payment(hash));
  release();
  const outcome: PaymentOutcome = await ending;
  ok(outcome.status === 'complete');
  const { payment_preimage, amount_sent_msat } = await a.waitsendpay({ payment_hash: hash });
  equal(
    [outcome.preimage, outcome.paymentHash, outcome.amountMsat, outcome.sentMsat, outcome.parts],
    [payment_preimage, hash, AMOUNT_MSAT, amount_sent_msat, 1],
  );
  equal(await toPromise(a.payment(hash)), outcome);
  await a.delpay({ payment_hash: hash, status: 'complete' });
  equal(await toPromise(a.payment(hash)), outcome, 'after delpay a paid hash stays paid');

  simulation.hold('B', { mode: 'fail', failureMessage: TEMPORARY });
  const failing = await send();
  const failed = await toPromise(a.payment(failing));
  const told = await a
    .waitsendpay({ payment_hash: failing })
    .catch((error: { code: number; message: string }) => error);
  ok(failed.status === 'failed' && 'code' in told);
  equal([failed.code, failed.message], [told.code, told.message]);
  await nodes.close();
});

test('between two attempts of a pay a payment is not at its end; a pay that finds no route ends it', async () => {
  const { nodes, a, invoice, simulation } = await opened();
  simulation.hold('B', { mode: 'fail', failureMessage: TEMPORARY });
  const { bolt11, payment_hash } = await invoice();
  const live = a.payment(payment_hash);
  const seen: (readonly [value: unknown, status: string])[] = [];
  live.subscribe(({ value, status }) => seen.push([value, status]));
  const [paid, outcome] = await Promise.all([a.pay({ bolt11 }), toPromise(live)]);
  is(outcome.status, 'complete');
  equal(outcome.status === 'complete' && outcome.preimage, paid.payment_preimage);
  ok(
    seen.some(([value]) => value === 'failed'),
    'the first attempt failed',
  );
  equal(
    seen.filter(([, status]) => status === 'done'),
    [[{ complete: 'settled' }, 'done']],
  );

  const hopeless = await invoice();
  const never = a.payment(hopeless.payment_hash);
  const ending = toPromise(never);
  const refused = await a.pay({ bolt11: hopeless.bolt11, exclude: [nodes.node('D').id] }).catch((error) => error);
  equal(await ending, {
    status: 'failed',
    paymentHash: hopeless.payment_hash,
    code: refused.code,
    message: refused.message,
  });
  is(never.getSnapshot().value, 'idle');
  await nodes.close();
});

test('a failed payment is not at its end while a pay of its hash pauses; one whose rows are deleted has none', () => {
  const fold = new Fold(paymentMachine);
  const ended = fold.replay(fold.initial, [sent(), failed()]);
  const { code, message } = ended.context.parts[0]!.failure!;
  const gone = fold.replay(ended, [deleted('failed')]);
  const nothing = new Fold(payMachine).initial.context;
  const pausing = { ...nothing, request: { groupid: 1n } as never };
  const attempts = [{ partid: 0n, amountMsat: 1n, feeMsat: 0n, startedMs: 0, status: 'failed' }] as const;
  const gaveUp = { ...pausing, attempts, failure: { code: 210, message: 'gave up' } as const };
  equal(outcomeOf(HASH, ended, pausing), undefined);
  equal(outcomeOf(HASH, ended, nothing), { status: 'failed', paymentHash: HASH, code, message });
  equal(outcomeOf(HASH, ended, gaveUp), { status: 'failed', paymentHash: HASH, ...gaveUp.failure });
  equal(outcomeOf(HASH, gone, gaveUp), undefined);
  equal(outcomeOf(HASH, fold.initial, nothing), undefined);
});

test('a hash that failed is watched anew when it is paid again', async () => {
  const { nodes, a, invoice, send, simulation } = await opened();
  simulation.hold('B', { mode: 'fail', failureMessage: TEMPORARY });
  const made = await invoice();
  const hash = await send(made);
  is((await toPromise(a.payment(hash))).status, 'failed');
  simulation.release('B');
  const again = a.pay({ bolt11: made.bolt11 });
  const live = a.payment(hash);
  is(live.getSnapshot().status, 'active', 'what is staged already counts');
  equal([(await toPromise(live)).status, (await again).status], ['complete', 'complete']);
  await nodes.close();
});

/** As React's `useSyncExternalStore` and the hooks of `@xstate/react` hold an actor. */
function store(actor: PaymentActor) {
  let renders = 0;
  const subscribe = (changed: () => void): (() => void) => {
    const { unsubscribe } = actor.subscribe({ next: changed, error: changed });
    return unsubscribe;
  };
  const getSnapshot = (): PaymentSnapshot => {
    const snapshot = actor.getSnapshot();
    if (snapshot.status === 'error') throw snapshot.error;
    return snapshot;
  };
  const mount = (): (() => void) => subscribe(() => renders++);
  return { mount, getSnapshot, renders: () => renders };
}

test('a React store holds it: one snapshot while nothing moves, news at once, and no end without its news', async () => {
  const { nodes, a, held, release } = await opened();
  const live = a.payment(await held());
  const { mount, getSnapshot, renders } = store(live);
  is(getSnapshot(), getSnapshot());
  mount()(); // strict mode mounts twice
  const unmount = mount();
  const before = getSnapshot();
  release();
  await waitFor(live, (snapshot) => snapshot.hasTag('complete'));
  is(renders(), 1);
  not.equal(getSnapshot(), before);
  equal([getSnapshot().value, getSnapshot().status], [{ complete: 'settled' }, 'done']);
  is(getSnapshot(), getSnapshot());
  unmount();
  mount()();
  equal(renders(), 1, 'one that is done moves no more');
  await nodes.close();
});

test("inspect gets XState's own inspection events, the actor's first", async () => {
  const { nodes, a, held, release } = await opened();
  const heard: InspectionEvent[] = [];
  const hash = await held();
  const live = a.payment(hash, { inspect: (event) => heard.push(event) });
  const types: string[] = [];
  a.payment(hash, { inspect: { next: ({ type }) => types.push(type) } });
  release();
  await toPromise(live);
  equal(
    types,
    heard.map(({ type }) => type),
  );
  is(heard[0]?.type, '@xstate.actor');
  ok(heard.every(({ actorRef, rootId }) => actorRef === live && rootId === live.sessionId));
  equal(
    heard.flatMap((event) => (event.type === '@xstate.event' ? [event.event.type] : [])),
    ['xstate.init', 'PART_FULFILLED'],
  );
  const last = heard.findLast(({ type }) => type === '@xstate.snapshot');
  ok(last?.type === '@xstate.snapshot' && last.snapshot.status === 'done');
  await nodes.close();
});

test('one that is stopped, done or closed with its node no longer listens to the log, and does not start again', async () => {
  const { nodes, a, held, release } = await opened();
  let listeners = 0;
  const { journal } = nodes;
  const original = journal.onDurable.bind(journal);
  journal.onDurable = (listener) => {
    listeners++;
    const end = original(listener);
    return () => {
      listeners--;
      end();
    };
  };
  const hash = await held();
  const [stopped, done] = [a.payment(hash), a.payment(hash)];
  is(listeners, 2);
  const cut = stopped.waitFor((snapshot) => snapshot.hasTag('complete')).catch((error: Error) => error);
  is(stopped.stop(), stopped);
  match(((await cut) as Error).message, 'terminated');
  release();
  await toPromise(done);
  a.payment(hash);
  is(listeners, 0);
  is(stopped.start().getSnapshot().status, 'stopped');
  is(stopped.getSnapshot().value, 'pending');
  const waiting = a.payment(await held());
  is(listeners, 1);
  await nodes.close();
  equal([listeners, waiting.getSnapshot().status], [0, 'stopped']);
});

test('the compiler sees an actor of the payment machine', () => {
  const typed = (live: PaymentActor): readonly unknown[] => {
    const ref: ActorRefFrom<typeof paymentMachine> = live;
    const outcome: Promise<PaymentOutcome> = toPromise(live);
    const matched: Promise<PaymentSnapshot> = waitFor(live, (snapshot) => snapshot.matches({ complete: 'settled' }));
    // @ts-expect-error no such state
    live.getSnapshot().matches('paid');
    // @ts-expect-error no such tag
    live.getSnapshot().hasTag('done');
    return [ref, outcome, matched];
  };
  is(typeof typed, 'function');
});

test.run();
