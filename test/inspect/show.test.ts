/** `sendpay show`, `chart` and `whatif` as they are typed, without a daemon and through one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, match, ok } from 'uvu/assert';
import { inFolder, type Ran, sendpay, up, writeLine } from '../cli/support.ts';
import { suite } from '../support/suite.ts';

const test = suite('looking from the command line');

async function done(ran: Promise<Ran>): Promise<string> {
  const { code, out, err } = await ran;
  is(code, 0, err);
  return out;
}

/** A paid and a held payment in `dir`; the daemon still runs. */
async function withPayments(
  dir: string,
  look: (paid: string, held: string) => Promise<void>,
): Promise<[string, string]> {
  const daemon = await up(['--network', writeLine(dir), '--node', 'A', '--node', 'D', '--dir', dir, '--inspect']);
  try {
    match(daemon.said.out, /^inspector http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{48}\/$/m);
    const call = async (...words: string[]) => JSON.parse(await done(sendpay(['call', '--dir', dir, ...words])));
    const pay = async (label: string): Promise<string> => {
      const { payment_hash, payment_secret } = await call('--node', 'D', 'invoice', '100000', label, 'tea');
      const { id } = await call('--node', 'D', 'getinfo');
      const { route } = await call('--node', 'A', 'getroute', id, '100000', '1', '18');
      const sent = ['-k', 'sendpay', `route=${JSON.stringify(route)}`, `payment_hash=${payment_hash}`];
      await call('--node', 'A', ...sent, `payment_secret=${payment_secret}`);
      return payment_hash;
    };
    const paid = await pay('paid');
    await call('--node', 'A', 'dev-hold', 'D');
    const held = await pay('held');
    await look(paid, held);
    return [paid, held];
  } finally {
    await daemon.stop();
  }
}

test('the same words with and without a daemon: where it is, what it waits for, whether to pay again', () =>
  inFolder(async (dir) => {
    const live: string[] = [];
    const hashes = await withPayments(dir, async (paid, held) => {
      for (const hash of [paid, held]) live.push(await done(sendpay(['show', hash, '--dir', dir])));
    });
    match(live[0] as string, /status {6}✓ complete/);
    match(live[1] as string, /waits for {3}D, which holds every HTLC until it is released/);
    match(live[1] as string, /pay again\? {2}NOT SAFE/);
    for (const [index, hash] of hashes.entries()) is(await done(sendpay(['show', hash, '--dir', dir])), live[index]);
  }));

test('as it was, what changed, as JSON, as a chart, and as a page', () =>
  inFolder(async (dir) => {
    const [paid] = await withPayments(dir, async () => {});
    const json = JSON.parse(await done(sendpay(['show', paid, '--dir', dir, '--format', 'json'])));
    equal([json.status, json.value], ['complete', { complete: 'settled' }]);
    const sent = json.steps.find(({ type }: { type: string }) => type === 'PART_SENT').position;
    const then = await done(sendpay(['show', paid, '--dir', dir, '--at', String(sent)]));
    match(then, /status {6}◌ pending/);
    const diff = await done(sendpay(['show', paid, '--dir', dir, '--diff', String(sent), String(json.position)]));
    match(diff, /payment: pending → complete/);
    const svg = await done(sendpay(['show', paid, '--dir', dir, '--format', 'svg']));
    ok(svg.includes('data-state="payment.complete.settled" data-kind="atomic" data-active="true"'));
    const page = join(dir, 'payment.html');
    await done(sendpay(['show', paid, '--dir', dir, '--html', page]));
    match(readFileSync(page, 'utf8'), /^<!doctype html>/);
  }));

test('a payment nobody attempted, a hash that is none and a format that is none end with 2 and say why', () =>
  inFolder(async (dir) => {
    await withPayments(dir, async () => {});
    const unknown = await sendpay(['show', 'ab'.repeat(32), '--dir', dir]);
    equal([unknown.code, /never attempted, or deleted/.test(unknown.err)], [2, true]);
    for (const words of [
      ['show', 'xyz'],
      ['show', 'ab'.repeat(32), '--format', 'png'],
      ['chart', 'nothing'],
    ])
      is((await sendpay([...words, ...(words[0] === 'show' ? ['--dir', dir] : [])])).code, 2, words.join(' '));
  }));

test('each of our machines in each format, and a machine of somebody else', () =>
  inFolder(async (dir) => {
    for (const machine of ['payment', 'channel', 'invoice', 'penalty', 'pay', 'node', 'chain'])
      for (const format of ['svg', 'mermaid', 'dot', 'scxml', 'json', 'text'])
        ok((await done(sendpay(['chart', machine, '--format', format]))).length > 100, `${machine} as ${format}`);
    const file = join(dir, 'light.mjs');
    const xstate = JSON.stringify(import.meta.resolve('xstate'));
    writeFileSync(
      file,
      `import { createMachine } from ${xstate};
       export const light = createMachine({ id: 'light', initial: 'red', states: { red: { on: { GO: 'green' } }, green: {} } });`,
    );
    match(await done(sendpay(['chart', file, '--format', 'mermaid'])), /green/);
  }));

test('what if: numbers, the chart, and what is assumed', () =>
  inFolder(async (dir) => {
    await withPayments(dir, async () => {});
    const said = await done(sendpay(['whatif', '--dir', dir, '--node', 'A', '--penalty', 'half-life=5m']));
    match(said, /2 sends, 0 failed/);
    match(said, /Assumed:\n {2}- Balances of the time are unknown/);
    match(
      await done(sendpay(['whatif', '--dir', dir, '--node', 'A', '--penalty', 'half-life=5m', '-f', 'svg'])),
      /^<svg/,
    );
    is((await sendpay(['whatif', '--dir', dir, '--node', 'A', '--penalty', 'half-life=soon'])).code, 2);
  }));

test.run();
