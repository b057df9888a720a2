/** The commands on a running network: their answers, and what only our own commands do. */
import * as assert from 'uvu/assert';
import { RpcClient } from '../../src/rpc/client.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import { suite } from '../support/suite.ts';
import { CHANNELS, idOf, type Line, withNetwork } from './line.ts';

const test = suite('rpc commands');
const PREIMAGE = '11'.repeat(32);

async function invoiceOf(line: Line, label = 'one', more: Record<string, JsonValue> = {}) {
  return line.ok('D', 'invoice', { amount_msat: 100_000, label, description: 'test', ...more });
}

async function routeTo(line: Line, name: 'B' | 'C' | 'D', amount = 100_000): Promise<JsonValue> {
  return (await line.ok('A', 'getroute', { id: idOf(name), amount_msat: amount, riskfactor: 1 })).route;
}

test('sendpay answers pending, waitsendpay complete with the preimage, and sendpay again complete at once', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line, 'one', { preimage: PREIMAGE });
    const params = { route: await routeTo(line, 'D'), payment_hash, payment_secret };
    const sent = await line.ok('A', 'sendpay', params);
    assert.is(sent.status, 'pending');
    assert.is(sent.message, 'Monitor status with listpays or waitsendpay');
    assert.is(sent.amount_sent_msat, sent.msatoshi_sent);
    const ended = await line.ok('A', 'waitsendpay', { payment_hash });
    assert.is(ended.payment_preimage, PREIMAGE);
    assert.equal(await line.ok('A', 'sendpay', params), ended);
    const other = await line.call('A', 'sendpay', { ...params, route: await routeTo(line, 'D', 100_001) });
    assert.match((other as { error: { message: string } }).error.message, /^Already succeeded with amount 100000msat/);
  });
});

test('a hop of getroute may be raised in its amount_msat alone: the old name beside it is not read', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line);
    const [first, ...rest] = (await routeTo(line, 'D')) as { amount_msat: number; msatoshi: number }[];
    assert.is(first!.msatoshi, first!.amount_msat);
    const route = [{ ...first, amount_msat: first!.amount_msat + 100 }, ...rest] as unknown as JsonValue;
    const sent = await line.ok('A', 'sendpay', { route, payment_hash, payment_secret });
    assert.is(sent.amount_sent_msat, first!.amount_msat + 100);
    assert.is((await line.ok('A', 'waitsendpay', { payment_hash })).status, 'complete');
  });
});

test('never attempted, still pending and an unknown command are three different errors', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line);
    assert.equal(await line.call('A', 'waitsendpay', { payment_hash }), {
      error: { code: 208, message: `Never attempted payment part 0 for '${payment_hash}'` },
    });
    line.engine.network.simulation.hold(idOf('D'));
    await line.ok('A', 'sendpay', { route: await routeTo(line, 'D'), payment_hash, payment_secret });
    assert.equal(await line.call('A', 'waitsendpay', { payment_hash, timeout: 0 }), {
      error: { code: 200, message: 'Timed out while waiting' },
    });
    assert.equal(await line.call('A', 'bogus'), { error: { code: -32601, message: "Unknown command 'bogus'" } });
  });
});

test('the failure of a part is the same for one who waited and one who comes later', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line);
    line.engine.network.simulation.hold(idOf('D'));
    await line.ok('A', 'sendpay', { route: await routeTo(line, 'D'), payment_hash, payment_secret });
    const waiting = line.call('A', 'waitsendpay', { payment_hash });
    line.engine.network.simulation.hold(idOf('D'), { mode: 'fail', failureMessage: '2002' });
    const waited = (await waiting) as { error: { code: number; data: Record<string, unknown> } };
    assert.equal(await line.call('A', 'waitsendpay', { payment_hash }), waited);
    assert.is(waited.error.code, 204);
    assert.is(waited.error.data.status, 'failed');
    assert.is(waited.error.data.raw_message, '2002');
    assert.is(waited.error.data.erring_index, 3);
  });
});

test('what our own channel refuses is told as index 0, without a message of a remote node', async () => {
  await withNetwork(async (line) => {
    const route = [{ id: idOf('B'), channel: CHANNELS[0] as string, amount_msat: 999_000_000, delay: 9 }];
    const payment_hash = '22'.repeat(32);
    assert.is((await line.ok('A', 'sendpay', { route, payment_hash })).status, 'pending');
    const { error } = (await line.call('A', 'waitsendpay', { payment_hash })) as {
      error: { message: string; data: Record<string, unknown> };
    };
    assert.match(error.message, /^failed: WIRE_TEMPORARY_CHANNEL_FAILURE \(WIRE_TEMPORARY_CHANNEL_FAILURE: Capacity/);
    assert.is(error.data.erring_index, 0);
    assert.is(error.data.raw_message, undefined);
  });
});

test('getroute finds no way over our own channels beyond what they carry now', async () => {
  await withNetwork(async (line) => {
    const intoUs = { id: idOf('A'), fromid: idOf('D'), amount_msat: 1000, riskfactor: 1 };
    const none = { error: { code: 205, message: 'Could not find a route' } };
    assert.equal(await line.call('A', 'getroute', intoUs), none, 'B has nothing on its side');
    assert.is((await line.ok('D', 'getroute', { ...intoUs, fromid: idOf('B') })).route.length, 1, 'D cannot know');
  });
});

test('msatoshi is the recorded target, within which the final amount may be up to twice as much', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line);
    const sent = await line.ok('A', 'sendpay', {
      route: await routeTo(line, 'D'),
      payment_hash,
      payment_secret,
      msatoshi: 50_000,
    });
    assert.is(sent.amount_msat, 50_000);
    assert.is((await line.ok('A', 'waitsendpay', { payment_hash })).status, 'complete');
  });
});

