/** What clients of Core Lightning v25 and v26 ask for beyond v24.11: other names, other routes, HTLCs, 64-bit names of parts. */
import * as assert from 'uvu/assert';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import { suite } from '../support/suite.ts';
import { CHANNELS, idOf, type Line, type Name, withNetwork } from './line.ts';
import { RawClient } from './support.ts';

const test = suite('clients of v25 and v26');
const AMOUNT = 100_000;
const CHANNEL = CHANNELS[0] as string;
let labels = 0;

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
const invoiceOf = (line: Line, node: Name = 'D', amount_msat: JsonValue = AMOUNT): Promise<any> =>
  line.ok(node, 'invoice', { amount_msat, label: `modern ${labels++}`, description: 'test' });

async function refusal(line: Line, method: string, params: JsonValue): Promise<{ code: number; message: string }> {
  const outcome = await line.call('A', method, params);
  if (!('error' in outcome)) throw new Error(`${method} should be refused, and answered ${JSON.stringify(outcome)}`);
  return outcome.error;
}

interface Hop {
  readonly id: string;
  readonly channel: string;
  readonly direction: number;
  readonly amount_msat: number;
  readonly delay: number;
}

async function routeTo(line: Line, name: Name, amount_msat = AMOUNT): Promise<Hop[]> {
  return (await line.ok('A', 'getroute', { id: idOf(name), amount_msat, riskfactor: 1 })).route;
}

const pathHop = ({ id, channel, direction, amount_msat, delay }: Hop) => ({
  short_channel_id_dir: `${channel}/${direction}`,
  node_id_in: id,
  node_id_out: id,
  amount_in_msat: amount_msat,
  amount_out_msat: amount_msat,
  cltv_in: delay,
  cltv_out: delay,
});

test('listpeerchannels finds a channel by its id or its place, and takes one of them', async () => {
  await withNetwork(async (line) => {
    const { channels } = await line.ok('A', 'listpeerchannels');
    const [{ channel_id, funding_txid, funding_outnum, features }] = channels;
    assert.match(channel_id, /^[0-9a-f]{64}$/);
    assert.match(funding_txid, /^[0-9a-f]{64}$/);
    assert.equal([funding_outnum, features], [0, []]);
    for (const params of [{ short_channel_id: CHANNEL }, { channel_id }, { id: idOf('B') }])
      assert.equal(await line.ok('A', 'listpeerchannels', params), { channels });
    for (const params of [{ short_channel_id: CHANNELS[2] as string }, { channel_id: '00'.repeat(32) }])
      assert.equal(await line.ok('A', 'listpeerchannels', params), { channels: [] });
    const [funded] = (await line.ok('A', 'listfunds')).channels;
    assert.equal([funded.channel_id, funded.funding_txid, funded.funding_output], [channel_id, funding_txid, 0]);
    const set = async (params: JsonValue) => (await line.ok('A', 'setchannel', params)).channels[0];
    assert.is((await set({ id: channel_id, feebase: 3 })).fee_base_msat, 3);
    assert.equal((await set({ id: CHANNEL, ignorefeelimits: false })).ignore_fee_limits, false);
    assert.is((await set({ id: CHANNEL })).channel_id, channel_id);
  });
});

test('listchannels tells when a policy was made: another time after it was set', async () => {
  await withNetwork(async (line) => {
    const updates = async (): Promise<number[]> =>
      (await line.ok('B', 'listchannels', { short_channel_id: CHANNEL })).channels.map(
        (half: { last_update: number }) => half.last_update,
      );
    const before = await updates();
    const now = Math.floor(Date.now() / 1000);
    for (const at of before) assert.ok(Number.isInteger(at) && at <= now && at > now - 60, `${at}`);
    await line.ok('A', 'setchannel', { id: CHANNEL, feebase: 9 });
    const after = await updates();
    assert.equal(after.filter((at, side) => at >= (before[side] as number)).length, 2);
  });
});

test('a path of getroutes is a route of sendpay, whole or beside hops of getroute', async () => {
  await withNetwork(async (line) => {
    for (const mixed of [false, true]) {
      const { payment_hash, payment_secret } = await invoiceOf(line);
      const hops = await routeTo(line, 'D');
      const route = hops.map((hop, at) => (mixed && at === 1 ? hop : pathHop(hop)));
      const sent = await line.ok('A', 'sendpay', { route, payment_hash, payment_secret } as never);
      assert.equal([sent.destination, sent.amount_sent_msat], [idOf('D'), hops[0]?.amount_msat]);
      assert.is((await line.ok('A', 'waitsendpay', { payment_hash })).status, 'complete');
    }
  });
});

