/** The indexes of forwards and invoices: listed by, waited for, and what forwarding earned. */
import * as assert from 'uvu/assert';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import { suite } from '../support/suite.ts';
import { CHANNELS, idOf, type Line, withNetwork } from './line.ts';

const test = suite('indexes of forwards and invoices');
const AMOUNT = 100_000;

/** A pays D over B and C; `spoil` changes the route. Gives the payment_hash once the payment ended. */
async function pay(line: Line, label: string, spoil: (route: Hop[]) => void = () => {}): Promise<string> {
  const { payment_hash, payment_secret } = await line.ok('D', 'invoice', {
    amount_msat: AMOUNT,
    label,
    description: 'test',
  });
  const { route } = await line.ok('A', 'getroute', { id: idOf('D'), amount_msat: AMOUNT, riskfactor: 1 });
  spoil(route);
  await line.ok('A', 'sendpay', { route, payment_hash, payment_secret });
  await line.call('A', 'waitsendpay', { payment_hash });
  return payment_hash;
}

interface Hop {
  amount_msat: number;
  msatoshi?: number;
  delay: number;
}

/** Pays the first hop a msat less than it asks for. */
function underpay([first]: Hop[]): void {
  const hop = first as Hop;
  hop.amount_msat -= 1;
  delete hop.msatoshi;
}

const forwardsOf = async (line: Line, params: JsonValue = {}): Promise<Record<string, unknown>[]> =>
  (await line.ok('B', 'listforwards', params)).forwards;

test('forwards are numbered as they are offered or refused, and again as they end', async () => {
  await withNetwork(async (line) => {
    line.engine.network.simulation.hold(idOf('D'));
    const first = await line.ok('D', 'invoice', { amount_msat: AMOUNT, label: 'held', description: 'test' });
    const { route } = await line.ok('A', 'getroute', { id: idOf('D'), amount_msat: AMOUNT, riskfactor: 1 });
    const { payment_hash, payment_secret } = first;
    await line.ok('A', 'sendpay', { route, payment_hash, payment_secret });
    await pay(line, 'refused', underpay);
    line.engine.network.simulation.release(idOf('D'));
    await line.ok('A', 'waitsendpay', { payment_hash });
    await pay(line, 'third');
    const shown = (rows: Record<string, unknown>[]): unknown[] =>
      rows.map((row) => [row.created_index, row.updated_index, row.status]);
    assert.equal(shown(await forwardsOf(line)), [
      [1, 1, 'settled'],
      [2, undefined, 'local_failed'],
      [3, 2, 'settled'],
    ]);
    assert.equal(shown(await forwardsOf(line, { index: 'updated' })), [
      [2, undefined, 'local_failed'],
      [1, 1, 'settled'],
      [3, 2, 'settled'],
    ]);
    assert.equal(shown(await forwardsOf(line, { index: 'created', start: 2, limit: 1 })), [
      [2, undefined, 'local_failed'],
    ]);
    assert.equal(shown(await forwardsOf(line, { index: 'updated', start: 2 })), [[3, 2, 'settled']]);
    assert.equal(shown(await forwardsOf(line, { index: 'created', limit: 1, status: 'local_failed' })), [
      [2, undefined, 'local_failed'],
    ]);
  });
});

test('wait tells the next forward and its end, and at once what is reached', async () => {
  await withNetwork(async (line) => {
    const forwards = (indexname: string, nextvalue: number): JsonValue => ({
      subsystem: 'forwards',
      indexname,
      nextvalue,
    });
    const created = line.ok('B', 'wait', forwards('created', 2));
    const updated = line.ok('B', 'wait', forwards('updated', 1));
    await pay(line, 'one');
    const end = {
      in_channel: CHANNELS[0],
      in_htlc_id: 0,
      in_msat: AMOUNT + 4,
      out_channel: CHANNELS[1],
    };
    const settled = { status: 'settled', ...end };
    assert.equal(await updated, { subsystem: 'forwards', updated: 1, forwards: settled, details: settled });
    assert.equal(await line.ok('B', 'wait', forwards('created', 1)), { subsystem: 'forwards', created: 1 });
    assert.equal(await line.ok('B', 'wait', forwards('deleted', 0)), { subsystem: 'forwards', deleted: 0 });
    await pay(line, 'two');
    const offered = { status: 'offered', ...end, in_htlc_id: 1 };
    assert.equal(await created, { subsystem: 'forwards', created: 2, forwards: offered, details: offered });
  });
});

test('wait tells of deleted invoices, with the status they had', async () => {
  await withNetwork(async (line) => {
    const wait = (nextvalue: number) =>
      line.ok('D', 'wait', { subsystem: 'invoices', indexname: 'deleted', nextvalue });
    const [first, second] = [wait(1), wait(2)];
    await line.ok('D', 'invoice', { amount_msat: 1, label: 'unpaid', description: 'test' });
    await line.ok('D', 'delinvoice', { label: 'unpaid', status: 'unpaid' });
    await pay(line, 'paid');
    await line.ok('D', 'delinvoice', { label: 'paid', status: 'paid' });
    const brief = ({ invoices: { label, status }, deleted }: Awaited<typeof first>): unknown => [
      deleted,
      label,
      status,
    ];
    assert.equal(
      [brief(await first), brief(await second)],
      [
        [1, 'unpaid', 'unpaid'],
        [2, 'paid', 'paid'],
      ],
    );
    assert.equal(await wait(1), { subsystem: 'invoices', deleted: 2 });
  });
});

