/**
 * What we answer has the form of what a node of Core Lightning v26.06.6 answered: the same members of the same JSON types, but
 * for those named here. Where a call is refused, the code and the words are the same.
 */
import { existsSync, readFileSync } from 'node:fs';
import { equal, ok } from 'uvu/assert';
import type { Judgements } from '../../scripts/commands-table/table.ts';
import { suite } from '../support/suite.ts';
import { CHANNELS, idOf, type Line, type Name, withNetwork } from './line.ts';

const FILE = '../shared/conformance/v26.06/answers.json';
const test = suite('the forms of v26.06', { skip: existsSync(FILE) ? undefined : `${FILE} is not there` });

interface Call {
  readonly node?: Name;
  readonly method?: string;
  readonly params?: unknown;
  readonly note?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}
const CALLS: readonly Call[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).calls : [];

/** JSON types by the path of the member, `.channels[].state`. */
type Form = Map<string, Set<string>>;

function addForm(form: Form, value: unknown, path = ''): void {
  const types = form.get(path) ?? new Set();
  form.set(path, types.add(typeOf(value)));
  if (Array.isArray(value)) for (const item of value) addForm(form, item, `${path}[]`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value))
      if (member !== undefined) addForm(form, member, `${path}.${key}`);
}

/** Beyond 2^53 a number is read as bigint here. */
function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'bigint' ? 'number' : value === null ? 'null' : typeof value;
}

function formOf(values: readonly unknown[]): Form {
  const form: Form = new Map();
  for (const value of values) addForm(form, value);
  return form;
}

