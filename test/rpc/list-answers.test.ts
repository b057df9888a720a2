/** Answers that are lists: sent as they are read, whole or not at all, at the client's pace, without holding anybody back. */
import * as assert from 'uvu/assert';
import type { RpcAnswer, RpcCall } from '../../src/rpc/connection.ts';
import { applyFilter } from '../../src/rpc/filter.ts';
import { parseTokens, textOf } from '../../src/rpc/json-token.ts';
import { type JsonValue, jsonOf } from '../../src/rpc/json-value.ts';
import { listAnswer, piecesOf, wholeAnswer } from '../../src/rpc/list-answer.ts';
import { Output } from '../../src/rpc/output.ts';
import { suite } from '../support/suite.ts';
import { RawClient, withServer } from './support.ts';

const test = suite('answers that are lists');

const FILLING = 'x'.repeat(1_000);

/** Lists of so many items as the parameters say; `breaks` fails at that item. */
class Lists {
  read = 0;
  open = 0;
  readonly breaks: number;

  constructor(breaks = Number.POSITIVE_INFINITY) {
    this.breaks = breaks;
  }

  readonly handler = async ({ method, params }: RpcCall): Promise<RpcAnswer> =>
    method === 'list' ? listAnswer('items', this.#items(Number(textOf(params))), { more: 1 }) : { result: method };

  async *#items(count: number): AsyncGenerator<JsonValue> {
    this.open++;
    try {
      for (let index = 0; index < count; index++) {
        if (index === this.breaks) throw new Error('row 7 is damaged');
        this.read++;
        yield { index, FILLING };
      }
    } finally {
      this.open--;
    }
  }
}

