/** The socket: framing of replies, ids, errors of the envelope, clients that vanish or do not read, limits. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import * as assert from 'uvu/assert';
import { call, RpcClient } from '../../src/rpc/client.ts';
import type { RpcAnswer, RpcCall, RpcHandler } from '../../src/rpc/connection.ts';
import { textOf } from '../../src/rpc/json-token.ts';
import { jsonOf } from '../../src/rpc/json-value.ts';
import { Room, serveRpc } from '../../src/rpc/server.ts';
import { suite } from '../support/suite.ts';
import { RawClient, withServer } from './support.ts';

const test = suite('rpc server');

/** Commands of the tests: what each does follows from its name. */
function toys(): { handler: (call: RpcCall) => Promise<RpcAnswer>; waiting: () => number; release: () => void } {
  const waiters = new Set<() => void>();
  const handler = async (rpc: RpcCall): Promise<RpcAnswer> => {
    switch (rpc.method) {
      case 'echo':
        return { result: jsonOf(rpc.params) };
      case 'big':
        return { result: 'x'.repeat(Number(textOf(rpc.params))) };
      case 'notifications':
        rpc.enableNotifications(true);
        return { result: {} };
      case 'talk':
        rpc.notify({ level: 'info', message: 'hello' });
        return { result: {} };
      case 'throw':
        throw new Error('broken command');
      case 'wait':
        await new Promise<void>((resolve) => {
          const done = (): void => {
            waiters.delete(done);
            resolve();
          };
          waiters.add(done);
          rpc.signal.addEventListener('abort', done, { once: true });
        });
        return { result: { waited: true } };
      default:
        return { error: { code: -32601, message: `Unknown command '${rpc.method}'` } };
    }
  };
  return {
    handler,
    waiting: () => waiters.size,
    release: () => {
      for (const done of [...waiters]) done();
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const request = (id: string, method = 'echo', params = '{}'): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}`;

test('a reply is one line in the order jsonrpc, id, result, and ends with an empty line', async () => {
  await withServer(toys().handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    client.send(request('"a"', 'echo', '{ "x" : [1, "\\n\\n"] }'));
    await client.next();
    assert.is(client.received, '{"jsonrpc":"2.0","id":"a","result":{"x":[1,"\\n\\n"]}}\n\n');
    client.socket.destroy();
  });
});

test('an id comes back exactly as it was sent', async () => {
  await withServer(toys().handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    for (const id of ['"\\u00e9\\/"', '1.0', '123456789012345678901234567890', 'null', 'true', '-0']) {
      client.send(request(id));
      assert.is(await client.next(), `{"jsonrpc":"2.0","id":${id},"result":{}}`);
    }
    client.socket.destroy();
  });
});

test('requests cut at every byte and joined without a delimiter are all answered', async () => {
  await withServer(toys().handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    const bytes = Buffer.from(`${request('1', 'echo', '["é"]')}${request('2')} \n${request('3')}`);
    for (const byte of bytes) {
      client.send(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const replies = await client.take(3);
    assert.equal(
      replies.map((reply) => JSON.parse(reply as string).id),
      [1, 2, 3],
    );
    assert.match(replies[0] as string, '"é"');
    client.socket.destroy();
  });
});

test('a command that waits does not hold back those sent after it', async () => {
  const { handler, release } = toys();
  await withServer(handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    client.send(request('1', 'wait') + request('2') + request('3'));
    const first = await client.take(2);
    release();
    const ids = [...first, await client.next()].map((reply) => JSON.parse(reply as string).id);
    assert.equal(ids, [2, 3, 1]);
    client.socket.destroy();
  });
});

const ENVELOPES: readonly [string, string][] = [
  ['[]', '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Expected {} for json command"}}'],
  ['"x"', '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Expected {} for json command"}}'],
  [
    '{"jsonrpc":"2.0","method":"echo","params":{}}',
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"No id"}}',
  ],
  [
    '{"jsonrpc":"2.0","id":[],"method":"echo","params":{}}',
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Expected string/primitive for id"}}',
  ],
  [
    '{"jsonrpc":"2.0","id":"a\n\nb","method":"echo","params":{}}',
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Control characters in id must be escaped"}}',
  ],
  [
    '{"jsonrpc":"1.0","id":1,"method":"echo","params":{}}',
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"jsonrpc: \\"2.0\\" must be specified in the request"}}',
  ],
  ['{"id":1,"params":{}}', '{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"No method"}}'],
  ['{"id":1,"method":"echo"}', '{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"No params"}}'],
  [
    '{"id":1,"method":5,"params":{}}',
    '{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"Expected string for method"}}',
  ],
  [request('1', 'bogus'), '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Unknown command \'bogus\'"}}'],
  [request('1', 'throw'), '{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"broken command"}}'],
];

test("a wrong envelope gets Core Lightning's words, and the connection goes on", async () => {
  await withServer(toys().handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    for (const [sent, reply] of ENVELOPES) {
      client.send(sent);
      assert.is(await client.next(), reply, sent);
    }
    client.send('{"id":1,"method":"echo","params":[]}');
    assert.is(await client.next(), '{"jsonrpc":"2.0","id":1,"result":[]}', 'a missing "jsonrpc" is tolerated');
    client.socket.destroy();
  });
});

test('bytes that are not UTF-8 are refused by the name of what holds them, and the connection goes on', async () => {
  await withServer(toys().handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    for (const [request, id, where] of [
      ['{"id":1,"method":"echo","params":{"label":"X"}}', '1', 'label'],
      ['{"id":2,"method":"echo","params":["X"]}', '2', 'params'],
      ['{"id":3,"method":"eXho","params":[]}', '3', 'method'],
      ['{"id":"X","method":"echo","params":[]}', 'null', 'id'],
    ] as const) {
      client.send(Buffer.from(request.replace('X', '\xff'), 'latin1'));
      const error = `{"code":-32602,"message":"${where}: should be well-formed UTF-8"}`;
      assert.is(await client.next(), `{"jsonrpc":"2.0","id":${id},"error":${error}}`);
    }
    client.send('{"id":5,"method":"echo","params":["é"]}');
    assert.is(await client.next(), '{"jsonrpc":"2.0","id":5,"result":["é"]}');
    client.socket.destroy();
  });
});

test('broken JSON is answered with the id that stands before the fault, else null, and ends the connection', async () => {
  await withServer(toys().handler, async (server) => {
    const unparsable = '{"jsonrpc":"2.0","method":"echo","id":"cli:pay#1","filter": nonsense,"params":[]}';
    for (const [broken, wanted] of [
      [unparsable, 'cli:pay#1'],
      [unparsable.replace('nonsense', '{"pays":[bogus]}'), 'cli:pay#1'],
      [unparsable.replace('nonsense', '{"id":2,}'), 'cli:pay#1'],
      ['{"id":{"id":1},"x":}', null],
      ['{"params":{"id":1},"x":}', null],
      ['[{"id":1},]', null],
      ['hello\n', null],
      ['\u{1}', null],
    ] as const) {
      const client = await RawClient.connect(server.path);
      client.send(`${request('1')}${broken} `);
      const replies = (await client.take(2)).map((text) => JSON.parse(text as string));
      assert.ok(
        replies.some(({ id, result }) => id === 1 && result !== undefined),
        'the request before it is answered',
      );
      const reply = replies.find(({ error }) => error !== undefined);
      assert.is(reply.id, wanted, broken);
      assert.is(reply.error.code, -32600);
      assert.match(reply.error.message, /^Invalid token in json input: '/);
      assert.is(await client.next(), undefined);
    }
    await until(() => server.connections === 0);
  });
});

test('the reply to notifications is shorter than 100 bytes, and messages name the command they belong to', async () => {
  await withServer(toys().handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    client.send(request('1', 'talk'));
    assert.is(await client.next(), '{"jsonrpc":"2.0","id":1,"result":{}}', 'off by default');
    client.send(request('"cli:notifications#12345"', 'notifications', '{"enable":true}'));
    assert.ok(((await client.next()) as string).length < 98);
    client.send(request('"x"', 'talk'));
    assert.equal(await client.take(2), [
      '{"jsonrpc":"2.0","method":"message","params":{"id":"x","level":"info","message":"hello"}}',
      '{"jsonrpc":"2.0","id":"x","result":{}}',
    ]);
    client.socket.destroy();
  });
});

test('a client that vanishes releases its waiters, whether it closed or only stopped sending', async () => {
  const { handler, waiting } = toys();
  await withServer(handler, async (server) => {
    for (const leave of ['destroy', 'end'] as const) {
      const client = await RawClient.connect(server.path);
      client.send(request('1', 'wait') + request('2', 'wait'));
      await until(() => waiting() === 2);
      client.socket[leave]();
      await until(() => waiting() === 0 && server.connections === 0);
    }
  });
});

test('a client that stops sending still gets the answers of commands that do not wait', async () => {
  await withServer(toys().handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    client.socket.end(request('1') + request('2'));
    assert.equal(
      (await client.take(3)).map((reply) => reply?.slice(0, 23)),
      ['{"jsonrpc":"2.0","id":1', '{"jsonrpc":"2.0","id":2', undefined],
    );
  });
});

test('every request sent before the client stops sending is answered, however many there are', async () => {
  const body = async ({ path }: { path: string }): Promise<void> => {
    const many = 50;
    const client = await RawClient.connect(path);
    client.socket.end(Array.from({ length: many }, (_, index) => request(String(index))).join(''));
    const replies = await client.take(many + 1);
    assert.is(replies.filter((reply) => reply !== undefined).length, many);
    assert.is(replies.at(-1), undefined, 'then the connection ends');
  };
  await withServer(toys().handler, body, { batchSize: 10 });
});

test('a request half written when the client closes does nothing', async () => {
  let calls = 0;
  const handler = async (): Promise<RpcAnswer> => {
    calls++;
    return { result: {} };
  };
  await withServer(handler, async (server) => {
    const client = await RawClient.connect(server.path);
    client.socket.end(request('1').slice(0, -1));
    assert.is(await client.next(), undefined);
    await until(() => server.connections === 0);
    assert.is(calls, 0);
  });
});

test('while a client does not read its answers, its requests are not read', async () => {
  let calls = 0;
  const handler = async (): Promise<RpcAnswer> => {
    calls++;
    return { result: 'x'.repeat(100_000) };
  };
  const many = 2000;
  const body = async ({ path }: { path: string }): Promise<void> => {
    const client = await RawClient.connect(path);
    client.socket.pause();
    client.send(Array.from({ length: many }, (_, index) => request(String(index))).join(''));
    await until(() => calls > 0);
    const other = await RpcClient.connect(path);
    for (let round = 0; round < 50; round++) await other.call('echo');
    const held = calls - 50;
    assert.ok(held < 50, `${held} of ${many} requests were run for a client that reads nothing`);
    other.close();
    client.socket.resume();
    const replies = await client.take(many);
    assert.equal(new Set(replies.map((reply) => JSON.parse(reply as string).id)).size, many);
    client.socket.destroy();
  };
  await withServer(handler, body, { batchSize: 10 });
});

test('messages to a client that does not read are dropped, not kept until they pass the limit', async () => {
  const handler: RpcHandler = async ({ enableNotifications, notify }) => {
    enableNotifications(true);
    for (let said = 0; said < 200; said++) notify({ level: 'info', message: 'x'.repeat(100_000) });
    return { result: {} };
  };
  const body = async ({ path }: { path: string }): Promise<void> => {
    const client = await RawClient.connect(path);
    client.send(request('1'));
    let text = await client.next();
    for (; text?.includes('"method":"message"'); text = await client.next());
    assert.is(text, '{"jsonrpc":"2.0","id":1,"result":{}}', 'the answer comes, and the connection lives');
    client.socket.destroy();
  };
  await withServer(handler, body, { maxUnreadBytes: 5_000_000 });
});

test('a client whose unread answers pass the limit is closed', async () => {
  const { handler, waiting, release } = toys();
  await withServer(
    handler,
    async (server) => {
      const client = await RawClient.connect(server.path);
      client.socket.pause();
      client.send(request('0', 'wait') + request('1', 'wait') + request('2', 'big', '"3000000"'));
      await until(() => waiting() === 2);
      release();
      await until(() => server.connections === 0);
      client.socket.destroy();
    },
    { maxUnreadBytes: 1_000_000 },
  );
});

test('more commands outstanding than allowed are refused, and there is room again when one ends', async () => {
  const { handler, waiting, release } = toys();
  await withServer(
    handler,
    async ({ path }) => {
      const client = await RawClient.connect(path);
      client.send(request('1', 'wait') + request('2', 'wait') + request('3', 'wait'));
      assert.match(
        (await client.next()) as string,
        '"id":3,"error":{"code":-1,"message":"Too many commands outstanding',
      );
      await until(() => waiting() === 2);
      release();
      await client.take(2);
      client.send(request('4'));
      assert.match((await client.next()) as string, '"id":4,"result"');
      client.socket.destroy();
    },
    { maxOutstanding: 2 },
  );
});

test('beyond the rate limit requests wait their turn, and none is lost', async () => {
  await withServer(
    toys().handler,
    async ({ path }) => {
      const client = await RawClient.connect(path);
      // What was not asked for while nothing came does not add up.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const started = performance.now();
      client.send(Array.from({ length: 30 }, (_, index) => request(String(index))).join(''));
      const replies = await client.take(30);
      assert.equal(
        replies.map((reply) => JSON.parse(reply as string).id),
        Array.from({ length: 30 }, (_, index) => index),
      );
      assert.ok(performance.now() - started >= 180, '20 requests beyond the burst at 100 a second take 200 ms');
      client.socket.destroy();
    },
    { requestBurst: 10, requestsPerSecond: 100 },
  );
});

test('connections beyond the limit are closed at once', async () => {
  await withServer(
    toys().handler,
    async ({ path }) => {
      const first = await RpcClient.connect(path);
      assert.equal(await first.call('echo'), { result: {} });
      assert.equal(await call(path, 'echo'), { closed: true });
      first.close();
    },
    { maxConnections: 1 },
  );
});

test('servers that share a room share its places, and a client that leaves gives its own back', async () => {
  const room = new Room(2);
  const { handler } = toys();
  await withServer(handler, async ({ path }) => {
    const first = await RawClient.connect(path);
    first.send(request('1'));
    assert.ok(await first.next());
    const other = await serveRpc({ path: `${path}-2`, handler, room });
    const only = await RpcClient.connect(other.path);
    await only.call('echo', {});
    const more = await RpcClient.connect(other.path);
    await more.call('echo', {});
    assert.equal(await call(other.path, 'echo'), { closed: true });
    only.close();
    await until(() => other.connections === 1);
    assert.ok('result' in (await call(other.path, 'echo')));
    more.close();
    await other.close();
  });
});

test('a connection that could not be accepted, for want of open files, ends nothing', async () => {
  await withServer(toys().handler, async ({ path }) => {
    let server: Server | undefined;
    const note = (message: unknown): void => {
      server ??= (message as { socket: Socket & { server: Server } }).socket.server;
    };
    subscribe('net.server.socket', note);
    await call(path, 'echo');
    unsubscribe('net.server.socket', note);
    assert.ok(
      server?.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' })),
      'somebody hears it',
    );
    assert.ok('result' in (await call(path, 'echo')));
  });
});

test('closing the server ends outstanding calls without an answer and removes the socket', async () => {
  const { handler, waiting } = toys();
  await withServer(handler, async (server) => {
    const pending = call(server.path, 'wait');
    await until(() => waiting() === 1);
    await server.close();
    assert.equal(await pending, { closed: true });
    assert.is(waiting(), 0);
    assert.throws(() => statSync(server.path));
  });
});

test('the socket file is readable by its owner only', async () => {
  await withServer(toys().handler, async ({ path }) => {
    assert.is(statSync(path).mode & 0o777, 0o600);
  });
});

test('a socket left by a dead process is replaced; one that answers, a file, or a long path is refused', async () => {
  await withServer(toys().handler, async ({ path }) => {
    const refused = async (at: string): Promise<string> =>
      serveRpc({ path: at, handler: toys().handler }).then(
        () => 'listening',
        (error) => error.code,
      );
    assert.is(await refused(path), 'SENDPAY_RPC_SOCKET_IN_USE');
    assert.equal(await call(path, 'echo'), { result: {} });
    writeFileSync(`${path}.txt`, 'mine');
    assert.is(await refused(`${path}.txt`), 'SENDPAY_RPC_SOCKET_PATH');
    assert.is(readFileSync(`${path}.txt`, 'utf8'), 'mine');
    assert.is(await refused(`${path}${'x'.repeat(108)}`), 'SENDPAY_RPC_SOCKET_PATH');

    const stale = `${path}.stale`;
    await leaveStaleSocket(stale);
    const server = await serveRpc({ path: stale, handler: toys().handler });
    assert.equal(await call(stale, 'echo'), { result: {} });
    await server.close();
  });
});

/** A socket file nobody listens on, as kill -9 leaves it: the listener is closed without Node unlinking the file. */
async function leaveStaleSocket(path: string): Promise<void> {
  const { linkSync, renameSync } = await import('node:fs');
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(`${path}.new`, resolve));
  linkSync(`${path}.new`, `${path}.kept`);
  await new Promise<void>((resolve) => listener.close(() => resolve()));
  renameSync(`${path}.kept`, path);
}

test('a filter keeps only what it names, and says so when it does not fit', async () => {
  await withServer(toys().handler, async ({ path }) => {
    const params = { pays: [{ status: 'complete', label: 'x', parts: [1] }, { status: 'failed' }], other: 1 };
    const filtered = async (filter: never): Promise<unknown> =>
      ((await call(path, 'echo', params, { filter })) as { result: unknown }).result;
    assert.equal(await filtered({ pays: [{ status: true }] } as never), {
      pays: [{ status: 'complete' }, { status: 'failed' }],
    });
    assert.equal(await filtered({ other: true, absent: true } as never), { other: 1 });
    assert.equal(await filtered({ other: { x: true } } as never), {
      other: 1,
      warning_parameter_filter: '.other is not an object',
    });
  });
});

const BAD_FILTERS: readonly [filter: string, words: string][] = [
  ['"nonsense"', 'Expected object'],
  ['1', 'Expected object'],
  ['true', 'Expected object'],
  ['null', 'Expected object'],
  ['[]', 'Expected object'],
  ['[{"x":true}]', 'Expected object'],
  ['{"x":false}', 'value must be true'],
  ['{"x":"true"}', 'value must be true'],
  ['{"x":null}', 'value must be true'],
  ['{"y":true,"x":{"z":1}}', 'value must be true'],
  ['{"x":[]}', 'Arrays can only have one element'],
  ['{"x":[true,true]}', 'Arrays can only have one element'],
  ['{"x":[{"z":[{},{}]}]}', 'Arrays can only have one element'],
  ['{"x":["z"]}', 'value must be true'],
];

test('a malformed filter is refused with the id of the request, before any command runs', async () => {
  let runs = 0;
  const handler = async (): Promise<RpcAnswer> => {
    runs++;
    return { result: {} };
  };
  await withServer(handler, async ({ path }) => {
    const client = await RawClient.connect(path);
    for (const [filter, words] of BAD_FILTERS) {
      client.send(`{"jsonrpc":"2.0","id":"f","method":"pay","filter":${filter},"params":{}}`);
      const reply = JSON.parse((await client.next()) as string);
      assert.is(reply.id, 'f');
      assert.is(reply.error?.code, -32602, filter);
      assert.match(reply.error.message, new RegExp(`^filter: ${words}: invalid token '`), filter);
    }
    assert.is(runs, 0);
    for (const filter of ['{}', '{"x":true}', '{"x":[{"y":{"z":true}}]}', '{"x":[true]}', '{"x":[{}]}']) {
      client.send(`{"jsonrpc":"2.0","id":"f","method":"pay","filter":${filter},"params":{}}`);
      assert.is(await client.next(), '{"jsonrpc":"2.0","id":"f","result":{}}', filter);
    }
    assert.is(runs, 5);
    client.socket.destroy();
  });
});

test.run();