test('a failure on the way is avoided, explained by listpenalties, and forgotten by resetpenalties', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line);
    line.engine.network.simulation.hold(idOf('B'), { mode: 'fail', failureMessage: '2002' });
    await line.ok('A', 'sendpay', { route: await routeTo(line, 'D'), payment_hash, payment_secret });
    await line.call('A', 'waitsendpay', { payment_hash });
    const [penalty] = (await line.ok('A', 'listpenalties')).penalties;
    assert.is(penalty.payment_hash, payment_hash);
    assert.is(penalty.failcodename, 'WIRE_TEMPORARY_NODE_FAILURE');
    assert.ok(penalty.avoided);
    assert.ok((await routeTo(line, 'D')) !== undefined, 'the only route is still given');
    const { forgotten } = await line.ok('A', 'resetpenalties');
    assert.ok(forgotten > 0);
    assert.equal(await line.ok('A', 'listpenalties'), { penalties: [] });
  });
});

test('wait tells the next change of an index, and at once what it has reached', async () => {
  await withNetwork(async (line) => {
    const next = line.ok('A', 'wait', { subsystem: 'sendpays', indexname: 'created', nextvalue: 1 });
    const { payment_hash, payment_secret } = await invoiceOf(line);
    await line.ok('A', 'sendpay', { route: await routeTo(line, 'D'), payment_hash, payment_secret });
    const moved = { status: 'pending', partid: 0, groupid: 1, payment_hash };
    assert.equal(await next, {
      subsystem: 'sendpays',
      created: 1,
      sendpays: moved,
      details: moved,
    });
    await line.ok('A', 'waitsendpay', { payment_hash });
    const updated = { subsystem: 'sendpays', indexname: 'updated', nextvalue: 1 };
    assert.equal(await line.ok('A', 'wait', updated), { subsystem: 'sendpays', updated: 1 });
    const created = { subsystem: 'invoices', indexname: 'created', nextvalue: 1 };
    assert.equal(await line.ok('D', 'wait', created), { subsystem: 'invoices', created: 1 });
  });
});

test('waitinvoice and waitanyinvoice answer when the invoice is paid', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line);
    const client = await RpcClient.connect(line.socketOf('D'));
    const waits = [client.call('waitinvoice', ['one']), client.call('waitanyinvoice', [0])];
    await line.ok('A', 'sendpay', { route: await routeTo(line, 'D'), payment_hash, payment_secret });
    for (const outcome of await Promise.all(waits)) {
      const paid = (outcome as { result: Record<string, unknown> }).result;
      assert.is(paid.status, 'paid');
      assert.is(paid.pay_index, 1);
      assert.is(paid.amount_received_msat, 100_000);
    }
    assert.equal(await client.call('waitanyinvoice', { lastpay_index: 1, timeout: 0 }), {
      error: { code: 904, message: 'Timed out while waiting for invoice to be paid' },
    });
    client.close();
  });
});

test('delinvoice deletes an invoice only in the status the caller names', async () => {
  await withNetwork(async (line) => {
    await invoiceOf(line);
    assert.equal(await line.call('D', 'delinvoice', ['one', 'paid']), {
      error: {
        code: 906,
        message: 'Invoice status is unpaid not paid',
        data: { current_status: 'unpaid', expected_status: 'paid' },
      },
    });
    assert.is((await line.ok('D', 'delinvoice', ['one', 'unpaid'])).label, 'one');
    assert.equal(await line.call('D', 'delinvoice', ['one', 'unpaid']), {
      error: { code: 905, message: 'Unknown invoice' },
    });
  });
});

test('setchannel changes what a route costs', async () => {
  await withNetwork(async (line) => {
    const before = (await routeTo(line, 'D')) as unknown as { amount_msat: number }[];
    const { channels } = await line.ok('B', 'setchannel', { id: CHANNELS[1] as string, feebase: 500, feeppm: 0 });
    assert.is(channels[0].fee_base_msat, 500);
    const after = (await routeTo(line, 'D')) as unknown as { amount_msat: number }[];
    assert.is(after[0]?.amount_msat, (before[1]?.amount_msat as number) + 500);
    assert.match(JSON.stringify(await line.call('B', 'setchannel', ['9x9x9'])), /not found/);
  });
});

