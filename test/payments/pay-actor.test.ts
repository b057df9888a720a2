/** The shell of a pay: which timers it has, whose ends it hears, what it sends, and what it takes up after a restart. */
import { equal, is } from 'uvu/assert';
import { PAY_LIMITS, type PayEvent, type PayRequest } from '../../machines/pay.ts';
import { payKind } from '../../machines/pay-kind.ts';
import type { Part } from '../../src/domain/payment-part.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import { PayShell } from '../../src/payments/pay-actor.ts';
import type { PartChange } from '../../src/payments/payment-actor.ts';
import type { SendRequest, Sent } from '../../src/payments/sending.ts';
import { KeyedBus } from '../../src/runtime/bus.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { Runtime } from '../../src/runtime/runtime.ts';
import { HASH, NODE_A, NODE_D, PREIMAGE, part, SCID_AB } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('the shell of a pay');

const STREAM = payKind.streamOf({ node: NODE_A, paymentHash: HASH });
/** More than this no route carries, so it is halved. */
const MOST = 60_000n;
const RETRY_MS = 60_000;
const LEAVES: Sent = { leaves: true, answer: { type: 'pending', row: {} as never } };

/** One hop to the payee. An error nobody can read speaks against nothing there: the pay waits and tries the same again. */
const view = {
  node: NODE_A,
  announcedPolicy: () => undefined,
  route: ({ destination, amountMsat, finalCltv }: { destination: string; amountMsat: bigint; finalCltv: number }) =>
    amountMsat > MOST
      ? { type: 'refused', refusal: { code: 205, message: 'no route' } }
      : { type: 'route', hops: [{ id: destination, channel: SCID_AB, amountMsat: amountMsat + 3n, delay: finalCltv }] },
};

class World {
  readonly clock: VirtualClock;
  readonly sent: SendRequest[] = [];
  readonly changes = new KeyedBus<string, PartChange>();
  answer: Sent = LEAVES;
  parts: readonly Part[] = [];
  readonly shell: PayShell;
  readonly runtime: Runtime;
  readonly journal: MemoryJournal;

  constructor(journal: MemoryJournal, nowMs?: number) {
    this.journal = journal;
    this.clock = new VirtualClock(nowMs);
    this.shell = new PayShell({
      clock: this.clock,
      sending: { send: (_node: unknown, request: SendRequest) => this.sent.push(request) && this.answer } as never,
      payments: { changes: this.changes, context: () => ({ parts: this.parts, tombstones: [] }) } as never,
      viewOf: () => view as never,
    });
    this.runtime = new Runtime({ journal, clock: this.clock, actors: [this.shell.actor] });
    this.shell.attach(this.runtime);
  }

  /** Another process over the same log. */
  async again(nowMs = this.clock.nowMs()): Promise<World> {
    await this.journal.durable(this.journal.position);
    this.shell.close();
    const next = new World(await openMemoryJournal({ storage: this.journal.storage }), nowMs);
    await next.runtime.recover();
    return next;
  }

  start(change: Partial<PayRequest> = {}): void {
    this.shell.start(NODE_A, {
      paymentHash: HASH,
      payee: NODE_D,
      amountMsat: MOST,
      maxFeeMsat: 1_000n,
      maxDelay: 100,
      riskFactor: 10,
      finalCltv: 18,
      groupid: 1n,
      deadlineMs: this.clock.nowMs() + RETRY_MS,
      mayMpp: true,
      exclude: [],
      hints: [],
      limits: PAY_LIMITS,
      ...change,
    });
  }

  ends(status: 'complete' | 'failed', partid: bigint, over: Partial<Part> = {}): void {
    const ended = part(status, {
      partid,
      completedAtMs: this.clock.nowMs(),
      send: { ...part(status).send, ids: [NODE_D], channels: [SCID_AB] } as never,
      ...over,
    });
    const change = { type: 'updated', node: NODE_A, paymentHash: HASH, part: ended, index: 1, position: 0 } as const;
    this.changes.publish(STREAM, change);
  }

  get events(): PayEvent[] {
    return this.journal.readStreamFromStart(STREAM).map(({ event }) => event as unknown as PayEvent);
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }
}

const world = async (nowMs?: number): Promise<World> => new World(await openMemoryJournal(), nowMs);
/** Milliseconds until each timer, with what it does. */
const nextIn = ({ clock }: World): number | undefined =>
  clock.nextDueMs() === undefined ? undefined : (clock.nextDueMs() as number) - clock.nowMs();