const request = (id: number, method: string, params: JsonValue = 0, filter?: string): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}${filter === undefined ? '' : `,"filter":${filter}`}}`;

// biome-ignore lint/suspicious/noExplicitAny: what a client gets
const parsed = (text: string | undefined): any => JSON.parse(text as string);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test('a list arrives whole and alone, and what was asked behind it comes behind it', async () => {
  const lists = new Lists();
  await withServer(lists.handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    client.send(request(1, 'list', 3_000) + request(2, 'echo') + request(3, 'list', 0) + request(4, 'list', 2_000));
    const replies = (await client.take(4)).map(parsed);
    assert.equal(replies.map(({ id }) => id).sort(), [1, 2, 3, 4]);
    const items = (id: number): { index: number }[] => replies.find((reply) => reply.id === id).result.items;
    assert.equal([items(1).length, items(3).length, items(4).length], [3_000, 0, 2_000]);
    assert.ok(items(1).every(({ index }, at) => index === at));
    assert.is(replies[0].result.more, 1);
    assert.is(lists.open, 0);
    client.socket.destroy();
  });
});

test('a list is read no faster than its client reads, while others are answered, and one that goes away ends the reading', async () => {
  const lists = new Lists();
  const endless = 1_000_000;
  await withServer(lists.handler, async (server) => {
    const client = await RawClient.connect(server.path);
    client.socket.pause();
    client.send(request(1, 'list', endless) + request(2, 'list', endless));
    await until(() => lists.read > 0);
    const other = await RawClient.connect(server.path);
    for (let round = 0; round < 100; round++) {
      other.send(request(round, 'echo'));
      await other.next();
    }
    const held = lists.read;
    for (let round = 0; round < 20; round++) {
      other.send(request(round, 'echo'));
      await other.next();
    }
    assert.is(lists.read, held);
    assert.is(lists.open, 1);
    assert.ok(held < 5_000, `${held} items were read for a client that reads nothing`);
    client.socket.destroy();
    await until(() => lists.open === 0 && server.connections === 1);
    other.socket.destroy();
  });
});

test('a list longer than the limit of unread output reaches a client that reads, also one that sends no more', async () => {
  const lists = new Lists();
  const body = async ({ path }: { path: string }): Promise<void> => {
    const client = await RawClient.connect(path);
    client.send(request(1, 'list', 3_000) + request(2, 'list', 3_000) + request(3, 'echo'));
    client.socket.end();
    const replies = (await client.take(3)).map(parsed);
    assert.is(replies.filter(({ result }) => result.items?.length === 3_000).length, 2);
    assert.is(await client.next(), undefined);
  };
  await withServer(lists.handler, body, { maxUnreadBytes: 100_000 });
});

test('a list that cannot be begun is an error; one that breaks off ends the connection, so that no half is taken for it', async () => {
  const broken = new Lists(0);
  await withServer(broken.handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    client.send(request(1, 'list', 10));
    assert.is(parsed(await client.next()).error.message, 'row 7 is damaged');
    client.send(request(2, 'echo'));
    assert.is(parsed(await client.next()).id, 2);
    client.socket.destroy();
  });
  const late = new Lists(2_000);
  await withServer(late.handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    client.send(request(1, 'list', 3_000));
    assert.is(await client.next(), undefined);
    assert.not.ok(client.received.endsWith('\n\n'));
    assert.is(late.open, 0);
  });
});

test('a filter keeps of a list what it keeps of the whole answer', async () => {
  const items = [{ a: 1, b: [{ c: 1, d: 2 }] }, { a: 'x' }, { b: 3 }];
  const answer = listAnswer('items', items, { more: { e: 1, f: 2 }, other: 'y' });
  const { result } = await wholeAnswer(answer);
  for (const filter of [
    '{"items":[{"a":true}]}',
    '{"items":true,"other":true}',
    '{"items":[{"b":[{"c":true}]}],"more":{"e":true}}',
    '{"more":true}',
    '{"items":{"a":true}}',
    '{"items":[true,true]}',
    '{"items":[{"b":{"c":true}}],"more":[true]}',
    '{}',
    'true',
    '[]',
    '7',
  ]) {
    const template = parseTokens(filter, 10);
    let text = '';
    for await (const piece of piecesOf(answer, template)) text += piece;
    const { warning_parameter_filter: told, ...kept } = JSON.parse(text);
    const whole = applyFilter(result, template) as Record<string, JsonValue>;
    const { warning_parameter_filter: wanted, ...rest } = whole;
    assert.equal(kept, jsonOf(parseTokens(JSON.stringify(rest), 10)), filter);
    assert.is(told === undefined, wanted === undefined, filter);
  }
});

test('who holds the whole answer in memory stops reading when nobody waits any more', async () => {
  const lists = new Lists();
  const aborter = new AbortController();
  const answer = await lists.handler({ method: 'list', params: parseTokens('1000000', 2) } as unknown as RpcCall);
  const reading = wholeAnswer(answer as never, aborter.signal).catch((error: Error) => error.name);
  await until(() => lists.read > 0);
  aborter.abort();
  assert.is(await reading, 'AbortError');
  assert.ok(lists.read < 1_000_000);
  assert.is(lists.open, 0);
});

/** An output to a client that reads all at once, and what became of it. */
function outputOf(maxUnreadBytes: number) {
  const written: string[] = [];
  let closed = 0;
  const socket = {
    writable: true,
    writableLength: 0,
    writableNeedDrain: false,
    write: (text: string) => written.push(text),
  };
  const output = new Output({ socket: socket as never, maxUnreadBytes, close: () => closed++ });
  return { output, written, socket, closed: () => closed };
}

/** A long message whose first piece comes when it is let go. */
function heldBack(text: string) {
  let go = (): void => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  async function* pieces(): AsyncGenerator<string, void> {
    await gone;
    yield text;
  }
  return { pieces: pieces(), go };
}

test('what waits behind a long answer is bounded too, and is forgotten once it went out', async () => {
  const { output, written, closed } = outputOf(100);
  for (let round = 1; round <= 3; round++) {
    const long = heldBack('long');
    const sent = output.sendLong(long.pieces);
    for (const message of ['é'.repeat(30), 'x'.repeat(40), 'last']) output.send(message);
    assert.is(closed(), 0, 'a hundred bytes and no more wait before it');
    assert.is(written.length, 4 * (round - 1), 'nothing overtakes the long answer');
    long.go();
    await sent;
    assert.equal(written.slice(-4), ['long', 'é'.repeat(30), 'x'.repeat(40), 'last']);
  }
  const long = heldBack('long');
  const sent = output.sendLong(long.pieces);
  for (const message of ['é'.repeat(30), 'x'.repeat(41), 'one too many']) output.send(message);
  assert.is(closed(), 1);
  long.go();
  await sent;
});

test('long answers go out one after the other, and what one cannot read keeps the next from nothing', async () => {
  const { output, written, closed } = outputOf(100);
  const [first, second] = [heldBack('first'), heldBack('second')];
  const both = [output.sendLong(first.pieces), output.sendLong(second.pieces)];
  second.go();
  await new Promise(setImmediate);
  assert.equal([written, output.isBusy], [[], true]);
  first.go();
  await Promise.all(both);
  assert.equal([written, output.isBusy, closed()], [['first', 'second'], false, 0]);
});

test.run();