const PAYMENT_HASH = '11'.repeat(32);
/** Changes of the first hop, and what v26.06 says of them. */
const BAD_HOPS: readonly (readonly [change: Record<string, JsonValue>, message: RegExp])[] = [
  [{ short_channel_id_dir: 'x' }, /^route: bad short_channel_id: invalid token '"x"'$/],
  [{ short_channel_id_dir: '1x2x3/2' }, /^route: bad short_channel_id/],
  [{ node_id_out: '02' }, /^route: bad node_id/],
  [{ amount_out_msat: 'much' }, /^route: bad amount/],
  [{ amount_out_msat: [1] as never }, /^route: bad amount/],
  [{ cltv_out: -1 }, /^route: bad cltv_out\/delay/],
  [{ cltv_out: 4_294_967_295 }, /^cltv_out: should be at most/],
];

test('a path is read as v26.06 reads it: the newer name counts, more is passed over, and what is wrong is named', async () => {
  await withNetwork(async (line) => {
    const hop = pathHop((await routeTo(line, 'B'))[0] as Hop);
    const send = (route: object[]) => ({ route, payment_hash: PAYMENT_HASH, payment_secret: PAYMENT_HASH }) as never;
    for (const [change, message] of BAD_HOPS) {
      const { code, message: said } = await refusal(line, 'sendpay', send([{ ...hop, ...change }]));
      assert.is(code, -32602);
      assert.match(said, message);
    }
    for (const [name, words] of [
      ['short_channel_id_dir', 'short_channel_id_dir or channel'],
      ['node_id_out', 'node_id_out or id'],
      ['amount_out_msat', 'amount_out_msat or amount_msat'],
      ['cltv_out', 'cltv_out or delay'],
    ] as const) {
      const { message } = await refusal(line, 'sendpay', send([{ ...hop, [name]: undefined }]));
      assert.match(message, new RegExp(`^route: must have either ${words}: invalid token '`));
    }
    const elsewhere = await refusal(line, 'sendpay', send([{ ...hop, short_channel_id_dir: '1x2x3' }]));
    assert.equal([elsewhere.code, elsewhere.message], [204, 'No connection to first peer found']);
    const both = { ...hop, channel: '9x9x9', id: idOf('D'), amount_msat: 1, delay: 1, next: true };
    assert.is((await line.ok('A', 'sendpay', send([both]))).destination, idOf('B'));
  });
});

test('erring_direction is the one the route gave, whatever id stands beside it', async () => {
  await withNetwork(async (line) => {
    for (const form of [(hop: Hop): object => hop, pathHop]) {
      const route = await routeTo(line, 'D');
      const given = route[2]?.direction === 0 ? 1 : 0;
      const { payment_hash, payment_secret } = await invoiceOf(line);
      const changed = route.map((hop, at) => form(at === 2 ? { ...hop, direction: given, channel: '9x9x9' } : hop));
      await line.ok('A', 'sendpay', { route: changed, payment_hash, payment_secret } as never);
      const failed = await line.call('A', 'waitsendpay', { payment_hash });
      const { data } = (failed as unknown as { error: { data: { erring_channel: string; erring_direction: number } } })
        .error;
      assert.equal([data.erring_channel, data.erring_direction], ['9x9x9', given]);
    }
  });
});

/** A sends an onion of its own, which B cannot make sense of. */
async function failingOnion(line: Line, more: JsonValue = {}, spoil = (onion: string): string => onion) {
  const { payment_hash } = await invoiceOf(line);
  const hops = [{ pubkey: idOf('B'), payload: '1202030186a0040189060800006d0000010000' }];
  const { onion, shared_secrets } = await line.ok('A', 'createonion', { hops, assocdata: payment_hash });
  const first_hop = { id: idOf('B'), amount_msat: AMOUNT + 2, delay: 20 };
  const params = { onion: spoil(onion), first_hop, payment_hash, ...(more as object) };
  return { payment_hash, shared_secrets, sent: await line.ok('A', 'sendonion', params) };
}

