/** The TypeScript way in: the README's example, typed methods, live references, the feed, and closing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, take, toArray } from 'rxjs';
import { equal, is, ok } from 'uvu/assert';
import { LINE } from '../support/networks.ts';
import { suite } from '../support/suite.ts';
import { CommandError, createNode, createNodes, type InspectionEventLike, RpcClient } from './api-under-test.ts';

const test = suite('the TypeScript API');
const both = () => createNodes({ nodes: ['A', 'D'], network: LINE });

async function paid(nodes: Awaited<ReturnType<typeof both>>, label = 'coffee') {
  const [a, d] = [nodes.node('A'), nodes.node('D')];
  const { payment_hash, payment_secret } = await d.invoice({ amount_msat: 100_000n, label, description: 'coffee' });
  const { route } = await a.getroute({ id: d.id, amount_msat: 100_000n, riskfactor: 1 });
  const sent = await a.sendpay({ route, payment_hash, payment_secret });
  return { a, d, payment_hash, payment_secret, route, sent };
}

test('a payment by typed methods: pending, then complete with its preimage, amounts as bigint', async () => {
  const nodes = await both();
  const { a, payment_hash, sent } = await paid(nodes);
  is(sent.status, 'pending');
  const done = await a.waitsendpay({ payment_hash });
  is(done.status, 'complete');
  is(done.amount_msat, 100_000n);
  is(done.payment_preimage?.length, 64);
  await nodes.close();
});

test('a refusal rejects with the code and message a socket would get', async () => {
  const nodes = await both();
  const { a, payment_hash, payment_secret, route } = await paid(nodes);
  const dearer = route.map(({ id, channel, delay, amount_msat }) => ({
    id,
    channel,
    delay,
    amount_msat: amount_msat + 1n,
  }));
  const error = await a.sendpay({ route: dearer, payment_hash, payment_secret }).catch((reason: unknown) => reason);
  ok(error instanceof CommandError);
  equal([error.code, error.message], [201, 'Already succeeded with amount 100000msat (not 100001msat)']);
  await nodes.close();
});

test('a live reference goes from pending to complete, and inspect events pass through', async () => {
  const nodes = await both();
  nodes.network.simulation.hold(LINE.nodes.find((node) => node.alias === 'D')!.id);
  const { a, payment_hash } = await paid(nodes);
  const inspected: string[] = [];
  const watched = a.payment(payment_hash, { inspect: (event: InspectionEventLike) => inspected.push(event.type) });
  is(watched.getSnapshot().value, 'pending');
  const complete = watched.waitFor((snapshot) => snapshot.hasTag('complete'));
  nodes.network.simulation.release(LINE.nodes.find((node) => node.alias === 'D')!.id);
  is((await complete).context.parts[0]?.status, 'complete');
  ok(inspected.includes('@xstate.transition') || inspected.includes('@xstate.microstep'));
  watched.stop();
  await nodes.close();
});

test('the feed can be resumed from any position and gives each record once', async () => {
  const nodes = await both();
  const { a } = await paid(nodes);
  await a.getinfo();
  const all = await firstValueFrom(a.events().pipe(take(13), toArray()));
  equal(
    all.map((record) => record.position),
    Array.from({ length: 13 }, (_, i) => i + 1),
  );
  const tail = await firstValueFrom(a.events({ from: 10 }).pipe(take(4), toArray()));
  equal(tail, all.slice(9));
  await nodes.close();
});

test('payments$ tells of each change of a part once', async () => {
  const nodes = await both();
  const changes = firstValueFrom(nodes.node('A').payments$.pipe(take(2), toArray()));
  await paid(nodes);
  equal(
    (await changes).map(({ type, payment }) => [type, payment.status]),
    [
      ['created', 'pending'],
      ['updated', 'complete'],
    ],
  );
  await nodes.close();
});

test('closing ends every wait', async () => {
  const nodes = await both();
  nodes.network.simulation.hold(LINE.nodes.find((node) => node.alias === 'D')!.id);
  const { a, payment_hash } = await paid(nodes);
  const waiting = a.waitsendpay({ payment_hash }).catch((error: unknown) => error);
  await nodes.close();
  ok((await waiting) instanceof Error);
  await nodes.close();
});

test('a journal that fails ends every wait, and whoever watches', async () => {
  const nodes = await both();
  nodes.network.simulation.hold(LINE.nodes.find((node) => node.alias === 'D')!.id);
  const { a, payment_hash } = await paid(nodes);
  const live = a.payment(payment_hash);
  const waits = [
    a.waitsendpay({ payment_hash }),
    live.waitFor((snapshot) => snapshot.hasTag('complete')),
    firstValueFrom(a.events({ from: 1_000 })),
  ].map((wait) => wait.catch((error: unknown) => error));
  nodes.journal.fail(new Error('the disk is gone'));
  ok((await Promise.all(waits)).every((error) => error instanceof Error));
  is(live.getSnapshot().status, 'stopped');
  ok((await a.waitsendpay({ payment_hash }).catch((error: unknown) => error)) instanceof Error);
  await nodes.close().catch(() => {});
});

test('one node on disk, found again after closing, also over its socket', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sendpay-api-'));
  const first = await createNodes({ nodes: ['A', 'D'], network: LINE, dir });
  const { payment_hash } = await paid(first);
  await first.close();
  const node = await createNode({ node: 'A', network: LINE, dir });
  is((await node.waitsendpay({ payment_hash })).status, 'complete');
  const socket = join(dir, 'lightning-rpc');
  await node.nodes.serve('A', socket);
  const client = await RpcClient.connect(socket);
  const listed = await client.call('listsendpays', { payment_hash });
  ok('result' in listed && JSON.stringify(listed.result).includes('"complete"'));
  client.close();
  await node.close();
  rmSync(dir, { recursive: true });
});

test.run();