test('getinfo tells the fees of settled forwards, and a log folded anew implies the same numbers', async () => {
  await withNetwork(async (line) => {
    assert.is((await line.ok('B', 'getinfo')).fees_collected_msat, 0);
    await pay(line, 'one');
    await pay(line, 'refused', underpay);
    await pay(line, 'two');
    assert.is((await line.ok('B', 'getinfo')).fees_collected_msat, 4);
    assert.is((await line.ok('C', 'getinfo')).fees_collected_msat, 4);
    assert.is((await line.ok('D', 'getinfo')).fees_collected_msat, 0);
    const { journal } = line.engine;
    const { findings } = await verifyEngine({ journal });
    assert.equal(findings, []);
  });
});

/** All of `values`, absent ones left out. */
function* everyOf(values: Record<string, readonly (JsonValue | undefined)[]>): Generator<Record<string, JsonValue>> {
  const [[name, choices] = ['', []], ...rest] = Object.entries(values);
  if (name === '') return yield {};
  for (const others of everyOf(Object.fromEntries(rest)))
    for (const value of choices) yield value === undefined ? others : { [name]: value, ...others };
}

type Row = Record<string, JsonValue>;

/** What filters, an index, a start and a limit leave of all rows, as plain as can be. */
function chosen(rows: readonly Row[], { index, start = 0, limit, ...wanted }: Row): Row[] {
  const place = (row: Row): number =>
    index === 'updated' ? Number(row.updated_index ?? 0) : Number(row.created_index);
  return rows
    .filter((row) => Object.entries(wanted).every(([name, value]) => row[name] === value))
    .filter((row) => place(row) >= Number(start))
    .sort((one, other) => place(one) - place(other))
    .slice(0, limit as number | undefined);
}

test('every combination of filters of listforwards and listinvoices gives what all of them give', async () => {
  await withNetwork(async (line) => {
    // Above the channels' reserves, so that there is something to pay back.
    const there = await line.ok('D', 'invoice', { amount_msat: 50_000_000, label: 'there', description: 'test' });
    await line.ok('A', 'pay', { bolt11: there.bolt11 });
    await pay(line, 'refused', underpay);
    const back = await line.ok('A', 'invoice', { amount_msat: 10_000, label: 'back', description: 'test' });
    await line.ok('D', 'pay', { bolt11: back.bolt11 });
    for (const label of ['second', 'third']) await pay(line, label);
    line.engine.network.simulation.hold(idOf('D'));
    const { bolt11 } = await line.ok('D', 'invoice', { amount_msat: 1_000, label: 'held', description: 'test' });
    void line.call('A', 'pay', { bolt11 });
    for (const label of ['unpaid', 'deleted'])
      await line.ok('D', 'invoice', { amount_msat: 1_000, label, description: 'test' });
    await line.ok('D', 'delinvoice', { label: 'deleted', status: 'unpaid' });
    while ((await forwardsOf(line, { status: 'offered' })).length === 0) await new Promise(setImmediate);

    const paged = { index: ['created', 'updated'], start: [undefined, 3], limit: [undefined, 2] };
    const forwards = (await forwardsOf(line)) as Row[];
    assert.equal([...new Set(forwards.map(({ status }) => status))].sort(), ['local_failed', 'offered', 'settled']);
    const channels = [undefined, CHANNELS[0], CHANNELS[1]];
    const status = [undefined, 'offered', 'settled', 'failed', 'local_failed'];
    for (const asked of everyOf({ status, in_channel: channels, out_channel: channels, ...paged }))
      assert.equal(await forwardsOf(line, asked), chosen(forwards, asked), JSON.stringify(asked));

    const htlcsOf = async (params: JsonValue): Promise<Row[]> => (await line.ok('B', 'listhtlcs', params)).htlcs;
    const htlcs = await htlcsOf({});
    assert.ok(htlcs.length > 8);
    for (const { id, ...asked } of everyOf({ id: channels, ...paged })) {
      const wanted: Row = id === undefined ? asked : { ...asked, short_channel_id: id };
      assert.equal(await htlcsOf(id === undefined ? asked : { ...asked, id }), chosen(htlcs, wanted));
    }

    const invoicesOf = async (params: JsonValue): Promise<Row[]> =>
      (await line.ok('D', 'listinvoices', params)).invoices;
    const invoices = await invoicesOf({});
    assert.is(invoices.length, 6);
    for (const asked of [
      ...everyOf(paged),
      ...everyOf({ label: ['second', 'unpaid', 'nothing'], ...paged }),
      ...everyOf({ payment_hash: [invoices[0]?.payment_hash, invoices[5]?.payment_hash], ...paged }),
    ])
      assert.equal(await invoicesOf(asked), chosen(invoices, asked), JSON.stringify(asked));
    assert.equal((await verifyEngine({ journal: line.engine.journal })).findings, []);
  });
});

test.run();