test('an error onion nobody here could read is kept: in listsendpays, for who waited and for who comes late', async () => {
  await withNetwork(async (line) => {
    const { payment_hash } = await failingOnion(line);
    const live = await refusal(line, 'waitsendpay', { payment_hash });
    const late = await refusal(line, 'waitsendpay', { payment_hash });
    const [row] = (await line.ok('A', 'listsendpays', { payment_hash })).payments;
    assert.is(row.status, 'failed');
    assert.match(row.erroronion, /^[0-9a-f]{584}$/);
    assert.equal(late, live);
    assert.is(live.code, 202);
    const { data } = live as unknown as { data: { onionreply: string; erroronion: string } };
    assert.equal([data.onionreply, data.erroronion], [row.erroronion, row.erroronion]);
  });
});

test('an onion the first peer cannot read fails with 204, whether secrets were given or not', async () => {
  await withNetwork(async (line) => {
    const spoil = (onion: string): string => `${onion.slice(0, -2)}${onion.endsWith('00') ? '01' : '00'}`;
    for (const more of [{}, { shared_secrets: ['22'.repeat(32)] }]) {
      const { payment_hash } = await failingOnion(line, more, spoil);
      const { code, message, data } = (await refusal(line, 'waitsendpay', { payment_hash })) as never;
      assert.equal([code, message], [204, 'failed: WIRE_INVALID_ONION_HMAC (local failure)']);
      const { erring_index, failcode, raw_message, erring_node } = data as Record<string, unknown>;
      assert.equal([erring_index, failcode, erring_node], [1, 0xc005, undefined]);
      assert.match(raw_message as string, /^c005[0-9a-f]{64}$/);
    }
  });
});

test('sendonion knows the sum of a group by total_amount_msat', async () => {
  await withNetwork(async (line) => {
    const { payment_hash } = await invoiceOf(line);
    line.engine.network.simulation.hold(idOf('B'));
    const hops = [{ pubkey: idOf('B'), payload: '070202c350040189' }];
    const { onion } = await line.ok('A', 'createonion', { hops, assocdata: payment_hash });
    const first_hop = { id: idOf('B'), amount_msat: 50_000, delay: 20 };
    const part = { onion, first_hop, payment_hash, amount_msat: 50_000, total_amount_msat: AMOUNT };
    await line.ok('A', 'sendonion', { ...part, partid: 1 });
    assert.match(
      (await refusal(line, 'sendonion', { ...part, partid: 2, total_amount_msat: 1 })).message,
      /^msatoshi was previously 100000msat, now 1msat/,
    );
    await line.ok('A', 'sendonion', { ...part, partid: 2 });
    const third = await refusal(line, 'sendonion', { ...part, partid: 3 });
    assert.equal([third.code, third.message], [200, 'Already have 100000msat of 100000msat payments in progress']);
  });
});

test('names of parts keep 64 bits, in and out, as numbers and as text', async () => {
  await withNetwork(async (line) => {
    const [groupid, partid] = [2n ** 64n - 1n, 2n ** 53n + 1n];
    const { payment_hash, payment_secret } = await invoiceOf(line);
    const route = await routeTo(line, 'D', AMOUNT / 2);
    const created = line.ok('A', 'wait', { subsystem: 'sendpays', indexname: 'created', nextvalue: 1 });
    const part = { route, payment_hash, payment_secret, amount_msat: AMOUNT } as never as {
      [member: string]: JsonValue;
    };
    const first = await line.ok('A', 'sendpay', { ...part, partid, groupid });
    assert.equal([first.groupid, first.partid], [groupid, partid]);
    const moved = (await created).sendpays;
    assert.equal([moved.groupid, moved.partid], [groupid, partid]);
    await line.ok('A', 'sendpay', { ...part, partid: String(partid + 1n), groupid: String(groupid) });
    for (const name of [partid, partid + 1n]) {
      const { groupid: told, partid: part } = await line.ok('A', 'waitsendpay', {
        payment_hash,
        groupid,
        partid: name,
      });
      assert.equal([told, part], [groupid, name]);
    }
    const client = await RawClient.connect(line.socketOf('A'));
    client.send(`{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{"payment_hash":"${payment_hash}"}}`);
    const text = (await client.next()) as string;
    client.socket.destroy();
    assert.match(text, '"groupid":18446744073709551615,');
    assert.match(text, '"partid":9007199254740993,');
    const deleted = await line.ok('A', 'delpay', { payment_hash, status: 'complete', groupid, partid });
    assert.is(deleted.payments.length, 1);
  });
});

