/** What the journal does at its edges: first and last positions, what is staged, what no journal wrote, what is closed. */
import { equal, is, match, ok, throws } from 'uvu/assert';
import { decodeJson, encodeJson } from '../../src/journal/codec.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import { MemoryStorage } from '../../src/journal/memory-storage.ts';
import { importLog } from '../../src/journal/ndjson.ts';
import { decodeRecord } from '../../src/journal/record.ts';
import { CHECKSUM_LENGTH, GENESIS } from '../../src/journal/seal.ts';
import { verifyLog } from '../../src/journal/verify.ts';
import { suite } from '../support/suite.ts';
import { collect, counting, fill, positions, told } from './support.ts';

const test = suite('the edges of a journal');

async function codeOf(run: () => unknown): Promise<string | undefined> {
  try {
    await run();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
}

/** Five durable records over two streams, two more staged. */
async function staged(): Promise<MemoryJournal> {
  const journal = await openMemoryJournal({ flush: 'manual' });
  for (let index = 0; index < 5; index++) journal.append(told(`toy/${index % 2}`, { index }));
  journal.flush();
  for (let index = 5; index < 7; index++) journal.append(told(`toy/${index % 2}`, { index }));
  return journal;
}

test('a record is found at every position from the first to the last staged, and at no other', async () => {
  const journal = await staged();
  equal(
    counting(7).map((position) => journal.record(position)?.position),
    counting(7),
  );
  for (const position of [0, -1, 8]) is(journal.record(position), undefined);
});

test('reading begins at the first record at the earliest and ends at the last durable one', async () => {
  const journal = await staged();
  for (const from of [-3, 0, 1]) equal(positions(await collect(journal.read(from))), counting(5));
  equal(positions(await collect(journal.read(3, 99))), [3, 4, 5]);
  equal(positions(await collect(journal.read(5, 5))), [5]);
  equal(positions(await collect(journal.read(4, 3))), []);
  equal(positions(await collect(journal.read(6))), []);
});

test('a snapshot of another version counts for nothing: the stream is read from its start', async () => {
  const journal = await staged();
  const { position, sequence } = journal.head('toy/0') as { position: number; sequence: number };
  journal.putSnapshot('toy/0', { position, sequence, version: 1, state: {} });
  const whole = journal.readStreamFromStart('toy/0');
  equal([journal.readStream('toy/0', 1).snapshot?.version, journal.readStream('toy/0', 1).records], [1, []]);
  for (const version of [0, 2]) equal(journal.readStream('toy/0', version), { snapshot: undefined, records: whole });
});

test('a cause is a record before, or none', async () => {
  const journal = await staged();
  for (const cause of [-1, 8, Number.NaN])
    is(await codeOf(() => journal.append(told('toy/0', {}, { cause }))), 'SENDPAY_JOURNAL_MISUSE');
  for (const cause of [0, 7]) is(journal.append(told('toy/0', {}, { cause })).cause, cause);
  is(await codeOf(() => journal.append(told('toy/0', {}, { expected: 8 }))), 'SENDPAY_JOURNAL_CONFLICT');
  is(journal.append(told('toy/0', {}, { expected: 9 })).position, 10);
});

test('a head, a stream and a record are known from the moment they are staged, over the write, and after it', async () => {
  const journal = await openMemoryJournal({ flush: 'manual' });
  let written: (() => void) | undefined;
  const { storage } = journal;
  const write = storage.write.bind(storage);
  const slow = storage as unknown as { write: (writes: never) => Promise<void> };
  slow.write = (writes) =>
    new Promise((resolve) => {
      written = () => resolve(write(writes) as undefined);
    });
  const seen = (): unknown => [
    journal.head('toy/0'),
    positions(journal.readStreamFromStart('toy/0')),
    journal.record(1)?.position,
    journal.row('row'),
  ];
  const expected = [{ sequence: 2, position: 2 }, [1, 2], 1, 'value'];
  journal.append(told('toy/0'));
  journal.append(told('toy/0'));
  journal.putRow({ key: 'row', value: 'value' });
  equal(seen(), expected);
  journal.flush();
  equal([seen(), journal.durablePosition], [expected, 0], 'in flight');
  const waited = [journal.durable(2), journal.durable(1), journal.staged()];
  written?.();
  await Promise.all(waited);
  equal([seen(), journal.durablePosition], [expected, 2]);
  await journal.durable(0);
});

test('who waits for a position ahead is told with the batch that reaches it, not before', async () => {
  const journal = await openMemoryJournal({ flush: 'manual' });
  const told_: number[] = [];
  for (const position of [1, 2, 3]) void journal.durable(position).then(() => told_.push(position));
  for (const expected of [[1], [1, 2], [1, 2, 3]]) {
    journal.append(told('toy/0'));
    journal.flush();
    await new Promise((resolve) => setImmediate(resolve));
    equal(told_, expected);
  }
});

test('a closed journal reads and takes nothing, and closes its storage once', async () => {
  const journal = await staged();
  let closed = 0;
  journal.storage.close = async () => void closed++;
  await Promise.all([journal.close(), journal.close()]);
  is(closed, 1);
  is(journal.durablePosition, 7, 'what was staged was written');
  for (const use of [
    () => journal.append(told('toy/0')),
    () => journal.putRow({ key: 'a', value: 1 }),
    () => journal.row('a'),
    () => journal.durable(8),
  ])
    is(await codeOf(use), 'SENDPAY_JOURNAL_CLOSED');
});

test('a crash closes the storage, and writes what is staged only if it is told that it arrived', async () => {
  for (const [how, expected] of [
    ['lost', 5],
    ['written', 7],
  ] as const) {
    const journal = await staged();
    let closed = 0;
    journal.storage.close = async () => void closed++;
    journal.crash(how);
    is(closed, 1);
    is((await openMemoryJournal({ storage: journal.storage })).position, expected);
  }
});

test('rows are given by prefix, from a key on, to a limit, and backwards', async () => {
  const journal = await openMemoryJournal();
  for (const key of ['a/1', 'b/1', 'b/2', 'b/3', 'c/1']) journal.putRow({ key, value: key });
  await journal.staged();
  const keys = async (range: Parameters<typeof journal.rows>[0]): Promise<string> =>
    (await collect(journal.rows(range))).map(({ key }) => key).join(' ');
  is(await keys({ prefix: 'b/' }), 'b/1 b/2 b/3');
  is(await keys({ prefix: 'b/', from: 'b/2' }), 'b/2 b/3');
  is(await keys({ prefix: 'b/', limit: 2 }), 'b/1 b/2');
  is(await keys({ prefix: 'b/', reverse: true }), 'b/3 b/2 b/1');
  is(await keys({ prefix: 'b/', reverse: true, from: 'b/2' }), 'b/2 b/1');
  is(await keys({ prefix: 'b/', limit: 0 }), '');
  is(await keys({ prefix: '' }), 'a/1 b/1 b/2 b/3 c/1');
});

test('no field of a record may be of another kind, and none may be missing or too many', () => {
  const fields: readonly unknown[] = ['toy/0', 1, 0, 1, 5, 0, { type: 'TOLD' }];
  const decode = (value: unknown) => decodeRecord(7, `${GENESIS.slice(0, CHECKSUM_LENGTH)}${JSON.stringify(value)}`);
  is(decode(fields).record.sequence, 1);
  const wrong: readonly [number, readonly unknown[]][] = [
    [0, [7, null]],
    [1, [0, -1, 1.5, '1']],
    [2, [-1, 7, 8, '0']],
    [3, [-1, '1', 0.5]],
    [4, ['5', null]],
    [5, [-1, 7, '0']],
    [6, [null, 'TOLD', {}, { type: 5 }]],
  ];
  const refusedBy = (value: unknown): string => {
    try {
      decode(value);
      return 'taken';
    } catch (error) {
      return (error as Error).message;
    }
  };
  for (const [index, values] of wrong)
    for (const value of values)
      match(refusedBy(fields.with(index, value)), /position 7: not a record/, `${index}: ${JSON.stringify(value)}`);
  for (const value of [fields.slice(0, 6), [...fields, 0], { ...fields, length: 7 }, null, 7])
    match(refusedBy(value), /not a record/);
});

test('the names of parts are numbers as far as JSON carries them, text beyond, and bigint again', () => {
  const largest = BigInt(Number.MAX_SAFE_INTEGER);
  const text = encodeJson({ groupid: largest, partid: largest + 1n, part: [0n, -1n] });
  is(text, '{"groupid":9007199254740991,"partid":"9007199254740992","part":[0,"-1"]}');
  equal(decodeJson(text), { groupid: largest, partid: largest + 1n, part: [0n, -1n] });
  for (const wrong of ['{"groupid":1.5}', '{"groupid":9007199254740993}', '{"feesMsat":[5]}', '{"part":[1.5]}'])
    throws(() => decodeJson(wrong), /is not what was written/, wrong);
  equal(decodeJson('{"feesMsat":["5",["6"],{"aMsat":"7"},null]}'), { feesMsat: [5n, [6n], { aMsat: 7n }, null] });
  equal(decodeJson('[{"aMsat":"7"},null,"8"]'), [{ aMsat: 7n }, null, '8']);
  equal(decodeJson('null'), null);
});

test('a line that is not a record is refused by its number', async () => {
  const line = { position: 1, stream: 'toy/0', sequence: 1, version: 1, timeMs: 1, cause: 0, event: { type: 'TOLD' } };
  const wrong = [null, 7, { ...line, stream: 1 }, { ...line, sequence: '1' }, { ...line, event: null }];
  for (const value of [...wrong, { ...line, event: 'TOLD' }, { ...line, event: {} }, { ...line, timeMs: undefined }]) {
    const lines = ['', JSON.stringify(value)];
    const error = await openMemoryJournal()
      .then((journal) => importLog(journal, lines))
      .then(
        () => 'taken',
        (caught: unknown) => caught as { code: string; message: string },
      );
    ok(typeof error === 'object', JSON.stringify(value));
    equal([error.code, error.message], ['SENDPAY_IMPORT', 'line 2: not a record']);
  }
});

test('verify waits for what is staged, and reports a sequence that skips and a stream without a head', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 6, 2);
  journal.append(told('toy/0'));
  is((await verifyLog(journal)).records, 7);
  const { read, streams } = journal;
  journal.read = async function* (from) {
    for await (const record of read.call(journal, from)) if (record.position !== 3) yield record;
  };
  equal(
    (await verifyLog(journal)).findings.map(({ what, position }) => [what, position]),
    [['record 3 of the stream follows record 1', 5]],
  );
  journal.read = read;
  journal.streams = async function* () {
    for await (const one of streams.call(journal)) if (one.stream !== 'toy/1') yield one;
  };
  equal(
    (await verifyLog(journal)).findings.map(({ what, stream }) => [what, stream]),
    [['the stream has records but no head', 'toy/1']],
  );
});

test('a fault of the program is not called damage', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 2);
  journal.unfinishedStreams = async () => {
    throw new TypeError('a bug');
  };
  is(await verifyLog(journal).catch((error: Error) => error.message), 'a bug');
});

test('keys put again and keys beyond ASCII come back in the order in which LevelDB keeps them', async () => {
  const storage = new MemoryStorage();
  const all = async (): Promise<string> =>
    (await collect(storage.scan({ gte: '', lte: '\u{10ffff}' }))).flat().join(' ');
  storage.write([
    ['b', '1'],
    ['a', '1'],
    ['c', '1'],
  ]);
  is(await all(), 'a,1 b,1 c,1');
  storage.write([
    ['b', undefined],
    ['a', undefined],
  ]);
  is(await all(), 'c,1');
  storage.write([['b', '2']]);
  is(await all(), 'b,2 c,1');
  storage.write([
    ['\uffee', '1'],
    ['\u{1f600}', '1'],
  ]);
  is(await all(), 'b,2 c,1 \uffee,1 \u{1f600},1');
  equal((await collect(storage.scan({ gte: 'b', lte: 'c' }, { reverse: true, limit: 1 }))).flat(), [['c', '1']]);
});

test.run();
