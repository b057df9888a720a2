/** G1 after a rollback: an older copy is found out, sends nothing until it is accepted, and then sends nothing twice. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, match, not, ok } from 'uvu/assert';
import { createNodes } from '../../src/api/create-node.ts';
import type { PaymentHash, Preimage } from '../../src/domain/ids.ts';
import { Engine } from '../../src/engine/engine.ts';
import { importEngine } from '../../src/engine/import-engine.ts';
import { EpochNote, rollbackOf } from '../../src/journal/epoch-note.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import { MemoryStorage } from '../../src/journal/memory-storage.ts';
import { exportLog } from '../../src/journal/ndjson.ts';
import { FIRST_PAUSE_MS, LONGEST_PAUSE_MS } from '../../src/payments/offers.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import type { Attempt, HtlcOutcome } from '../../src/switch/port.ts';
import { temporaryDir } from '../journal/support.ts';
import { suite } from '../support/suite.ts';
import { onionRequest } from './outside-requests.ts';
import { OutsideNode, OutsideSwitch } from './outside-switch.ts';

const test = suite('an older copy of the database');

const preimageOf = (n: number) => n.toString(16).padStart(64, '0') as Preimage;
const hashOf = (n: number) =>
  createHash('sha256')
    .update(Buffer.from(preimageOf(n), 'hex'))
    .digest('hex') as PaymentHash;
const request = (n: number) => onionRequest({ paymentHash: hashOf(n) });
const paid = (n: number): HtlcOutcome => ({ type: 'fulfilled', preimage: preimageOf(n) });
const failed: HtlcOutcome = { type: 'failed', reason: 'ff'.repeat(292) };

const turns = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

interface Running {
  readonly engine: Engine<OutsideSwitch>;
  readonly outside: OutsideSwitch;
  readonly journal: MemoryJournal;
  readonly clock: VirtualClock;
}

const { dir, remove } = temporaryDir();
test.after(remove);
let files = 0;
const newFile = (): string => join(dir, `epoch-${++files}`);

let startMs = 1_700_000_000_000;
async function up(node: OutsideNode, storage: MemoryStorage, file?: string, acceptRollback = false): Promise<Running> {
  const journal = await openMemoryJournal({ storage });
  const outside = new OutsideSwitch(node);
  startMs += 60_000;
  const clock = new VirtualClock(startMs);
  const note = file === undefined ? {} : { epochNote: new EpochNote(file) };
  const engine = await Engine.open({ journal, network: outside, clock, acceptRollback, ...note });
  await turns();
  return { engine, outside, journal, clock };
}

async function send({ engine }: Running, n: number): Promise<string> {
  const sent = await engine.node('A').send(request(n));
  await turns();
  return sent.type === 'refused' ? sent.refusal.message : sent.type;
}

/** What the disk holds now, as a copy of the directory would. */
async function copyOf(storage: MemoryStorage): Promise<MemoryStorage> {
  const copy = new MemoryStorage();
  for await (const chunk of storage.scan({ gte: '', lte: '\u{10ffff}' })) copy.write(chunk);
  return copy;
}

const stateOf = ({ engine }: Running, n: number): string => {
  const part = engine.node('A').parts(hashOf(n)).at(-1);
  return part === undefined ? 'nothing' : part.doubt === undefined ? part.status : `${part.status}: ${part.doubt}`;
};
const leftFor = (node: OutsideNode, n: number): number => node.left.filter((key) => key.includes(hashOf(n))).length;
const lastOffer = ({ outside }: Running): Attempt => outside.offers.at(-1) as Attempt;

/** Pays 1, is copied, pays 2 and 3 (which fails), leaves 4 in flight; then the copy is put back. */
async function rolledBack(
  node = new OutsideNode(),
): Promise<{ copy: MemoryStorage; file: string; now: MemoryStorage }> {
  const file = newFile();
  const first = await up(node, new MemoryStorage(), file);
  await send(first, 1);
  first.outside.end(lastOffer(first), paid(1));
  await turns();
  const copy = await copyOf(first.journal.storage);
  for (const [n, end] of [
    [2, paid(2)],
    [3, failed],
    [4, undefined],
  ] as const) {
    is(await send(first, n), 'pending');
    if (end !== undefined) first.outside.end(lastOffer(first), end);
    await turns();
  }
  await first.engine.close();
  return { copy, file, now: first.journal.storage };
}

