/** G5, G10, G12: `sendpay verify` finds a database clean if it is, and says where it is not; `sendpay log` prints and restores it. */

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, match, not, ok } from 'uvu/assert';
import { payWithRetries } from '../../scripts/demo/pay-with-retries.ts';
import { choosePayers, planPayments } from '../../scripts/demo/plan.ts';
import { createNodes } from '../../src/api/create-node.ts';
import { paymentHashOf } from '../../src/bolt/index.ts';
import { journalDir } from '../../src/cli/data-dir.ts';
import { loadNetworkOrExample } from '../../src/cli/example-network.ts';
import { projector } from '../../src/engine/import-engine.ts';
import { openSimulatedEngine } from '../../src/engine/simulated-engine.ts';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import { EpochNote } from '../../src/journal/epoch-note.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import type { VerifyReport } from '../../src/journal/verify.ts';
import { suite } from '../support/suite.ts';
import { inFolder, sendpay, up } from './support.ts';

const test = suite('sendpay verify and sendpay log');
const SEED = process.env.SENDPAY_TEST_SEED ?? 'verify';
const PAYMENTS = 25;

/** Payments of the demo, then `tamper` on the same journal, closed in order. */
async function database(dir: string, tamper: (journal: Journal) => void | Promise<void> = () => {}): Promise<void> {
  const network = await loadNetworkOrExample(undefined, undefined);
  const payers = choosePayers(network, 3, SEED);
  const engine = await openSimulatedEngine({
    journal: await openLevelJournal({ dir: journalDir(dir) }),
    network,
    operate: payers,
  });
  for (const [i, planned] of planPayments(network, payers, PAYMENTS, SEED).entries())
    await payWithRetries(engine, planned, `payment ${i}`);
  await tamper(engine.journal);
  await engine.close();
}

async function verify(dir: string): Promise<{ code: number; report: VerifyReport }> {
  const { code, out } = await sendpay(['verify', '--json', dir]);
  return { code, report: JSON.parse(out) as VerifyReport };
}

test('a database after payments, failures and retries is clean', () =>
  inFolder(async (dir) => {
    await database(dir);
    const { code, report } = await verify(dir);
    equal(report.findings, [], `seed ${SEED}`);
    is(code, 0);
    ok(report.records > PAYMENTS * 5);
  }));

async function firstRow(journal: Journal, prefix: string): Promise<{ key: string; value: object }> {
  for await (const row of journal.rows<object>({ prefix, limit: 1 })) return row;
  throw new Error(`no row ${prefix}`);
}

async function firstStream(journal: Journal, prefix: string): Promise<string> {
  for await (const { stream } of journal.streams()) if (stream.startsWith(prefix)) return stream;
  throw new Error(`no stream ${prefix}`);
}