test('a pay that is paid or gave up has no timer any more, neither for its deadline nor for a pause', async () => {
  for (const ends of ['complete', 'failed'] as const) {
    const pay = await world();
    pay.start();
    is(nextIn(pay), RETRY_MS);
    pay.ends(ends, 1n, ends === 'failed' ? { failure: { code: 203, message: 'no' } } : {});
    equal(
      [nextIn(pay), pay.shell.context(NODE_A, HASH).failure?.code],
      [undefined, ends === 'failed' ? 203 : undefined],
    );
  }
  const paused = await world();
  paused.start({ amountMsat: 2n * MOST });
  paused.ends('failed', 1n);
  is(nextIn(paused), 1_000, 'the pause');
  paused.ends('complete', 2n);
  is(nextIn(paused), undefined, 'paid by another part while it paused');
  const closed = await world();
  closed.start();
  closed.ends('failed', 1n);
  closed.shell.close();
  is(nextIn(closed), undefined);
});

test('a deadline that comes while the process lives ends the pay at that moment, however many pays ran before', async () => {
  const pay = await world();
  pay.start({ deadlineMs: pay.clock.nowMs() + 500 });
  pay.ends('failed', 1n, { failure: { code: 203, message: 'no' } });
  pay.start({ groupid: 2n });
  pay.clock.advance(RETRY_MS - 1);
  is(pay.types.includes('DEADLINE_PASSED'), false);
  pay.clock.advance(1);
  is(pay.types.at(-1), 'DEADLINE_PASSED');
});

test('the first attempt is made however short the time is, none after it once the time is over', async () => {
  const pay = await world();
  pay.start({ deadlineMs: pay.clock.nowMs(), amountMsat: 2n * MOST });
  equal(pay.types, ['PAY_STARTED', 'ROUTE_NOT_FOUND', 'ROUTE_CHOSEN', 'DEADLINE_PASSED']);
  is(pay.sent.length, 1);
});

test('what a pay sends is its own group, with the amounts of the part and the total of all who pay together', async () => {
  const beside = { description: 'soup', localinvreqid: 'cc'.repeat(32), paymentMetadata: 'c0ffee' };
  const pay = await world();
  pay.start({
    groupid: 7n,
    totalMsat: 900_000n,
    paymentSecret: 'aa'.repeat(32),
    label: 'lunch',
    invstring: 'ln',
    ...beside,
  });
  const [sent] = pay.sent;
  equal(
    [sent?.groupid, sent?.partid, sent?.amountMsat, sent?.sentMsat, sent?.totalMsat, sent?.destination],
    [7n, 1n, MOST, MOST + 3n, 900_000n, NODE_D],
  );
  equal(
    [sent?.label, sent?.invstring, sent?.description, sent?.localinvreqid],
    ['lunch', 'ln', 'soup', beside.localinvreqid],
  );
  equal(sent?.send, {
    kind: 'route',
    ids: [NODE_D],
    channels: [SCID_AB],
    amountsMsat: [MOST + 3n],
    delays: [18],
    paymentSecret: 'aa'.repeat(32),
    paymentMetadata: 'c0ffee',
  });
  const split = await world();
  split.start({ amountMsat: 2n * MOST });
  equal(
    split.sent.map(({ partid, amountMsat, totalMsat }) => [partid, amountMsat, totalMsat]),
    [
      [1n, MOST, 2n * MOST],
      [2n, MOST, 2n * MOST],
    ],
  );
  const own = await world();
  own.start({ payee: NODE_A, paymentSecret: 'bb'.repeat(32), amountMsat: 5n * MOST });
  equal(
    own.sent.map(({ partid, sentMsat, send }) => [partid, sentMsat, send]),
    [[0n, 5n * MOST, { kind: 'self', paymentSecret: 'bb'.repeat(32) }]],
  );
});

test('a part that cannot leave ends at once: another way if a hop is to blame, for good if somebody else pays the hash', async () => {
  const ended = async (answer: Sent['answer'], change: Partial<PayRequest> = {}): Promise<unknown> => {
    const pay = await world();
    pay.answer = { leaves: false, answer };
    pay.start(change);
    const end = pay.events.find(({ type }) => type === 'ATTEMPT_FAILED') as Extract<
      PayEvent,
      { type: 'ATTEMPT_FAILED' }
    >;
    return [end.partid, end.code, end.message, end.erring?.erringIndex ?? end.suspect];
  };
  const noOnion = { type: 'refused', refusal: { code: -1, message: 'no onion' } } as const;
  equal(await ended({ type: 'first-hop-refused', refusal: { kind: 'peer-away' } }), [
    1n,
    204,
    'failed: WIRE_TEMPORARY_CHANNEL_FAILURE (First peer not ready)',
    0,
  ]);
  equal(await ended(noOnion), [1n, 204, 'no onion', `${SCID_AB}/0`]);
  equal(await ended(noOnion, { payee: NODE_A }), [0n, 203, 'no onion', undefined]);
  const taken = { type: 'refused', refusal: { code: 200, message: 'in progress' } } as const;
  equal(await ended(taken), [1n, 203, 'in progress', undefined]);
  equal(await ended({ type: 'complete', row: {} as never }), [1n, 203, 'The payment is already-complete', undefined]);
  equal(await ended({ type: 'pending', row: {} as never }), [1n, 203, 'The payment is already-pending', undefined]);
});