test('with an epoch file it opens, says so with both positions, and sends nothing, at every start', async () => {
  const node = new OutsideNode();
  const { copy, file } = await rolledBack(node);
  const noted = readFileSync(file, 'latin1');
  for (let start = 0; start < 2; start++) {
    const running = await up(node, copy, file);
    const refusal = await send(running, 2);
    match(refusal, /rolled back: the log is at position \d+, the epoch file notes position \d+: this is an older copy/);
    match(refusal, /--accept-rollback.*SENDPAY_JOURNAL_ROLLED_BACK/);
    is(stateOf(running, 2), 'nothing');
    is(await send(running, 1), 'complete', 'what is known is answered');
    is((await running.engine.node('A').wait({ paymentHash: hashOf(1) })).type, 'complete');
    equal(node.left.length, 4);
    is(readFileSync(file, 'latin1'), noted, 'the note stays');
    await running.engine.close();
  }
  const without = await up(node, copy);
  match(await send(without, 2), /rolled back/, 'the doubt is in the log');
  await without.engine.close();
});

test('accepted, the same sendpay is asked about and not paid twice, whatever became of it', async () => {
  const node = new OutsideNode();
  const { copy, file } = await rolledBack(node);
  const running = await up(node, copy, file, true);
  for (const n of [2, 3, 4, 5]) await send(running, n);
  equal(
    [2, 3, 4, 5].map((n) => stateOf(running, n)),
    ['complete', 'failed', 'pending', 'pending'],
  );
  equal(
    [1, 2, 3, 4, 5].map((n) => leftFor(node, n)),
    [1, 1, 1, 1, 1],
  );
  const fifth = lastOffer(running);
  running.outside.end(fifth, paid(5));
  is(stateOf(running, 5), 'complete');
  const events = running.journal.readStreamFromStart('history').map(({ event }) => event.type);
  equal(events, ['ROLLBACK_NOTICED', 'HISTORY_ACCEPTED']);
  // The fourth is in flight under a number of the lost history: its end is asked for.
  node.rows.get([...node.rows.keys()].find((key) => key.includes(hashOf(4))) as string)!.outcome = paid(4);
  running.clock.advance(FIRST_PAUSE_MS + LONGEST_PAUSE_MS);
  await turns();
  is(stateOf(running, 4), 'complete');
  await running.engine.close();
  const again = await up(node, copy, file);
  equal([again.engine.history.doubt, await send(again, 6)], [null, 'pending']);
  await again.engine.close();
});

test('accepted, what the node may have forgotten stays pending in doubt', async () => {
  for (const worth of ['while-kept', 'none'] as const) {
    const node = new OutsideNode();
    const { copy, file } = await rolledBack(node);
    node.worth = worth;
    node.forget();
    const running = await up(node, copy, file, true);
    await send(running, 2);
    is(stateOf(running, 2), 'pending: the node does not know it, but may have forgotten it');
    is(leftFor(node, 2), 1, worth);
    await running.engine.close();
  }
});

test('a result of the lost history never ends an attempt of the new one: numbers are not used again', async () => {
  const node = new OutsideNode();
  const { copy, file } = await rolledBack(node);
  const lost = [...node.rows.values()].map(({ number }) => number);
  const running = await up(node, copy, file, true);
  for (let n = 10; n < 30; n++) await send(running, n);
  const numbers = running.outside.offers.map(({ number }) => number);
  is(new Set([...lost, ...numbers]).size, lost.length + numbers.length);
  ok(numbers.every(Number.isSafeInteger));
  for (let number = 0; number < running.journal.position + 50; number++)
    if (number !== lost[0]) running.outside.results.next({ attempt: number, outcome: failed, cause: 0 });
  for (let n = 10; n < 30; n++) is(stateOf(running, n), 'pending');
  await running.engine.close();
  const second = await up(node, copy, file);
  second.outside.end(running.outside.offers[0] as Attempt, paid(10));
  is(stateOf(second, 10), 'complete', 'numbers mean the same after a restart');
  await second.engine.close();
});

test('what was pending in the copy is asked about and, while the copy is in doubt, not offered', async () => {
  const node = new OutsideNode();
  const file = newFile();
  const first = await up(node, new MemoryStorage(), file);
  first.outside.manners.push('call-lost', 'call-lost');
  await send(first, 1);
  const copy = await copyOf(first.journal.storage);
  first.clock.advance(FIRST_PAUSE_MS);
  await turns();
  first.clock.advance(3 * FIRST_PAUSE_MS);
  await turns();
  is(leftFor(node, 1), 1);
  await first.engine.close();
  const neverSeen = new OutsideNode();
  const doubtful = await up(neverSeen, await copyOf(copy), file);
  equal([stateOf(doubtful, 1), neverSeen.left.length], ['pending', 0]);
  await doubtful.engine.close();
  const accepted = await up(node, copy, file, true);
  equal([stateOf(accepted, 1), leftFor(node, 1)], ['pending', 1]);
  accepted.outside.end(lastOffer(first), paid(1));
  is(stateOf(accepted, 1), 'complete');
  await accepted.engine.close();
});