const DAMAGE: Readonly<Record<string, readonly [(journal: Journal) => void | Promise<void>, RegExp]>> = {
  'a row that says something else': [
    async (journal) => {
      const { key, value } = await firstRow(journal, 'sendpay/');
      journal.putRow({ key, value: { ...value, label: 'forged' } });
    },
    /forged/,
  ],
  'a row that is gone': [
    async (journal) => journal.putRow({ key: (await firstRow(journal, 'invoice/')).key, value: undefined }),
    /is missing/,
  ],
  'a row nothing implies': [
    (journal) => journal.putRow({ key: 'sendpay/nobody/c/0000000000000001', value: {} }),
    /nothing in the log implies it/,
  ],
  'a stream marked unfinished that is not': [
    async (journal) => journal.setUnfinished(await firstStream(journal, 'payment/'), true),
    /nothing is in flight/,
  ],
  'a snapshot that is not the fold': [
    async (journal) => {
      const stream = await firstStream(journal, 'channel/');
      const { position, sequence } = journal.head(stream) as { position: number; sequence: number };
      const state = { value: 'online', context: { htlcs: [], balanceMsat: [1n, 1n] } };
      journal.putSnapshot(stream, { position, sequence, version: 1, state });
    },
    /snapshot/,
  ],
  'an event its machine ignores': [
    async (journal) => {
      const stream = await firstStream(journal, 'channel/');
      const event = { type: 'HTLC_FULFILLED', id: 999_999, preimage: '00'.repeat(32) };
      journal.append({ stream, event, version: 1, timeMs: 0, cause: 0 });
    },
    /ignores HTLC_FULFILLED/,
  ],
  'a preimage that does not open its hash': [
    async (journal) => {
      const stream = await firstStream(journal, 'payment/');
      const event = {
        type: 'PART_FULFILLED',
        groupid: 1n,
        partid: 0n,
        preimage: '00'.repeat(32),
        updatedIndex: 9,
        atMs: 0,
      };
      journal.append({ stream, event, version: 1, timeMs: 0, cause: 0 });
    },
    /does not open/,
  ],
  'an event nothing can be made of': [
    async (journal) => {
      const stream = await firstStream(journal, 'payment/');
      journal.append({ stream, event: { type: 'PART_SENT' }, version: 1, timeMs: 0, cause: 0 });
    },
    /PART_SENT cannot be folded|ignores PART_SENT/,
  ],
  'a stream of no known kind': [
    (journal) => void journal.append({ stream: 'ghost/1', event: { type: 'BOO' }, version: 1, timeMs: 0, cause: 0 }),
    /no machine for streams of kind "ghost"/,
  ],
};

for (const [what, [tamper, found]] of Object.entries(DAMAGE))
  test(`${what} is found`, () =>
    inFolder(async (dir) => {
      await database(dir, tamper);
      const { code, report } = await verify(dir);
      is(code, 1);
      match(report.findings.map((finding) => finding.what).join('\n'), found);
    }));

test('money that appears in a channel is found, with the position', () =>
  inFolder(async (dir) => {
    let at = 0;
    await database(dir, async (journal) => {
      const opened = journal.readStreamFromStart(await firstStream(journal, 'channel/'))[0];
      const event = { ...opened?.event, type: 'CHANNEL_OPENED', balanceMsat: [1n, 1n] };
      at = journal.append({ stream: 'channel/1x1x1', event, version: 1, timeMs: 0, cause: 0 }).position;
    });
    const { report } = await verify(dir);
    const finding = report.findings.find(({ what }) => what.startsWith('balances and HTLCs are 2msat'));
    is(finding?.position, at);
  }));

/** Members of a record that hold an amount, each raised by one, as if it had been written so. */
const AMOUNTS: readonly (readonly [type: string, alter: (event: Event) => Event])[] = [
  ['PART_SENT', (event) => ({ ...event, sentMsat: event.sentMsat + 1n })],
  ['PART_SENT', (event) => ({ ...event, amountMsat: event.amountMsat + 1n })],
  ['PART_SENT', (event) => ({ ...event, totalMsat: event.totalMsat + 1n })],
  ['PART_SENT', (event) => withAmount(event, 0)],
  ['PART_SENT', (event) => withAmount(event, -1)],
  ['HTLC_OFFERED', (event) => ({ ...event, amountMsat: event.amountMsat + 1n })],
  ['HTLC_ARRIVED', (event) => ({ ...event, amountMsat: event.amountMsat + 1n })],
];
// biome-ignore lint/suspicious/noExplicitAny: events of any kind
type Event = any;

function withAmount(event: Event, at: number): Event {
  const amountsMsat = [...event.send.amountsMsat];
  const index = at < 0 ? amountsMsat.length + at : at;
  amountsMsat[index] += 1n;
  return { ...event, send: { ...event.send, amountsMsat } };
}

