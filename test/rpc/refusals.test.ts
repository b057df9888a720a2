/** What small commands refuse, in whose words, and in which order they look. Without a socket. */
import { equal, is, ok } from 'uvu/assert';
import { getroute } from '../../src/rpc/commands/getroute.ts';
import { parseTokens } from '../../src/rpc/json-token.ts';
import { writeJson } from '../../src/rpc/json-value.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { call } from '../support/commands.ts';
import { CAPACITY_MSAT, invoice, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('what small commands refuse');
const NOBODY = '77'.repeat(32);

const messageOf = async (net: Opened, method: string, params: Parameters<typeof call>[3], name = 'A') => {
  const { error, result } = await call(net, name, method, params);
  return error === undefined ? writeJson(result) : `${error.code} ${error.message}`;
};

/** Part 1 failed in group 1, then part 0 complete in group 2. */
async function paidAtLast(): Promise<{ net: Opened; payment_hash: string }> {
  const net = await open();
  const made = invoice(net, 'D');
  const hops = route(net, 'A', 'D');
  const { simulation } = net.engine.network;
  simulation.hold(net.id('C'), { mode: 'fail', failureMessage: '2002' });
  await net.node('A').send(request(made, hops, { partid: 1n }));
  simulation.release(net.id('C'));
  await net.node('A').send(request(made, hops, { groupid: 2n }));
  is((await net.node('A').wait({ paymentHash: made.paymentHash })).type, 'complete');
  return { net, payment_hash: made.paymentHash };
}

test('delpay deletes only what has the status named, and says what stands in its way', async () => {
  const { net, payment_hash } = await paidAtLast();
  const refused = (params: object): Promise<string> => messageOf(net, 'delpay', params as never);
  is(await refused({ payment_hash: NOBODY, status: 'failed' }), `208 Unknown payment with payment_hash: ${NOBODY}`);
  is(
    await refused({ payment_hash, status: 'failed', partid: 9, groupid: 1 }),
    '208 No payment for that payment_hash with that partid and groupid',
  );
  is(
    await refused({ payment_hash, status: 'failed', partid: 1, groupid: 2 }),
    '208 No payment for that payment_hash with that partid and groupid',
  );
  is(
    await refused({ payment_hash, status: 'failed', partid: 0, groupid: 2 }),
    `208 Payment with hash ${payment_hash} has complete status but it different from the one provided failed`,
  );
  const gone = await call(net, 'A', 'delpay', { payment_hash, status: 'failed', partid: 1, groupid: 1 });
  equal(
    gone.result.payments.map(({ partid, status }: { partid: bigint; status: string }) => [Number(partid), status]),
    [[1, 'failed']],
  );
  is(
    await refused({ payment_hash, status: 'failed' }),
    `208 Payment with hash ${payment_hash} has complete status but it different from the one provided failed`,
  );
  is((await call(net, 'A', 'delpay', { payment_hash, status: 'complete' })).result.payments.length, 1);
  is(await refused({ payment_hash, status: 'complete' }), `208 Unknown payment with payment_hash: ${payment_hash}`);
  await net.engine.close();
});

test('setchannel names one channel, all of a peer or all, and a maximum beyond the capacity is the capacity, with a warning', async () => {
  const net = await open();
  const set = async (id: string, more: object = {}) =>
    (await call(net, 'B', 'setchannel', { id, ...more })).result.channels;
  const scids = (channels: readonly { short_channel_id: string }[]): string[] =>
    channels.map((channel) => channel.short_channel_id);
  equal(scids(await set('101x1x0')), ['101x1x0']);
  equal(scids(await set(net.id('C'))), ['102x1x0']);
  equal(scids(await set('all')), ['101x1x0', '102x1x0']);
  is(await messageOf(net, 'setchannel', { id: '103x1x0' }, 'B'), "-1 Channel ID or peer ID '103x1x0' not found");
  is(
    await messageOf(net, 'setchannel', { id: net.id('D') }, 'B'),
    `-1 Channel ID or peer ID '${net.id('D')}' not found`,
  );
  const [over] = await set('101x1x0', { htlcmax: CAPACITY_MSAT + 1n });
  equal(
    [over.maximum_htlc_out_msat, over.warning_htlcmax_too_high],
    [CAPACITY_MSAT, 'Set htlc_max to the capacity of the channel'],
  );
  const [under] = await set('101x1x0', { htlcmax: CAPACITY_MSAT - 1n, htlcmin: 7n });
  equal([under.maximum_htlc_out_msat, under.minimum_htlc_out_msat], [CAPACITY_MSAT - 1n, 7n]);
  is(under.warning_htlcmax_too_high, undefined);
  const [kept] = await set('101x1x0', { feeppm: 5 });
  equal([kept.maximum_htlc_out_msat, kept.minimum_htlc_out_msat, kept.fee_base_msat], [CAPACITY_MSAT - 1n, 7n, 1n]);
  await net.engine.close();
});

test('waitsendpay waits as many seconds as it was told', async () => {
  const clock = new VirtualClock();
  const net = await open({ clock });
  net.engine.network.simulation.hold(net.id('D'));
  const made = invoice(net, 'D');
  await net.node('A').send(request(made, route(net, 'A', 'D')));
  const wait = (timeout: number) => messageOf(net, 'waitsendpay', { payment_hash: made.paymentHash, timeout });
  let told: string | undefined;
  const waiting = wait(5).then((message) => {
    told = message;
  });
  await new Promise(setImmediate);
  clock.advance(4_999);
  await new Promise(setImmediate);
  is(told, undefined);
  clock.advance(1);
  await waiting;
  is(told, '200 Timed out while waiting');
  await net.engine.close();
});

test('fuzz of more than a hundred percent is a hundred: more could make a fee negative', async () => {
  const asked: unknown[] = [];
  const operated = {
    randomBytes: (bytes: number) => new Uint8Array(bytes),
    route: ({ fuzz }: { fuzz?: { percent: number } }) => {
      asked.push(fuzz?.percent);
      return { type: 'refused', refusal: { code: 205, message: '' } };
    },
  };
  const net = await open();
  for (const fuzzpercent of [0, 5, 100, 100.5, 250]) {
    const params = parseTokens(writeJson({ id: net.id('A'), amount_msat: 1, riskfactor: 1, fuzzpercent }), 9);
    await getroute.call({ node: { operated }, params } as never);
  }
  equal(asked, [undefined, 5, 100, 100, 100]);
  await net.engine.close();
});

test('a policy that was replaced is taken for its time of grace, and not a moment longer', async () => {
  for (const [ms, type, grace] of [
    [59_999, 'complete', { enforcedelay: 60 }],
    [60_000, 'failed', { enforcedelay: 60 }],
    [599_999, 'complete', {}],
    [600_000, 'failed', {}],
  ] as const) {
    const clock = new VirtualClock();
    const net = await open({ clock });
    const made = invoice(net, 'D');
    const hops = route(net, 'A', 'D');
    ok('result' in (await call(net, 'B', 'setchannel', { id: '102x1x0', feebase: 900, ...grace })));
    clock.advance(ms);
    await net.node('A').send(request(made, hops));
    is((await net.node('A').wait({ paymentHash: made.paymentHash })).type, type, `after ${ms} ms`);
    await net.engine.close();
  }
});

test('invoices are refused by label first, then by preimage, and deleted only in the status named', async () => {
  const net = await open();
  const preimage = 'cd'.repeat(32);
  const make = (label: string, more: object = {}) =>
    messageOf(net, 'invoice', { amount_msat: 1_000, label, description: 'd', preimage, ...more } as never);
  ok((await make('one')).includes('bolt11'));
  is(await make('one'), "900 Duplicate label 'one'");
  is(await make('two'), '901 preimage already used');
  is(await messageOf(net, 'delinvoice', { label: 'none', status: 'unpaid' }), '905 Unknown invoice');
  is(
    await messageOf(net, 'delinvoice', { label: 'one', status: 'expired' }),
    '906 Invoice status is unpaid not expired',
  );
  ok((await messageOf(net, 'delinvoice', { label: 'one', status: 'unpaid' })).includes('"label":"one"'));
  is(await messageOf(net, 'waitinvoice', { label: 'one' }), '905 Label not found');
  await net.engine.close();
});

test('resetpenalties forgets one channel, one node or all, and says how many', async () => {
  const net = await open();
  const { simulation } = net.engine.network;
  for (const [name, message] of [
    ['B', '2002'],
    ['C', '2002'],
  ] as const) {
    simulation.hold(net.id(name), { mode: 'fail', failureMessage: message });
    const made = invoice(net, 'D');
    await net.node('A').send(request(made, route(net, 'A', 'D')));
    simulation.release(net.id(name));
  }
  const left = (): number => net.node('A').penalties().length;
  is(left(), 2);
  const reset = async (params: object) => (await call(net, 'A', 'resetpenalties', params as never)).result;
  const before = left();
  await reset({ node: net.id('B') });
  is(left(), before - 1);
  await reset({});
  is(left(), 0);
  await net.engine.close();
});

test.run();
