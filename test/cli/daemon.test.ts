/** `sendpay up` and `sendpay call`: the whole way from an invoice to a settled payment, typed by hand. */
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, match } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { inFolder, type Ran, sendpay, up, writeLine } from './support.ts';

const test = suite('a daemon and its callers');

const AMOUNT = 100_000;

type Caller = (node: string, ...words: string[]) => Promise<Ran>;
const callerIn =
  (dir: string): Caller =>
  (node, ...words) =>
    sendpay(['call', '--dir', dir, '--node', node, ...words]);

async function result<T>(ran: Promise<Ran>): Promise<T> {
  const { code, out, err } = await ran;
  is(code, 0, `${out}${err}`);
  return JSON.parse(out) as T;
}

async function refusal(ran: Promise<Ran>): Promise<{ code: number; message: string }> {
  const { code, out } = await ran;
  is(code, 1, out);
  return JSON.parse(out) as { code: number; message: string };
}

/** An invoice on D and A's route to it, as words for `sendpay`. */
async function prepare(call: Caller, label: string): Promise<{ hash: string; secret: string; route: string }> {
  const invoice = await result<{ payment_hash: string; payment_secret: string }>(
    call('D', 'invoice', String(AMOUNT), label, 'tea'),
  );
  const { id } = await result<{ id: string }>(call('D', 'getinfo'));
  const { route } = await result<{ route: object[] }>(
    call('A', 'getroute', `id=${id}`, `amount_msat=${AMOUNT}`, 'riskfactor=1', 'cltv=18'),
  );
  return { hash: invoice.payment_hash, secret: invoice.payment_secret, route: JSON.stringify(route) };
}

test('a payment from the invoice to its preimage, repeated and refused as the six rules say', () =>
  inFolder(async (dir) => {
    const daemon = await up(['--network', writeLine(dir), '--node', 'A', '--node', 'D', '--dir', dir]);
    const call = callerIn(dir);
    const { hash, secret, route } = await prepare(call, 'tea');
    const words = [`route=${route}`, `payment_hash=${hash}`, `payment_secret=${secret}`];
    is((await result<{ status: string }>(call('A', 'sendpay', ...words))).status, 'pending');
    const paid = await result<{ status: string; payment_preimage: string }>(call('A', 'waitsendpay', hash));
    is(paid.status, 'complete');
    is(paid.payment_preimage.length, 64);
    is((await result<{ status: string }>(call('A', 'sendpay', ...words))).status, 'complete');
    is((await refusal(call('A', 'sendpay', ...words, 'msatoshi=60000'))).code, 201);
    is((await refusal(call('A', 'sendpay', ...words, 'msatoshi=10'))).code, -32602);
    const shorter = JSON.stringify(
      (JSON.parse(route) as object[]).slice(0, -1).map((hop) => ({ ...hop, amount_msat: AMOUNT, msatoshi: AMOUNT })),
    );
    is((await refusal(call('A', 'sendpay', `route=${shorter}`, `payment_hash=${hash}`))).code, 201);
    is(await daemon.stop(), 0);
  }));

test('an unknown first hop is refused with 204', () =>
  inFolder(async (dir) => {
    const daemon = await up(['--network', writeLine(dir), '--node', 'A', '--node', 'D', '--dir', dir]);
    const call = callerIn(dir);
    const { hash, route } = await prepare(call, 'tea');
    const direct = JSON.stringify([(JSON.parse(route) as object[]).at(-1)]);
    is((await refusal(call('A', 'sendpay', `route=${direct}`, `payment_hash=${hash}`))).code, 204);
    await daemon.stop();
  }));

test('an HTLC held across a restart is still there, and completes when it is released', () =>
  inFolder(async (dir) => {
    const call = callerIn(dir);
    const first = await up(['--network', writeLine(dir), '--node', 'A', '--node', 'D', '--dir', dir]);
    const { hash, secret, route } = await prepare(call, 'tea');
    await result(call('D', 'dev-hold', 'D'));
    await result(call('A', 'sendpay', `route=${route}`, `payment_hash=${hash}`, `payment_secret=${secret}`));
    is((await refusal(call('A', 'waitsendpay', hash, '0'))).code, 200);
    await first.stop();
    const second = await up(['--dir', dir]);
    is((await refusal(call('A', 'waitsendpay', hash, '0'))).code, 200);
    await result(call('D', 'dev-release', 'D'));
    is((await result<{ status: string }>(call('A', 'waitsendpay', hash))).status, 'complete');
    await second.stop();
  }));

