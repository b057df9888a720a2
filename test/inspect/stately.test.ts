/** `--inspect-ws`: the transitions of every logged actor, as Stately's inspector reads them. */
import { equal, is, match, not, ok, throws } from 'uvu/assert';
import type { AnyStateMachine } from 'xstate';
import { kindNameOf } from '../../machines/kind.ts';
import { KINDS } from '../../machines/kinds.ts';
import { createNodes } from '../../src/api/create-node.ts';
import { connectStately, statelyUrl } from '../../src/inspect/stately.ts';
import { StatelyMessages } from '../../src/inspect/stately-messages.ts';
import { MAX_UNSENT_BYTES, StatelyTeller } from '../../src/inspect/stately-teller.ts';
import { openTextSocket, type TextSocket } from '../../src/inspect/text-socket.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { LINE } from '../support/networks.ts';
import { suite } from '../support/suite.ts';
import { type Relay, relay, type Told } from './relay.ts';

const test = suite("transitions for Stately's inspector");

const AMOUNT_MSAT = 1_000n;
const RETRY_MS = 5;

async function line(latencyMs = 0) {
  const nodes = await createNodes({ nodes: ['A', 'D'], network: LINE, settings: { latencyMs } });
  const [a, d] = [nodes.node('A'), nodes.node('D')];
  let labels = 0;
  const invoice = () => d.invoice({ amount_msat: AMOUNT_MSAT, label: String(labels++), description: 'tea' });
  return { nodes, a, d, invoice };
}

async function connected(nodes: Awaited<ReturnType<typeof line>>['nodes'], port: number, showSecrets = false) {
  const said: string[] = [];
  const url = statelyUrl(String(port));
  const say = (sentence: string): void => void said.push(sentence);
  const stop = await connectStately({ engine: nodes.engine, url, showSecrets, say, retryMs: RETRY_MS });
  return { said, stop };
}

const ofType = (told: readonly Told[], type: Told['type'], session: string): Told[] =>
  told.filter((message) => message.type === type && message.sessionId === session);
const eventsTold = (told: readonly Told[]): number => told.filter(({ type }) => type === '@xstate.event').length;

/** What the log says each actor took, and where it was led, from a position on. */
async function transitionsOf({ journal }: Awaited<ReturnType<typeof line>>['nodes'], from: number) {
  const streams = new Map<string, { types: string[]; values: unknown[] }>();
  for await (const { stream } of journal.read(from)) streams.set(stream, { types: [], values: [] });
  for (const [stream, { types, values }] of streams) {
    const { machine } = KINDS.find(({ name }) => name === kindNameOf(stream)) as { machine: AnyStateMachine };
    const fold = new Fold(machine);
    let snapshot = fold.initial;
    for (const { position, event } of journal.readStreamFromStart(stream)) {
      snapshot = fold.step(snapshot, event as never).snapshot;
      if (position < from) continue;
      types.push(event.type);
      values.push(snapshot.value);
    }
  }
  return streams;
}

test('every actor of the log is registered once before it moves, and then each of its events and states is told', async () => {
  const listener = await relay();
  const { nodes, a, invoice } = await line();
  const { stop, said } = await connected(nodes, listener.port);
  const from = nodes.journal.position + 1;
  is((await a.pay({ bolt11: (await invoice()).bolt11 })).status, 'complete');
  nodes.network.simulation.hold('C', { mode: 'fail', failureMessage: '2002' });
  const { payment_hash, payment_secret } = await invoice();
  const { route } = await a.getroute({ id: nodes.node('D').id, amount_msat: AMOUNT_MSAT, riskfactor: 1 });
  await a.sendpay({ route, payment_hash, payment_secret });
  await a.waitsendpay({ payment_hash }).catch(() => {});
  const { position } = nodes.journal;
  await listener.until((told) => eventsTold(told) === position - from + 1);
  const transitions = await transitionsOf(nodes, from);
  const kinds = new Set([...transitions.keys()].map(kindNameOf));
  for (const kind of ['payment', 'pay', 'channel', 'penalty', 'invoice', 'node']) ok(kinds.has(kind), kind);
  for (const [stream, { types, values }] of transitions) {
    const session = listener.told.filter(({ sessionId }) => sessionId === stream);
    equal(
      session.map(({ type }) => type),
      ['@xstate.actor', ...types.flatMap(() => ['@xstate.event', '@xstate.snapshot'])],
      stream,
    );
    equal(
      ofType(session, '@xstate.event', stream).map(({ event }) => event?.type),
      types,
    );
    equal(
      ofType(session, '@xstate.snapshot', stream).map(({ snapshot }) => snapshot?.value),
      values,
    );
    is(JSON.parse(session[0]?.definition ?? '').id, KINDS.find(({ name }) => name === kindNameOf(stream))?.machine.id);
  }
  equal(said, []);
  ok(listener.told.every(({ _version }) => _version === '0.7.2'));
  const told = JSON.stringify(listener.told);
  match(told, '"preimage":"(hidden)"');
  not.match(told, payment_secret);
  const penalty = listener.told.find(({ event }) => event?.type === 'FAILURE_LEARNED');
  is(kindNameOf(penalty?.sourceId ?? ''), 'payment', 'an event says whose record caused it');
  stop();
  await nodes.close();
  await listener.close();
});