test('another history, another journal, and a note that is gone are found out too', async () => {
  const node = new OutsideNode();
  const { copy, file, now } = await rolledBack(node);
  const wentOn = await up(node, copy);
  for (let n = 10; n < 20; n++) await send(wentOn, n);
  await wentOn.engine.close();
  match(await send(await up(node, copy, file), 2), /something else stands: this copy went on by itself/);
  match(await send(await up(node, new MemoryStorage(), file), 2), /of another journal/);
  match(await send(await up(node, now, newFile()), 9), /but there is none at/);
});

test('a log that was imported sends nothing until it is accepted', async () => {
  const node = new OutsideNode();
  const { now } = await rolledBack(node);
  const from = await openMemoryJournal({ storage: now });
  const into = await openMemoryJournal();
  await importEngine(into, exportLog(from));
  await into.close();
  const doubtful = await up(node, into.storage);
  match(await send(doubtful, 7), /imported up to position \d+ and may be old/);
  await doubtful.engine.close();
  const accepted = await up(node, into.storage, undefined, true);
  is(await send(accepted, 7), 'pending');
  is(leftFor(node, 7), 1);
  await accepted.engine.close();
});

test('a log nobody rolled back opens with its note, and there is nothing to accept', async () => {
  const node = new OutsideNode();
  const file = newFile();
  const storage = new MemoryStorage();
  for (let n = 1; n < 4; n++) {
    const running = await up(node, storage, file, true);
    equal([running.engine.history.doubt, await send(running, n)], [null, 'pending']);
    running.journal.crash('lost');
    await turns();
  }
  const journal = await openMemoryJournal({ storage });
  const { noted } = new EpochNote(file);
  equal(noted, { journal: journal.id, position: journal.position, checksum: journal.end.checksum });
  is(rollbackOf(journal, noted!), undefined);
  equal(journal.readStreamFromStart('history'), []);
});

test('the note is exact before an offer leaves, is for its owner alone, and is no other file', async () => {
  const node = new OutsideNode();
  const file = newFile();
  const running = await up(node, new MemoryStorage(), file);
  const offer = running.outside.offer.bind(running.outside);
  running.outside.offer = (attempt) => {
    ok((new EpochNote(file).noted?.position as number) >= attempt.number);
    return offer(attempt);
  };
  await send(running, 1);
  is(node.left.length, 1);
  is(statSync(file).mode & 0o777, 0o600);
  await running.engine.close();
  for (const text of ['', 'something else\n', readFileSync(file, 'latin1').replace('0', '1')]) {
    const other = newFile();
    writeFileSync(other, text);
    let code = '';
    try {
      new EpochNote(other);
    } catch (error) {
      code = (error as { code: string }).code;
    }
    is(code, 'SENDPAY_EPOCH_FILE');
    is(readFileSync(other, 'latin1'), text);
  }
});

test('a directory that is copied back is found out through createNodes, and a note inside it is refused', async () => {
  const node = new OutsideNode();
  const [data, copy, epochFile] = ['data', 'copy', 'data.epoch'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  const open = (more: object = {}) => createNodes({ switch: new OutsideSwitch(node), dir: data, epochFile, ...more });
  const first = await open();
  await first.engine.node('A').send(request(1));
  await first.close();
  cpSync(data, copy, { recursive: true });
  const second = await open();
  await second.engine.node('A').send(request(2));
  await turns();
  await second.close();
  rmSync(data, { recursive: true });
  cpSync(copy, data, { recursive: true });
  const restored = await open();
  const answer = await restored.engine.node('A').send(request(2));
  is(answer.type, 'refused');
  await restored.close();
  const accepted = await open({ acceptRollback: true });
  is((await accepted.engine.node('A').send(request(2))).type, 'pending');
  await turns();
  is(leftFor(node, 2), 1);
  await accepted.close();
  const inside = await open({ epochFile: join(data, 'note') }).catch((error: { code: string }) => error.code);
  is(inside, 'SENDPAY_EPOCH_FILE');
  not(existsSync(join(data, 'note')));
});

test.run();