test('an amount that was altered before the log was chained is found by the HTLCs and the plan', async () => {
  const journal = await openMemoryJournal();
  const nodes = await createNodes({ nodes: ['A', 'D'], network: 'src/graph/line-network.json', journal });
  const [payer, payee] = [nodes.node('A'), nodes.node('D')];
  const invoice = (label: string) => payee.invoice({ amount_msat: 100_000n, label, description: 'tea' });
  const { payment_hash, payment_secret } = await invoice('one');
  const { route } = await payer.getroute({ id: payee.id, amount_msat: 100_000n, riskfactor: 1 });
  await payer.sendpay({ route, payment_hash, payment_secret });
  await payer.pay({ bolt11: (await invoice('two')).bolt11 });
  await nodes.close();
  const from = await openMemoryJournal({ storage: journal.storage });
  const records: JournalRecord[] = [];
  for await (const record of from.read(1)) records.push(record);
  for (const [which, [type, alter]] of [...AMOUNTS.entries(), [-1, ['', (event: Event) => event]] as const]) {
    const into = await openMemoryJournal();
    const project = projector(into);
    const at = records.find(({ event }) => event.type === type)?.position;
    for (const { stream, event, version, timeMs, cause, position } of records) {
      const written = position === at ? alter(event) : event;
      project(into.append({ stream, event: written, version, timeMs, cause }));
    }
    const { findings } = await verifyEngine({ journal: into });
    is(findings.length > 0, at !== undefined, `${type} ${which}: ${JSON.stringify(findings)}`);
    await into.close();
  }
});

test('a running daemon verifies itself, live state included, and prints its log', () =>
  inFolder(async (dir) => {
    await database(dir);
    const direct = await sendpay(['log', dir]);
    const daemon = await up(['--dir', dir, '--node', 'alice']);
    is((await verify(dir)).code, 0);
    const served = await sendpay(['log', dir]);
    is(served.out.startsWith(direct.out), true, 'the same lines as from the stopped database');
    await daemon.stop();
  }));

test('log --follow goes on as the daemon writes, until it is stopped', () =>
  inFolder(async (dir) => {
    const daemon = await up(['--dir', dir, '--node', 'alice']);
    const stopper = new AbortController();
    let out = '';
    const following = sendpay(['log', dir, '--follow'], {
      whenStopped: () => stopper.signal,
      out: (text) => {
        out += text;
        if (out.includes('second')) stopper.abort();
      },
    });
    for (const label of ['first', 'second'])
      is((await sendpay(['call', '--dir', dir, '--node', 'alice', 'invoice', '1000', label, 'x'])).code, 0);
    is((await following).code, 0);
    equal(
      out
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { event: { label?: string } }).event.label),
      ['first', 'second'],
    );
    await daemon.stop();
  }));

test('log gives one payment by its hash, and what comes after a position', () =>
  inFolder(async (dir) => {
    await database(dir);
    const lines = (text: string): { position: number; stream: string }[] =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    const all = lines((await sendpay(['log', dir])).out);
    const hash = all.find(({ stream }) => stream.startsWith('payment/'))?.stream.split('/')[2] as string;
    const one = lines((await sendpay(['log', dir, '--hash', hash])).out);
    ok(one.length > 0);
    equal(
      one,
      all.filter(({ stream }) => stream.includes(hash)),
    );
    equal(lines((await sendpay(['log', dir, '--from', '100'])).out), all.slice(99));
  }));

test('a log printed with its secrets and imported elsewhere is the same log, clean, and can be gone on with', () =>
  inFolder(async (dir) => {
    const [one, two, file] = ['one', 'two', 'log.ndjson'].map((name) => join(dir, name)) as [string, string, string];
    await database(one);
    const printed = (await sendpay(['log', one, '--show-secrets'])).out;
    const daemon = await up(['--dir', one, '--node', 'alice']);
    const served = (await sendpay(['log', one, '--show-secrets'])).out;
    await daemon.stop();
    is(served.split('\n').at(-2), (await sendpay(['log', one, '--show-secrets'])).out.split('\n').at(-2));
    writeFileSync(file, printed);
    is((await sendpay(['log', two, '--import', file])).code, 0);
    const again = (await sendpay(['log', two, '--show-secrets'])).out;
    const records = (text: string): string[] => text.split('\n').slice(0, -2);
    is(records(again).slice(0, -1).join('\n'), records(printed).join('\n'));
    match(records(again).at(-1) as string, /LOG_IMPORTED/, 'and says that it was imported');
    equal((await verify(two)).report.findings, []);
    const twice = await sendpay(['log', two, '--import', file]);
    is(twice.code, 2);
    match(twice.err, /not empty/);
  }));