test('that nobody listens is said once; who comes later is told what is in flight, and then what moves', async () => {
  const first = await relay();
  const { port } = first;
  await first.close();
  const { nodes, a, invoice } = await line();
  const { stop, said } = await connected(nodes, port);
  nodes.network.simulation.hold('D');
  const paying = a.pay({ bolt11: (await invoice()).bolt11 });
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS * 5));
  is(said.length, 1);
  match(said[0] as string, `nobody listens at ws://127.0.0.1:${port}/`);
  const listener: Relay = await relay(port);
  const registered = (told: readonly Told[]): string[] =>
    told.filter(({ type }) => type === '@xstate.actor').map(({ sessionId }) => kindNameOf(sessionId));
  await listener.until((told) => registered(told).includes('pay') && registered(told).includes('payment'));
  equal(listener.told.find(({ sessionId }) => kindNameOf(sessionId) === 'payment')?.snapshot?.value, 'pending');
  nodes.network.simulation.release('D');
  await paying;
  await listener.until((told) => told.some(({ event }) => event?.type === 'PART_FULFILLED'));
  await listener.close();
  while (said.length < 3) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  equal(
    said.map((sentence) => sentence.split(' ws://')[0]),
    ['nobody listens at', 'transitions go to', 'the listener at'],
  );
  stop();
  await nodes.close();
});

test('a listener that does not keep up is cut off, and nothing is kept for it', async () => {
  const { nodes, a, invoice } = await line();
  const ended: (string | undefined)[] = [];
  const sent: string[] = [];
  let unsentBytes = 0;
  const socket: TextSocket = {
    send: (text) => void sent.push(text),
    get unsentBytes() {
      return unsentBytes;
    },
    close: (why) => void ended.push(why),
    closed: new Promise(() => {}),
  };
  new StatelyTeller(nodes.engine, socket, new StatelyMessages({ showSecrets: false }));
  await a.pay({ bolt11: (await invoice()).bolt11 });
  const before = sent.length;
  ok(before > 0);
  unsentBytes = MAX_UNSENT_BYTES + 1;
  await a.pay({ bolt11: (await invoice()).bolt11 });
  equal([ended, sent.length], [['it did not keep up'], before]);
  await nodes.close();
});

test('texts of every length arrive whole, pings are answered, and what a listener says is dropped', async () => {
  const listener = await relay();
  const socket = await openTextSocket(statelyUrl(`ws://localhost:${listener.port}/any?path`));
  const [there] = listener.sockets;
  const texts = [0, 125, 126, 65_535, 65_536, 300_000].map((length) => JSON.stringify('é'.padEnd(length, 'x')));
  for (const text of texts) socket.send(text);
  await listener.until((told) => told.length === texts.length);
  equal(
    listener.told.map((text) => JSON.stringify(text)),
    texts,
  );
  const ponged = new Promise((resolve) => there?.on('pong', resolve));
  for (const length of [1, 200, 70_000]) there?.send(Buffer.alloc(length, 0x89));
  there?.ping('are you there');
  is(String(await ponged), 'are you there');
  there?.terminate();
  is(await socket.closed, 'it closed the connection');
  await listener.close();
});

test('only a port or an address of this machine is taken', () => {
  is(statelyUrl('8080').href, 'ws://127.0.0.1:8080/');
  is(statelyUrl('ws://[::1]:1/x').href, 'ws://[::1]:1/x');
  for (const wrong of [
    '',
    'x',
    '99999',
    'http://localhost:1',
    'wss://localhost:1',
    'ws://example.org:80',
    'ws://10.0.0.1:1',
  ])
    throws(
      () => statelyUrl(wrong),
      (error: { code?: string }) => error.code === 'SENDPAY_INSPECT_WS',
      wrong,
    );
});

test.run();