test('after an intermediate failure getroute gives another route, and listpenalties says why', () =>
  inFolder(async (dir) => {
    const daemon = await up(['--network', writeLine(dir), '--node', 'A', '--node', 'D', '--dir', dir]);
    const call = callerIn(dir);
    const { hash, secret, route } = await prepare(call, 'tea');
    await result(call('A', 'dev-fail', 'C'));
    await result(call('A', 'sendpay', `route=${route}`, `payment_hash=${hash}`, `payment_secret=${secret}`));
    is((await refusal(call('A', 'waitsendpay', hash))).code, 204);
    const again = await prepare(call, 'tea 2');
    const channels = (text: string): string[] => (JSON.parse(text) as { channel: string }[]).map((hop) => hop.channel);
    equal(channels(route), ['103x1x0', '104x1x0', '105x1x0']);
    equal(channels(again.route), ['103x1x0', '106x1x0']);
    match((await call('A', 'listpenalties')).out, hash);
    await daemon.stop();
  }));

test('the sockets are private, and gone once the daemon has stopped', () =>
  inFolder(async (dir) => {
    const daemon = await up(['--network', writeLine(dir), '--node', 'A', '--dir', dir]);
    const socket = join(dir, 'A', 'lightning-rpc');
    is(statSync(socket).mode & 0o777, 0o600);
    await daemon.stop();
    is(existsSync(socket), false);
  }));

test('a second daemon in the same directory is refused with a clear message', () =>
  inFolder(async (dir) => {
    const daemon = await up(['--network', writeLine(dir), '--node', 'A', '--dir', dir]);
    const second = await sendpay(['up', '--dir', dir]);
    is(second.code, 2);
    match(second.err, /another process has .* open/);
    await daemon.stop();
  }));

/** Every file and folder below that somebody else may do anything with. */
const openToOthers = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => (statSync(join(dir, name)).mode & 0o077) !== 0)
    .sort();

test('what the daemon keeps is for its owner alone, also where an older version left it open', () =>
  inFolder(async (parent) => {
    const umask = process.umask(0o022);
    try {
      const [line, dir] = [writeLine(parent), join(parent, 'data')];
      mkdirSync(dir);
      const words = ['--network', line, '--node', 'A', '--node', 'D', '--dir', dir];
      await (await up(words)).stop();
      for (const name of ['.', ...readdirSync(dir, { recursive: true, encoding: 'utf8' })])
        chmodSync(join(dir, name), statSync(join(dir, name)).isDirectory() ? 0o755 : 0o644);
      process.umask(0o022);
      const daemon = await up(words);
      for (let i = 0; i < 3; i++) await callerIn(dir)('D', 'invoice', '1000', `label ${i}`, 'tea');
      equal(openToOthers(dir), []);
      is(statSync(dir).mode & 0o777, 0o700);
      process.umask(0o022);
      await daemon.stop();
      equal(openToOthers(dir), []);
      chmodSync(dir, 0o755);
      writeFileSync(join(dir, 'of-somebody-else'), '');
      await (await up(words)).stop();
      is(statSync(dir).mode & 0o777, 0o755, 'a folder that holds other things too is not ours to close');
    } finally {
      process.umask(umask);
    }
  }));

test('another network than the one the database was made with is refused', () =>
  inFolder(async (dir) => {
    await (await up(['--network', writeLine(dir), '--node', 'A', '--dir', dir])).stop();
    const other = join(dir, 'other.json');
    const channels = [{ id: '1x1x1', nodes: ['A', 'B'], capacity: '1000sat' }];
    writeFileSync(other, JSON.stringify({ nodes: ['A', 'B'], channels }));
    const refused = await sendpay(['up', '--network', other, '--dir', dir]);
    is(refused.code, 2);
    match(refused.err, /another network/);
  }));

test('the command stop ends the daemon in order', () =>
  inFolder(async (dir) => {
    const daemon = await up(['--network', writeLine(dir), '--node', 'A', '--dir', dir]);
    is((await callerIn(dir)('A', 'stop')).code, 0);
    is(await daemon.stop(), 0);
    match(daemon.said.out, /stopped\n$/);
  }));

test('who cannot be asked is told apart from who says no: exit status 2', () =>
  inFolder(async (dir) => {
    const { code, err } = await sendpay(['call', '--dir', dir, 'getinfo']);
    is(code, 2);
    match(err, /no daemon has run in/);
    is((await sendpay(['call', '--dir', dir, '--node', 'A', 'getinfo'])).code, 2);
    is((await sendpay(['call', '-k', '--rpc-file', dir, 'getinfo', 'x'])).code, 2);
    is((await sendpay(['nonsense'])).code, 2);
    is((await sendpay(['up', '--node', 'nobody', '--dir', dir])).code, 2);
  }));

test('every subcommand has help with examples', async () => {
  const { code, out } = await sendpay(['--help']);
  is(code, 0);
  for (const [, name] of out.matchAll(/^ {2}([a-z]+) \[/gm)) {
    const help = await sendpay([name as string, '--help']);
    is(help.code, 0);
    if (name !== 'help') match(help.out, `$ sendpay ${name}`, `sendpay ${name} --help`);
  }
});

test.run();