test('an export that is cut, altered or for reading is refused, and leaves nothing behind', () =>
  inFolder(async (dir) => {
    const [one, two, file] = ['one', 'two', 'log.ndjson'].map((name) => join(dir, name)) as [string, string, string];
    await database(one);
    const { out } = await sendpay(['log', one, '--show-secrets']);
    const masked = (await sendpay(['log', one])).out;
    const hash = /"stream":"payment\/[^/]+\/([^"]+)"/.exec(out)?.[1] as string;
    const cases: readonly (readonly [text: string, says: RegExp])[] = [
      [out.split('\n').slice(0, 100).join('\n'), /does not end: it was cut after position 100/],
      [out.replace(/("sentMsat":")(\d+)/, (_, name, msat) => `${name}${BigInt(msat) + 1n}`), /altered/],
      [masked, /secrets are masked.*--show-secrets/],
      [(await sendpay(['log', one, '--show-secrets', '--hash', hash])).out, /part of a log/],
      [(await sendpay(['log', one, '--show-secrets', '--from', '2'])).out, /part of a log/],
    ];
    for (const [text, says] of cases) {
      writeFileSync(file, text);
      const { code, err } = await sendpay(['log', two, '--import', file]);
      is(code, 2);
      match(err, says);
      match(err, /SENDPAY_IMPORT/);
      equal(readdirSync(dir).sort(), ['log.ndjson', 'one']);
    }
  }));

test('log masks every secret unless it is asked for them, from a stopped database and from a daemon', () =>
  inFolder(async (dir) => {
    await database(dir);
    const SECRET = /"(preimage|sessionKey|paymentSecret|secret|bolt11|invstring)":"(?!\(hidden\))/;
    const daemonToo = async (): Promise<string[]> => {
      const stopped = [(await sendpay(['log', dir])).out, (await sendpay(['log', dir, '--show-secrets'])).out];
      const daemon = await up(['--dir', dir, '--node', 'alice']);
      const served = [(await sendpay(['log', dir])).out, (await sendpay(['log', dir, '--show-secrets'])).out];
      await daemon.stop();
      return [...stopped, ...served];
    };
    const [masked, shown, servedMasked, servedShown] = (await daemonToo()) as [string, string, string, string];
    for (const text of [masked, servedMasked]) {
      not.match(text, SECRET);
      not.match(text, /ln(bc|tb)[0-9a-z]{20}/);
      const words = new Set(text.match(/\b[0-9a-f]{64}\b/g));
      for (const word of words) not(words.has(paymentHashOf(word)), 'a preimage is left');
    }
    for (const text of [shown, servedShown]) match(text, SECRET);
  }));

test('a database that lacks what an epoch file notes is told to be rolled back, not damaged', () =>
  inFolder(async (dir) => {
    const [data, file] = [join(dir, 'data'), join(dir, 'data.epoch')];
    const journal = await openLevelJournal({ dir: journalDir(data) });
    const note = new EpochNote(file);
    note.begin({ journal: journal.id, ...journal.end });
    is((await sendpay(['verify', data, '--epoch-file', file])).code, 2, 'somebody has it open');
    await journal.close();
    is((await sendpay(['verify', data, '--epoch-file', file])).code, 0);
    note.raise({ journal: journal.id, position: 7, checksum: 'AAAAAAAA' });
    note.close();
    const { code, err } = await sendpay(['verify', data, '--epoch-file', file]);
    is(code, 1);
    match(err, /ROLLED BACK: the log is at position 0, the epoch file notes position 7/);
    not.match(err, /DAMAGED/);
    is((await sendpay(['verify', data, '--epoch-file', join(dir, 'none')])).code, 2);
  }));

test('a directory without a database is no clean one: exit status 2', () =>
  inFolder(async (dir) => {
    is((await sendpay(['verify', dir])).code, 2);
    is((await sendpay(['log', dir])).code, 2);
  }));

test.run();
