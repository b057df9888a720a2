/** What a waiting client hears on the way, and that one who goes away leaves nothing behind. */
import * as assert from 'uvu/assert';
import { journalCommands } from '../../src/cli/journal-commands.ts';
import { InFlight } from '../../src/network/in-flight.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { suite } from '../support/suite.ts';
import { idOf, type Line, withNetwork } from './line.ts';
import { lightningCli, pylnCall } from './strict-clients.ts';
import { RawClient } from './support.ts';

const test = suite('notifications and waiters of the commands');
const AMOUNT = 100_000;

const request = (id: string, method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

async function invoiceOf(line: Line): Promise<{ bolt11: string; payment_hash: string; payment_secret: string }> {
  return line.ok('D', 'invoice', { amount_msat: AMOUNT, label: 'one', description: 'test' });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Messages up to the answer with this id. */
async function messagesUntil(
  client: RawClient,
  id: string,
): Promise<{ notes: unknown[]; reply: Record<string, unknown> }> {
  const notes: unknown[] = [];
  for (;;) {
    const message = JSON.parse((await client.next()) as string);
    if (message.id === id) return { notes, reply: message };
    notes.push([message.method, message.params]);
  }
}

test('pay tells of each part as it is sent and as it ends, before its answer, to a client that asked', async () => {
  await withNetwork(async (line) => {
    const { bolt11 } = await invoiceOf(line);
    const client = await RawClient.connect(line.socketOf('A'));
    client.send(request('n', 'notifications', { enable: true }));
    await messagesUntil(client, 'n');
    client.send(request('p', 'pay', { bolt11 }));
    const { notes, reply } = await messagesUntil(client, 'p');
    assert.is((reply.result as { status: string }).status, 'complete');
    const message = (text: string): unknown => ['message', { id: 'p', level: 'debug', message: text }];
    assert.equal(notes, [
      message(`Part 1: sending ${AMOUNT}msat over 101x1x0, 102x1x0, 103x1x0`),
      message('Part 1: complete'),
    ]);
    client.socket.destroy();
  });
});

test('pyln-client takes the answer of a command for the answer, whatever it was told on the way', async () => {
  await withNetwork(async (line) => {
    const { bolt11, payment_hash } = await invoiceOf(line);
    const path = line.socketOf('A');
    const paid = await pylnCall(path, 'pay', { bolt11 });
    assert.is(paid.result.status, 'complete');
    assert.is(paid.notes.length, 2);
    for (const [method, params] of [
      ['waitsendpay', { payment_hash, partid: 1 }],
      ['listsendpays', {}],
      ['wait', { subsystem: 'sendpays', indexname: 'created', nextvalue: 0 }],
    ] as const)
      assert.equal((await pylnCall(path, method, params)).notes, [], method);
  });
});

test('lightning-cli prints the answer of parts that end while it waits, and nothing that it must draw', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret, bolt11 } = await invoiceOf(line);
    const path = line.socketOf('A');
    line.engine.network.simulation.hold(idOf('D'));
    const { route } = await line.ok('A', 'getroute', { id: idOf('D'), amount_msat: AMOUNT / 2, riskfactor: 1 });
    const part = { route, payment_hash, payment_secret, amount_msat: AMOUNT };
    await line.ok('A', 'sendpay', { ...part, partid: 1 });
    await line.ok('A', 'sendpay', { ...part, partid: 2 });
    const waits = [1, 2].map((partid) => lightningCli(path, 'waitsendpay', { payment_hash, partid }));
    line.engine.network.simulation.release(idOf('D'));
    for (const { answer, lines } of await Promise.all(waits)) {
      assert.is((answer.result as { status: string }).status, 'complete');
      assert.equal(lines, []);
    }
    const again = await lightningCli(path, 'pay', { bolt11 });
    assert.is((again.answer.result as { parts: number }).parts, 2);
  });
});

test('nobody who did not ask is told anything', async () => {
  await withNetwork(async (line) => {
    const { bolt11 } = await invoiceOf(line);
    const silent = await RawClient.connect(line.socketOf('A'));
    silent.send(request('p', 'pay', { bolt11 }));
    assert.equal((await messagesUntil(silent, 'p')).notes, []);
    silent.socket.destroy();
  });
});

test('a client that vanishes leaves no waiter of any command behind', async () => {
  await withNetwork(async (line) => {
    const { payments, pays, network, journal } = line.engine;
    const { bolt11, payment_hash } = await invoiceOf(line);
    line.engine.network.simulation.hold(idOf('D'));
    const observed = (): number =>
      payments.changes.keyCount + pays.waiterCount + Number(network.invoices.changes.observed);
    const idle = observed();
    const wait = (id: string, subsystem: string): string =>
      request(id, 'wait', { subsystem, indexname: 'created', nextvalue: 99 });
    const client = await RawClient.connect(line.socketOf('A'));
    client.send(request('p', 'pay', { bolt11 }) + request('s', 'waitsendpay', { payment_hash }));
    client.send(wait('1', 'sendpays') + wait('2', 'invoices') + wait('3', 'forwards'));
    const payee = await RawClient.connect(line.socketOf('D'));
    payee.send(request('w', 'waitinvoice', { label: 'one' }) + request('a', 'waitanyinvoice', {}));
    await until(() => payments.changes.keyCount > 0 && pays.waiterCount > 0 && network.invoices.changes.observed);
    client.socket.destroy();
    payee.socket.destroy();
    await until(() => observed() === idle);
    line.engine.network.simulation.release(idOf('D'));
    await journal.durable(journal.position);
    assert.is((await line.ok('A', 'waitsendpay', { payment_hash, partid: 1 })).status, 'complete', 'the pay went on');
  });
});

test('5,000 calls that wait for records to come leave nothing behind when their client goes (G11)', async () => {
  const CALLS = 5_000;
  await withNetwork(
    async ({ engine: { journal }, ok, socketOf }) => {
      const client = await RawClient.connect(socketOf('A'));
      const wait = (from: number): string => request(String(from), 'dev-log', { from, wait: true });
      client.send(Array.from({ length: CALLS }, (_, i) => wait(journal.position + 100 + i)).join(''));
      await until(() => journal.waitedFor === CALLS);
      await ok('D', 'invoice', { amount_msat: AMOUNT, label: 'meanwhile', description: 'test' });
      assert.is(journal.waitedFor, CALLS);
      client.socket.destroy();
      await until(() => journal.waitedFor === 0);
    },
    (engine) => journalCommands(engine, new Map()),
  );
});

test('whoever waits for HTLCs to end leaves nothing behind when they give up', async () => {
  const inFlight = new InFlight(new VirtualClock(), 0);
  inFlight.added();
  const gone = new AbortController();
  const waits = [inFlight.settled(gone.signal), inFlight.settled(gone.signal)];
  const patient = inFlight.settled();
  assert.is(inFlight.waiterCount, 3);
  gone.abort();
  await Promise.all(waits);
  assert.is(inFlight.waiterCount, 1);
  inFlight.removed();
  await patient;
  assert.is(inFlight.waiterCount, 0);
});

test.run();
