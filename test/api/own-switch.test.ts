/** `createNodes` over a node of one's own: typed methods pay through it; what it cannot do has no commands. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal, is, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import {
  CommandError,
  createNodes,
  openMemoryJournal,
  SendpayError,
  type SendpayNodes,
  switchConformance,
  VirtualClock,
} from './api-under-test.ts';
import { Ledger, OwnSwitch, SHOP } from './own-switch.ts';
import { OwnWorld } from './own-world.ts';

const test = suite('createNodes over a switch of one’s own');

const AMOUNT_MSAT = 100_000n;
/** A hash the shop has no invoice for. */
const UNKNOWN = 'ab'.repeat(32);

type Nodes = SendpayNodes<OwnSwitch>;

async function pay(nodes: Nodes, payment_hash: string) {
  const us = nodes.node('us');
  const { route } = await us.getroute({ id: SHOP, amount_msat: AMOUNT_MSAT, riskfactor: 1 });
  return us.sendpay({ route, payment_hash, payment_secret: '00'.repeat(32) });
}

const refusalOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

test('a route over the graph it feeds, sendpay, and waitsendpay complete with its preimage', async () => {
  const ledger = new Ledger();
  const nodes = await createNodes({ switch: new OwnSwitch(ledger), clock: new VirtualClock() });
  const payment_hash = ledger.invoice(1);
  const us = nodes.node('us');
  const { route } = await us.getroute({ id: SHOP, amount_msat: AMOUNT_MSAT, riskfactor: 1 });
  equal(
    route.map(({ channel, amount_msat }) => [channel, amount_msat]),
    [
      ['100x1x0', 101_010n],
      ['101x1x0', AMOUNT_MSAT],
    ],
  );
  is((await pay(nodes, payment_hash)).status, 'pending');
  const done = await us.waitsendpay({ payment_hash });
  equal([done.status, done.payment_preimage, done.amount_sent_msat], ['complete', '1'.padStart(64, '0'), 101_010n]);
  const [attempt] = nodes.network.offered;
  ok(attempt?.kind === 'htlc');
  equal([attempt.plan?.hops.length, attempt.packet().length, attempt.sentMsat], [2, 1366, 101_010n]);
  await nodes.close();
});

test('what it read of an error is what waitsendpay answers, and the next route is told', async () => {
  const nodes = await createNodes({ switch: new OwnSwitch(new Ledger()) });
  await pay(nodes, UNKNOWN);
  const error = await refusalOf(nodes.node('us').waitsendpay({ payment_hash: UNKNOWN }));
  ok(error instanceof CommandError);
  is(error.code, 204);
  const data = error.data as Record<string, unknown>;
  equal([data.erring_index, data.failcode, data.erring_channel], [1, 0x1007, '101x1x0']);
  const { penalties } = await nodes.node('us').listpenalties();
  equal(
    penalties.map((penalty) => ('short_channel_id' in penalty ? penalty.short_channel_id : undefined)),
    ['101x1x0'],
  );
  await nodes.close();
});

test('with a dir: what was paid is there after closing, and everything was settled', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sendpay-own-switch-'));
  const ledger = new Ledger();
  const payment_hash = ledger.invoice(2);
  const first = await createNodes({ switch: new OwnSwitch(ledger), dir });
  await pay(first, payment_hash);
  await first.node('us').waitsendpay({ payment_hash });
  await pay(first, UNKNOWN);
  await refusalOf(first.node('us').waitsendpay({ payment_hash: UNKNOWN }));
  await first.close();
  is(ledger.settled.size, 2);
  const second = await createNodes({ switch: new OwnSwitch(ledger), dir });
  const { payments } = await second.node('us').listsendpays();
  equal(
    payments.map(({ payment_hash: hash, status }) => [hash, status]),
    [
      [payment_hash, 'complete'],
      [UNKNOWN, 'failed'],
    ],
  );
  equal(second.network.offered, []);
  await second.close();
  rmSync(dir, { recursive: true });
});

test('with a journal of one’s own: a process that dies between the offer and the result pays once', async () => {
  const ledger = new Ledger();
  const payment_hash = ledger.invoice(3);
  const journal = await openMemoryJournal();
  const first = await createNodes({ switch: new OwnSwitch(ledger), journal });
  is(first.journal, journal);
  await pay(first, payment_hash);
  journal.crash();
  await new Promise((resolve) => setImmediate(resolve));
  const second = await createNodes({
    switch: new OwnSwitch(ledger),
    journal: await openMemoryJournal({ storage: journal.storage }),
  });
  is((await second.node('us').waitsendpay({ payment_hash })).status, 'complete');
  equal([ledger.rows.size, second.network.offered.length], [1, 0]);
  await second.close();
});

test('what it cannot do has no commands: unknown over call, no method, and no line of help', async () => {
  const nodes = await createNodes({ switch: new OwnSwitch(new Ledger()) });
  const us = nodes.node('us');
  const { help } = (await us.call('help')) as unknown as { help: { command: string }[] };
  const usages = help.map(({ command }) => command.split(' ')[0]);
  ok(usages.includes('sendpay'));
  for (const lacked of [
    'invoice',
    'listinvoices',
    'waitinvoice',
    'waitanyinvoice',
    'delinvoice',
    'listforwards',
    'setchannel',
  ]) {
    const error = await refusalOf(us.call(lacked, {}));
    ok(error instanceof CommandError, lacked);
    equal([error.code, error.message], [-32601, `Unknown command '${lacked}'`]);
    is((us as unknown as Record<string, unknown>)[lacked], undefined, lacked);
    ok(!usages.includes(lacked), lacked);
  }
  await nodes.close();
});

test('a journal of another node is refused', async () => {
  const journal = await openMemoryJournal();
  const first = await createNodes({ switch: new OwnSwitch(new Ledger()), journal });
  await first.close();
  const other = Object.assign(new OwnSwitch(new Ledger()), { identity: 'somebody else' });
  const storage = { journal: await openMemoryJournal({ storage: journal.storage }) };
  const error = await refusalOf(createNodes({ switch: other, ...storage }));
  ok(error instanceof SendpayError && error.code === 'SENDPAY_NETWORK_MISMATCH', String(error));
});

const journal = () => openMemoryJournal();
const WRONG_OPTIONS: readonly [RegExp, () => object | Promise<object>][] = [
  [/dir and journal/, async () => ({ nodes: ['alice'], dir: 'never-made', journal: await journal() })],
  [/nodes or switch/, () => ({})],
  [/nodes or switch/, () => ({ nodes: undefined, switch: undefined })],
  [/nodes and switch/, () => ({ nodes: ['us'], switch: new OwnSwitch(new Ledger()) })],
  [/network and switch/, () => ({ network: 'some-file', switch: new OwnSwitch(new Ledger()) })],
  [/settings and switch/, () => ({ settings: {}, switch: new OwnSwitch(new Ledger()) })],
  [/nodes/, () => ({ nodes: 'alice' })],
  [/nodes/, () => ({ nodes: [] })],
];

test('options that contradict each other, or say too little, are refused by name', async () => {
  for (const [names, options] of WRONG_OPTIONS) {
    const error = await refusalOf(createNodes((await options()) as never));
    ok(error instanceof SendpayError, String(error));
    is(error.code, 'SENDPAY_BAD_ARGUMENT');
    ok(names.test(error.message), error.message);
  }
});

for (const { title, run } of switchConformance('a switch of one’s own', async () => new OwnWorld()))
  test(title, async () => {
    await run();
  });

test.run();