/** Members of real answers that ours lack, by method: statistics, transactions and addresses of a node that has them. */
const LACKING: Readonly<Record<string, RegExp>> = {
  decode: /^\.routes/,
  getinfo: /^\.our_features|^\.(address|binding)\[\]/,
  invoice: /^\.warning_/,
  listforwards: /\.(style|out_htlc_id)$/,
  listfunds: /^\.outputs\[\]/,
  listnodes: /\.(color|last_timestamp|features|addresses.*)$/,
  listpeerchannels:
    /\.features\[\]$|\.(alias|channel_type|feerate|funding|state_changes|status)([.[]|$)|\.(in|out)_(payments_)?(offered|fulfilled)(_msat)?$|\.(ignore_fee_limits|last_stable_connection|scratch_txid|last_tx_fee_msat|lost_state|owner|close_to|close_to_addr|min_to_us_msat|max_to_us_msat|dust_limit_msat|(their|our)_max_htlc_value_in_flight_msat|minimum_htlc_in_msat|(their|our)_to_self_delay|max_accepted_htlcs)$/,
  listpeers: /\.(remote_addr|netaddr\[\])$/,
};
/** Members of ours that real answers lack: older names, and what v24.11 told. */
const OURS = /\.msatoshi(_sent|_received)?$|^\.details/;
const EXTRA: Readonly<Record<string, RegExp>> = {
  // xpay there does not note what an invoice is for.
  listsendpays: /\.description$/,
  listpays: /\.description$/,
  delpay: /\.description$/,
  // v26.06's xpay answers for pay there, and tells less than v24.11's pay.
  pay: /^\.completed_at$/,
};

/** The answers of a run over everything both sides serve. */
async function answersOf(line: Line): Promise<Map<string, unknown[]>> {
  const answers = new Map<string, unknown[]>();
  const keep = (method: string, answer: unknown): void =>
    void answers.set(method, [...(answers.get(method) ?? []), answer]);
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  const ask = async (node: Name, method: string, params: object = {}): Promise<any> => {
    const answer = await line.ok(node, method, params as never);
    keep(method, answer);
    return answer;
  };
  const waits = [
    ['sendpays', 'created'],
    ['sendpays', 'updated'],
    ['htlcs', 'created'],
  ].map(([subsystem, indexname]) => ask('A', 'wait', { subsystem, indexname, nextvalue: 1 } as never));
  for (const method of ['getinfo', 'listpeerchannels', 'listfunds', 'listchannels', 'listnodes', 'listpeers'])
    await ask('A', method);
  await ask('A', 'help', { command: 'sendpay' });
  await ask('B', 'setchannel', { id: idOf('C'), feebase: 2 });
  let count = 0;
  const invoice = (node: Name = 'D') =>
    ask(node, 'invoice', { amount_msat: 100_000, label: `v26-${count++}`, description: 'a test' });
  const { payment_hash, payment_secret } = await invoice();
  const route = await pathTo(line, 'D');
  await ask('A', 'sendpay', { route, payment_hash, payment_secret });
  await ask('A', 'waitsendpay', { payment_hash });
  await ask('A', 'sendpay', { route, payment_hash, payment_secret });
  await Promise.all(waits);
  const xpaid = await invoice();
  await ask('A', 'xpay', { invstring: xpaid.bolt11 });
  const { bolt11 } = await invoice();
  await ask('A', 'pay', { bolt11 });
  await ask('A', 'decode', { string: bolt11 });
  for (const [subsystem, indexname] of [
    ['invoices', 'created'],
    ['forwards', 'updated'],
    ['sendpays', 'deleted'],
    ['htlcs', 'updated'],
  ])
    await ask('A', 'wait', { subsystem, indexname, nextvalue: 0 });
  await failUnread(line, ask, (await invoice()).payment_hash);
  await ask('A', 'listhtlcs', { id: CHANNELS[0] });
  await ask('B', 'listforwards', { index: 'created', limit: 2 });
  await ask('A', 'listsendpays');
  await ask('A', 'listpays');
  await ask('D', 'listinvoices', { index: 'created', start: 1, limit: 1 });
  await ask('A', 'delpay', { payment_hash: xpaid.payment_hash, status: 'complete' });
  return answers;
}

/** A route in the form of a path of `getroutes`. */
async function pathTo(line: Line, name: Name): Promise<object[]> {
  const { route } = await line.ok('A', 'getroute', { id: idOf(name), amount_msat: 100_000, riskfactor: 1 });
  return route.map((hop: { [member: string]: unknown }, at: number) => ({
    short_channel_id_dir: `${hop.channel}/${hop.direction}`,
    node_id_in: at === 0 ? idOf('A') : route[at - 1].id,
    node_id_out: hop.id,
    amount_in_msat: hop.amount_msat,
    amount_out_msat: hop.amount_msat,
    cltv_in: hop.delay,
    cltv_out: hop.delay,
  }));
}

/** An onion of the caller's own with the largest groupid, failing where nobody here can read why. */
async function failUnread(
  line: Line,
  ask: (node: Name, method: string, params: object) => Promise<{ onion: string }>,
  payment_hash: string,
): Promise<void> {
  const payload = '1202030186a0040189060800006d0000010000';
  const { onion } = await ask('A', 'createonion', { hops: [{ pubkey: idOf('B'), payload }], assocdata: payment_hash });
  const first_hop = { id: idOf('B'), amount_msat: 100_002, delay: 20 };
  const groupid = 2n ** 64n - 1n;
  await ask('A', 'sendonion', {
    ...{ onion, first_hop, payment_hash, groupid, amount_msat: 100_000, total_amount_msat: 100_000 },
    label: '64-bit groupid',
  });
  const failed = await line.call('A', 'waitsendpay', { payment_hash });
  const recorded = CALLS.find(({ note, method }) => note === 'late' && method === 'waitsendpay')?.error;
  if (!('error' in failed)) throw new Error('it should have failed');
  equal([failed.error.code, failed.error.message], [recorded?.code, recorded?.message]);
  compare('the error of waitsendpay', formOf([recorded?.data]), formOf([failed.error.data]), /^$/, /^$/);
  equal((failed.error.data as { groupid: bigint }).groupid, groupid);
}

function compare(what: string, theirs: Form, ours: Form, lacking: RegExp, extra: RegExp): void {
  const known = (path: string): boolean => OURS.test(path) || extra.test(path);
  equal(
    [...theirs.keys()].filter((path) => !ours.has(path) && !lacking.test(path)),
    [],
    `${what}: members that are missing`,
  );
  equal(
    [...ours.keys()].filter((path) => !theirs.has(path) && !known(path)),
    [],
    `${what}: members that real answers lack`,
  );
  for (const [path, types] of ours)
    for (const type of types) ok((theirs.get(path) ?? types).has(type), `${what}: ${path} is a ${type}`);
}

test('every answer has the members and types of the real ones', async () => {
  await withNetwork(async (line) => {
    const ours = await answersOf(line);
    const served = new Set(
      (await line.ok('A', 'help')).help.map(({ command }: { command: string }) => command.split(' ')[0]),
    );
    const recorded = CALLS.filter(
      ({ method, result }) => method !== undefined && result !== undefined && served.has(method),
    );
    for (const method of new Set(recorded.map((call) => call.method as string))) {
      const theirs = formOf([
        ...recorded.filter((call) => call.method === method).map(({ result }) => result),
        ...told(method),
      ]);
      ok(ours.has(method), `${method} is called`);
      compare(method, theirs, formOf(ours.get(method) ?? []), LACKING[method] ?? /^$/, EXTRA[method] ?? /^$/);
    }
  });
});

/** What the waits answered that were outstanding. */
function told(method: string): unknown[] {
  if (method !== 'wait') return [];
  const { answers } = CALLS.find((call) => 'answers' in call) as unknown as { answers: { result: unknown }[][] };
  return answers.flat().map(({ result }) => result);
}

/** Calls that are refused there and here for the same reason; `-` where the words cannot be the same. */
const REFUSED: readonly (readonly [node: Name, method: string, params: object | unknown[], words?: '-'])[] = [
  ['A', 'listpeerchannels', { id: idOf('B'), short_channel_id: CHANNELS[0] }],
  ['A', 'wait', { subsystem: 'bogus', indexname: 'created', nextvalue: 0 }],
  ['A', 'wait', { subsystem: 'sendpays', indexname: 'bogus', nextvalue: 0 }],
  ['A', 'xpay', { invstring: 'lntb1u1p' }, '-'],
  ['A', 'listhtlcs', { id: '1x1x1' }],
  ['D', 'waitanyinvoice', { lastpay_index: 999_999, timeout: 1 }],
];

test('what is refused is refused with the code and words of the real node', async () => {
  await withNetwork(async (line) => {
    for (const [node, method, params, words] of REFUSED) {
      const real = CALLS.find(
        (call) => call.method === method && call.error !== undefined && similar(call.params, params),
      );
      const ours = await line.call(node, method, params as never);
      if (!('error' in ours)) throw new Error(`${method} should be refused`);
      const shown = ({ code, message }: { code: number; message: string }): unknown[] => [
        code,
        words === '-' ? '' : message,
      ];
      equal(shown(ours.error), shown(real?.error as never), JSON.stringify(params));
    }
    equal(await line.ok('A', 'listpeerchannels', { short_channel_id: '1x1x1' }), { channels: [] });
  });
});

/** The same members, and the same words where they are words. */
const similar = (recorded: unknown, other: object): boolean =>
  Object.keys(recorded as object).join() === Object.keys(other).join() &&
  Object.values(other).every(
    (value, at) =>
      !/^(bogus|created|sendpays|lntb1u1p)$/.test(String(value)) || value === Object.values(recorded as object)[at],
  );

test('what docs/commands.md says of v26.06 is what v26.06 said', () => {
  const judgements = JSON.parse(readFileSync('scripts/commands-table/judgement.json', 'utf8')) as Judgements;
  for (const { method, params, result, error } of CALLS) {
    if (method === 'help') {
      const { command } = (result as { help: { command: string }[] }).help[0] as { command: string };
      const name = (params as string[])[0] as string;
      const { cln = null, cln26 = cln } = judgements[name] ?? {};
      if (judgements[name] !== undefined) equal(cln26, command);
    }
    if (error?.code !== -32601 || method === undefined) continue;
    const { news = '', cln26 } = judgements[method] ?? {};
    ok(error.message.includes('deprecated') ? news.startsWith('Deprecated') : cln26 === null, `${method}: ${news}`);
  }
});

test.run();
