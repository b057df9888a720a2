/** Whoever comes to the inspector, in whatever number, and however they go: it costs the daemon nothing that lasts. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get as httpGet, request as httpRequest, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal, is, match, ok } from 'uvu/assert';
import { Doorway, MAX_CONNECTIONS, MAX_STRANGERS } from '../../src/inspect/doorway.ts';
import { LiveNews, MAX_UNREAD_NEWS_BYTES } from '../../src/inspect/live-news.ts';
import { startInspector } from '../../src/inspect/server.ts';
import { RpcClient } from '../../src/rpc/client.ts';
import { roomForClients } from '../../src/rpc/descriptors.ts';
import { invoice, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite("at the inspector's door");

const CROWD = 300;
const root = join(import.meta.dirname, '..', '..');

/** Connects and says nothing. */
async function crowd(port: number, count: number): Promise<Socket[]> {
  const one = (): Socket =>
    connect(port, '127.0.0.1')
      .resume()
      .on('error', () => {});
  const sockets = Array.from({ length: count }, one);
  await Promise.all(sockets.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')])));
  return sockets;
}

function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpGet(url, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', reject);
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A daemon that may open few files, with an inspector, and transitions for somebody who does not listen. */
async function cramped(dir: string) {
  const network = join(root, 'src', 'graph', 'line-network.json');
  const entry = join(root, 'test', 'support', 'sendpay-source.ts');
  const nodes = ['--node', 'A', '--node', 'D', '--network', network, '--dir', dir];
  const words = ['--import', 'tsx', entry, 'up', ...nodes, '--inspect', '0', '--inspect-ws', '1'];
  const child = spawn('bash', ['-c', 'ulimit -n 128; exec "$@"', 'bash', process.execPath, ...words]);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(child, 'exit');
  await until(() => /^ready$/m.test(said) || child.exitCode !== null);
  const url = /inspector (\S+)/.exec(said)?.[1];
  if (url === undefined) throw new Error(said);
  return { child, ended, url, said: () => said };
}

test('three hundred strangers and 128 open files: the daemon pays, shows its page, and ends when it is told', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sendpay-door-'));
  const { child, ended, url, said } = await cramped(dir);
  const strangers = await crowd(Number(new URL(url).port), CROWD);
  const [a, d] = await Promise.all(['A', 'D'].map((name) => RpcClient.connect(join(dir, name, 'lightning-rpc'))));
  const made = await d?.call('invoice', { amount_msat: 1_000, label: 'tea', description: 'tea' });
  const { bolt11 } = (made as { result: { bolt11: string } }).result;
  const paid = await a?.call('pay', { bolt11 });
  is((paid as { result?: { status: string } } | undefined)?.result?.status, 'complete');
  is(await statusOf(url), 200);
  is(said().match(/nobody listens at ws:/g)?.length, 1);
  child.kill('SIGTERM');
  equal(await ended, [0, null]);
  for (const socket of strangers) socket.destroy();
  a?.close();
  d?.close();
  rmSync(dir, { recursive: true, force: true });
});

test('a crowd of strangers keeps nobody out who knows the token, and is sent off', async () => {
  const { engine } = await open();
  const inspector = await startInspector({ engine, port: 0 });
  const port = Number(new URL(inspector.url).port);
  const strangers = await crowd(port, CROWD);
  await until(() => strangers.filter(({ destroyed }) => !destroyed).length <= MAX_STRANGERS);
  is(await statusOf(inspector.url), 200);
  const [refused] = await crowd(port, 1);
  refused?.write(`GET /nobody/ HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
  const [answer] = (await once(refused as Socket, 'data')) as [Buffer];
  match(String(answer), /^HTTP\/1.1 404 [\s\S]*connection: close/i);
  await once(refused as Socket, 'close');
  await until(() => strangers.every(({ destroyed }) => destroyed));
  await inspector.close();
  await engine.close();
});

test('no connection is taken in beyond the limit, and what fails at accepting ends nothing', async () => {
  const server = createServer((_request, response) => response.end());
  const door = new Doorway(server, 3);
  server.on('request', (asked) => door.admit(asked));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const friends = await crowd(port, 3);
  for (const friend of friends) {
    friend.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(friend, 'data');
  }
  is(door.size, 3);
  const [late] = await crowd(port, 1);
  await until(() => late?.destroyed === true);
  is(door.size, 3);
  server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
  for (const socket of [...friends, late]) socket?.destroy();
  await until(() => door.size === 0);
  server.close();
});

test('files are left for the log, whatever the limit of open files is', () => {
  for (const limit of [32, 128, 256, 1_024, 1_048_576]) {
    const { sockets, inspector } = roomForClients(limit);
    ok(sockets >= 1 && inspector >= 1, String(limit));
    if (limit >= 128) ok(sockets + Math.min(inspector, MAX_CONNECTIONS) <= limit - 64, String(limit));
  }
});

/** How many listen to a journal. */
function counted(journal: { onDurable: (listener: never) => () => void }): () => number {
  let listeners = 0;
  const original = journal.onDurable.bind(journal);
  journal.onDurable = (listener) => {
    listeners++;
    const end = original(listener);
    return () => {
      listeners--;
      end();
    };
  };
  return () => listeners;
}

test('of a hundred watchers that went away none is left listening to the log', async () => {
  const { engine, journal } = await open();
  const listening = counted(journal as never);
  const inspector = await startInspector({ engine, port: 0 });
  const idle = listening();
  for (let round = 0; round < 10; round++) {
    const watchers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const asking = httpRequest(`${inspector.url}events`, { agent: false }).on('error', () => {});
        asking.end();
        await once(asking, 'response');
        return asking;
      }),
    );
    is(listening(), idle + 1, 'all watchers share one');
    for (const watcher of watchers) watcher.destroy();
    await until(() => listening() === idle);
  }
  await inspector.close();
  is(listening(), idle - 1, 'the inspector itself takes its leave too');
  await engine.close();
});

test('a reader of news that does not read is cut off before much has piled up; others hear on', async () => {
  const opened = await open();
  const news = new LiveNews(opened.journal, 1);
  const reader = (unread: number) => {
    const heard: string[] = [];
    const response = Object.assign(new EventEmitter(), {
      writableLength: unread,
      writeHead: () => response,
      write: (text: string) => void heard.push(text),
      end: () => response.emit('close'),
      destroy: () => response.emit('close'),
      destroyed: false,
    });
    news.subscribe(response as unknown as ServerResponse);
    return { heard, response };
  };
  const [slow, quick] = [reader(MAX_UNREAD_NEWS_BYTES + 1), reader(0)];
  const gone = once(slow.response, 'close');
  await opened.node('A').send(request(invoice(opened, 'D'), route(opened, 'A', 'D')));
  await until(() => quick.heard.length === 2);
  await gone;
  is(slow.heard.length, 1);
  news.close();
  await opened.engine.close();
});

test.run();