test('HTLCs are listed by index and channel at both ends, and waited for', async () => {
  await withNetwork(async (line) => {
    const htlcs = (indexname: string, nextvalue: number) => ({ subsystem: 'htlcs', indexname, nextvalue });
    const [created, updated] = [line.ok('A', 'wait', htlcs('created', 1)), line.ok('A', 'wait', htlcs('updated', 1))];
    line.engine.network.simulation.hold(idOf('D'));
    const { payment_hash, payment_secret } = await invoiceOf(line);
    const route = await routeTo(line, 'D');
    await line.ok('A', 'sendpay', { route, payment_hash, payment_secret } as never);
    const amount_msat = route[0]?.amount_msat as number;
    const common = { short_channel_id: CHANNEL, direction: 'out', payment_hash, amount_msat };
    const adding = {
      state: 'SENT_ADD_HTLC',
      ...common,
      htlc_id: 0,
      cltv_expiry: 121 + 1 + (route[0]?.delay as number),
    };
    assert.equal(await created, { subsystem: 'htlcs', created: 1, htlcs: adding, details: adding });
    const list = async (name: Name, params: JsonValue = {}) => (await line.ok(name, 'listhtlcs', params)).htlcs;
    const listed = { created_index: 1, id: 0, expiry: adding.cltv_expiry, ...common };
    assert.equal(await list('A'), [{ ...listed, state: 'SENT_ADD_ACK_REVOCATION' }]);
    assert.equal(
      (await list('B')).map((htlc: { direction: string; state: string }) => [htlc.direction, htlc.state]),
      [
        ['in', 'RCVD_ADD_ACK_REVOCATION'],
        ['out', 'SENT_ADD_ACK_REVOCATION'],
      ],
    );
    assert.equal((await list('B', { index: 'updated', limit: 1 })).length, 1);
    line.engine.network.simulation.release(idOf('D'));
    await line.ok('A', 'waitsendpay', { payment_hash });
    const state = 'RCVD_REMOVE_ACK_REVOCATION';
    assert.equal((await updated).htlcs, { ...adding, state });
    assert.equal(await list('A'), [{ ...listed, state, updated_index: 1 }]);
    assert.equal((await list('D')).length, 1);
    const { bolt11 } = await invoiceOf(line);
    await line.ok('A', 'xpay', { invstring: bolt11 });
    const indexes = (rows: { created_index: number; updated_index?: number }[]) =>
      rows.map((row) => [row.created_index, row.updated_index]);
    const { findings } = await verifyEngine({ journal: line.engine.journal });
    assert.equal(findings, []);
    assert.equal(indexes(await list('B', { index: 'updated', start: 2, limit: 2 })), [
      [1, 2],
      [4, 3],
    ]);
    assert.equal(indexes(await list('B', { index: 'created', start: 2, limit: 1 })), [[2, 1]]);
    const { channel_id } = (await line.ok('B', 'listpeerchannels', { short_channel_id: CHANNELS[1] as string }))
      .channels[0];
    assert.equal(indexes(await list('B', { id: channel_id })), [
      [2, 1],
      [4, 3],
    ]);
    assert.equal(await line.ok('A', 'wait', htlcs('deleted', 0)), { subsystem: 'htlcs', deleted: 0 });
  });
});

test('an invoice may be called invstring, an index that is none is named, and fuzz may be large', async () => {
  await withNetwork(async (line) => {
    const { bolt11 } = await invoiceOf(line);
    assert.is((await line.ok('A', 'pay', { invstring: bolt11 })).status, 'complete');
    for (const method of ['listsendpays', 'listpays', 'listinvoices', 'listforwards', 'listhtlcs', 'listpayments'])
      assert.is(
        (await refusal(line, method, { index: 'bogus' })).message,
        `index: unknown index: invalid token '"bogus"'`,
      );
    const { route } = await line.ok('A', 'getroute', {
      id: idOf('D'),
      amount_msat: 1,
      riskfactor: 1,
      fuzzpercent: 250.5,
    });
    assert.is(route.length, 3);
    const { help, 'format-hint': hint } = await line.ok('A', 'help', { command: 'xpay' });
    assert.equal([help.length, hint], [1, 'simple']);
  });
});

test.run();