test('delpay forgets the rows of a paid hash, and the hash stays paid', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line);
    const params = { route: await routeTo(line, 'D'), payment_hash, payment_secret };
    await line.ok('A', 'sendpay', params);
    const paid = await line.ok('A', 'waitsendpay', { payment_hash });
    assert.equal(await line.ok('A', 'delpay', { payment_hash, status: 'complete' }), { payments: [paid] });
    assert.equal(await line.ok('A', 'listsendpays'), { payments: [] });
    assert.is((await line.ok('A', 'sendpay', params)).status, 'complete');
  });
});

test('an empty route pays oneself, in the same call', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line);
    const paid = await line.ok('D', 'sendpay', { route: [], payment_hash, payment_secret, amount_msat: 100_000 });
    assert.is(paid.status, 'complete');
    const refused = (await line.call('D', 'sendpay', {
      route: [],
      payment_hash: '00'.repeat(32),
      payment_secret,
      amount_msat: 100_000,
    })) as { error: { code: number; message: string } };
    assert.is(refused.error.code, 203);
    assert.is(refused.error.message, `Unknown invoice ${'00'.repeat(32)}`);
  });
});

test('check gives the error a command would give for its parameters, and never acts', async () => {
  await withNetwork(async (line) => {
    const params = { amount_msat: 1, label: 'checked', description: 'd' };
    assert.equal(await line.ok('D', 'check', { command_to_check: 'invoice', ...params }), {
      command_to_check: 'invoice',
    });
    assert.equal(await line.ok('D', 'check', ['invoice', 1, 'checked', 'd']), { command_to_check: 'invoice' });
    assert.equal(await line.ok('D', 'listinvoices'), { invoices: [] });
    assert.equal(await line.call('D', 'check', { command_to_check: 'getroute' }), {
      error: { code: -32602, message: 'missing required parameter: id' },
    });
    assert.equal(await line.call('D', 'check', ['bogus']), {
      error: { code: -32601, message: "Unknown command 'bogus'" },
    });
  });
});

test('a client that goes away while it waits leaves the payment alone', async () => {
  await withNetwork(async (line) => {
    const { payment_hash, payment_secret } = await invoiceOf(line);
    line.engine.network.simulation.hold(idOf('D'));
    await line.ok('A', 'sendpay', { route: await routeTo(line, 'D'), payment_hash, payment_secret });
    const client = await RpcClient.connect(line.socketOf('A'));
    const waiting = client.call('waitsendpay', { payment_hash });
    client.close();
    assert.equal(await waiting, { closed: true });
    line.engine.network.simulation.release(idOf('D'));
    assert.is((await line.ok('A', 'waitsendpay', { payment_hash })).status, 'complete');
  });
});

test('setchannel takes only what a channel_update can say, and the cltv delta too', async () => {
  await withNetwork(async (line) => {
    const set = (more: Record<string, JsonValue>) =>
      line.call('B', 'setchannel', { id: CHANNELS[1] as string, ...more });
    for (const [name, value] of Object.entries({ feebase: 2 ** 32, cltvdelta: 2 ** 16, feeppm: 2 ** 32 }))
      assert.is(((await set({ [name]: value })) as { error: { code: number } }).error.code, -32602, name);
    assert.ok('result' in (await set({ feebase: 2 ** 32 - 1, feeppm: 0, cltvdelta: 2 ** 16 - 1, enforcedelay: 0 })));
    const { channels } = await line.ok('A', 'listchannels', { short_channel_id: CHANNELS[1] as string });
    const half = channels.find(({ source }: { source: string }) => source === idOf('B'));
    assert.equal([half.base_fee_millisatoshi, half.delay], [2 ** 32 - 1, 2 ** 16 - 1]);
  });
});

test('parameters of Core Lightning that are not supported keep their place and are refused by name', async () => {
  await withNetwork(async (line) => {
    const refused = await line.call('A', 'keysend', [idOf('D'), 1000, null, null, null, null, null, {}]);
    assert.equal(refused, { error: { code: -32602, message: 'extratlvs: not supported' } });
    const nulls = Array.from({ length: 7 }, () => null);
    const paid = await line.ok('A', 'keysend', [idOf('D'), 1000, ...nulls, 50]);
    assert.is(paid.status, 'complete', 'maxfee is the tenth');
  });
});

test('a wait that begins while the node closes ends at once', async () => {
  await withNetwork(async (line) => {
    await invoiceOf(line);
    line.engine.network.invoices.close();
    assert.ok('error' in (await line.call('D', 'waitinvoice', { label: 'one' })));
    assert.ok('error' in (await line.call('D', 'waitanyinvoice')));
    const next = { subsystem: 'invoices', indexname: 'created', nextvalue: 9 };
    assert.ok('error' in (await line.call('D', 'wait', next)));
  });
});

test.run();