test('it hears the ends of its own group’s parts, late ones too, and of no others', async () => {
  const pay = await world();
  pay.ends('failed', 1n);
  equal(pay.types, [], 'no pay was called');
  pay.start({ amountMsat: 4n * MOST });
  pay.ends('complete', 1n, { groupid: 9n });
  is(pay.shell.context(NODE_A, HASH).preimage, null, 'of a sendpay with a group of its own');
  pay.ends('complete', 1n);
  is(pay.shell.context(NODE_A, HASH).preimage, PREIMAGE);
  for (const late of [2n, 3n, 4n]) pay.ends('failed', late);
  equal(
    pay.shell.context(NODE_A, HASH).attempts.map(({ status }) => status),
    ['complete', 'failed', 'failed', 'failed'],
  );
  const read = pay.runtime.snapshot.bind(pay.runtime);
  let reads = 0;
  pay.runtime.snapshot = ((...args: Parameters<typeof read>) => {
    reads++;
    return read(...args);
  }) as never;
  pay.ends('failed', 2n);
  is(reads, 0, 'once all of it ended the log is not asked any more');
});

test('whoever waits for the end of a pay hears of that pay, once, and closing ends every wait', async () => {
  const pay = await world();
  const heard: unknown[] = [];
  pay.shell
    .resolutionsOf(NODE_A, HASH)
    .subscribe({ next: () => heard.push('ended'), complete: () => heard.push('closed') });
  pay.shell.resolutionsOf(NODE_D, HASH).subscribe(() => heard.push('another node'));
  is(pay.shell.waiterCount, 2);
  pay.start();
  equal(heard, []);
  pay.ends('complete', 1n);
  equal(heard, ['ended']);
  pay.shell.close();
  equal(heard, ['ended', 'closed']);
});

test('a restart takes up what ended meanwhile, of its own group, and goes on until the deadline that was set', async () => {
  const first = await world();
  first.start({ amountMsat: 2n * MOST });
  const single = { send: { ...part('failed').send, ids: [NODE_D], channels: [SCID_AB] } as never };
  const second = await first.again(first.clock.nowMs() + 10_000);
  second.parts = [
    part('complete', { partid: 1n, groupid: 9n }),
    part('failed', { partid: 1n, ...single, completedAtMs: second.clock.nowMs() }),
    part('pending', { partid: 2n }),
  ];
  second.shell.recover([STREAM, 'payment/other']);
  equal(second.types.slice(-2), ['ROUTE_CHOSEN', 'ATTEMPT_FAILED']);
  is(second.shell.context(NODE_A, HASH).preimage, null);
  is(nextIn(second), 1_000, 'the pause it teaches');
  second.clock.advance(1_000);
  is(nextIn(second), RETRY_MS - 11_000);
  const third = await second.again();
  third.parts = [part('failed', { partid: 1n }), part('complete', { partid: 2n }), part('pending', { partid: 3n })];
  third.shell.recover([STREAM]);
  is(third.shell.context(NODE_A, HASH).preimage, PREIMAGE, 'the end that was missed, and not that of another part');
});

test('a restart at the deadline ends the pay before it tries once more; just before it what is left of its pause is waited', async () => {
  for (const [beforeMs, types] of [
    [0, ['DEADLINE_PASSED']],
    [1, ['PAUSE_ENDED', 'ROUTE_CHOSEN']],
  ] as const) {
    const first = await world();
    first.start({ deadlineMs: first.clock.nowMs() + 2_000 });
    first.ends('failed', 1n);
    const known = first.types.length;
    const second = await first.again(first.clock.nowMs() + 2_000 - beforeMs);
    second.shell.recover([STREAM]);
    is(nextIn(second), beforeMs === 0 ? undefined : 0);
    second.clock.runNext();
    equal(second.types.slice(known), types);
  }
});

test('a pay whose log ends before it had a route gets one after a restart', async () => {
  const first = await world();
  first.start();
  const [started] = first.journal.readStreamFromStart(STREAM);
  const pay = await world();
  pay.journal.append({ stream: STREAM, event: started!.event, version: 1, timeMs: 0, cause: 0 });
  pay.shell.recover([STREAM]);
  equal(pay.types, ['PAY_STARTED', 'ROUTE_CHOSEN']);
  is(nextIn(pay), RETRY_MS);
  pay.ends('complete', 1n);
  is(pay.types.at(-1), 'ATTEMPT_SUCCEEDED');
});

test.run();
