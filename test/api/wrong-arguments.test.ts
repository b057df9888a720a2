/**
 * G13 for programs without types: what cannot be is refused by name before anything is recorded, whichever way in is taken; and a log
 * in which an earlier version recorded it is named by verify and runs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal, is, match, not, ok } from 'uvu/assert';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import type { LoggedEvent } from '../../src/journal/port.ts';
import { LINE } from '../support/networks.ts';
import { suite } from '../support/suite.ts';
import { CommandError, createNodes } from './api-under-test.ts';

const test = suite('wrong arguments of the TypeScript API');
const both = () => createNodes({ nodes: ['A', 'D'], network: LINE });
const idOf = (name: string): string => LINE.nodes.find(({ alias }) => alias === name)!.id;
const BC = LINE.channels.find(
  ({ node1, node2 }) => [node1, node2].sort().join() === [idOf('B'), idOf('C')].sort().join(),
)!.shortChannelId;

// biome-ignore lint/suspicious/noExplicitAny: programs without types call with anything
type Untyped = any;

const UNKNOWN_NODE = /^the network has no node ".*"; it has A, B, C, D$/;
const CONTROLS: readonly (readonly [what: string, code: string, message: RegExp, act: (network: Untyped) => void])[] = [
  ['hold', 'SENDPAY_UNKNOWN_NODE', UNKNOWN_NODE, (n) => n.hold('zz')],
  ['hold nothing', 'SENDPAY_UNKNOWN_NODE', UNKNOWN_NODE, (n) => n.hold()],
  ['hold a symbol', 'SENDPAY_UNKNOWN_NODE', UNKNOWN_NODE, (n) => n.hold(Symbol('A'))],
  ['release', 'SENDPAY_UNKNOWN_NODE', UNKNOWN_NODE, (n) => n.release('')],
  ['setOnline', 'SENDPAY_UNKNOWN_NODE', UNKNOWN_NODE, (n) => n.setOnline('zz', true)],
  ['isOnline', 'SENDPAY_UNKNOWN_NODE', UNKNOWN_NODE, (n) => n.isOnline(5)],
  ['waitingAt', 'SENDPAY_UNKNOWN_NODE', UNKNOWN_NODE, (n) => n.waitingAt(null)],
  ['online', 'SENDPAY_BAD_ARGUMENT', /^online: /, (n) => n.setOnline('C')],
  ['online text', 'SENDPAY_BAD_ARGUMENT', /^online: /, (n) => n.setOnline('C', 'false')],
  ['no message', 'SENDPAY_BAD_ARGUMENT', /^behaviour: failureMessage: /, (n) => n.hold('C', { mode: 'fail' })],
  ['odd hex', 'SENDPAY_BAD_ARGUMENT', /failureMessage/, (n) => n.hold('C', { mode: 'fail', failureMessage: '200' })],
  [
    'a message longer than an error onion',
    'SENDPAY_BAD_ARGUMENT',
    /failureMessage/,
    (n) => n.hold('C', { mode: 'fail', failureMessage: '00'.repeat(65_536) }),
  ],
  ['no preimage', 'SENDPAY_BAD_ARGUMENT', /^behaviour: preimage: /, (n) => n.hold('C', { mode: 'resolve' })],
  ['a mode', 'SENDPAY_BAD_ARGUMENT', /^behaviour: mode: /, (n) => n.hold('C', { mode: 'toString' })],
  ['no behaviour', 'SENDPAY_BAD_ARGUMENT', /^behaviour: /, (n) => n.hold('C', null)],
  ...[1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '3', undefined, 100_001, 2n].map(
    (blocks) => [`mine ${blocks}`, 'SENDPAY_BAD_ARGUMENT', /^blocks: /, (n: Untyped) => n.mine(blocks)] as const,
  ),
  ['close', 'SENDPAY_UNKNOWN_CHANNEL', /9x9x9/, (n) => n.closeChannel('9x9x9')],
  ['how', 'SENDPAY_BAD_ARGUMENT', /^how: /, (n) => n.closeChannel(BC, 'forcibly')],
  ['policy of', 'SENDPAY_UNKNOWN_CHANNEL', /undefined/, (n) => n.setPolicy(undefined, idOf('B'), {})],
  ['whose', 'SENDPAY_BAD_ARGUMENT', /^node: /, (n) => n.setPolicy(BC, idOf('A'), {})],
  ...[
    { feeBaseMsat: 5 },
    { feeBaseMsat: 2n ** 32n },
    { feePpm: 0.5 },
    { feePpm: 2 ** 32 },
    { cltvDelta: 65_536 },
    { htlcMinimumMsat: -1n },
    { htlcMaximumMsat: 2n ** 64n },
    { enabled: 'yes' },
    { fee: 1 },
    null,
  ].map(
    (change) =>
      ['a policy', 'SENDPAY_BAD_ARGUMENT', /^change: /, (n: Untyped) => n.setPolicy(BC, 'B', change)] as const,
  ),
  ['grace', 'SENDPAY_BAD_ARGUMENT', /^enforceDelaySeconds: /, (n) => n.setPolicy(BC, 'B', {}, Number.NaN)],
];

test('each control of the simulation refuses what cannot be, and records nothing', async () => {
  const nodes = await both();
  const before = nodes.journal.position;
  for (const [what, code, message, act] of CONTROLS) {
    const error = thrown(() => act(nodes.network.simulation));
    is(error.code, code, what);
    match(error.message, message);
  }
  is(nodes.journal.position, before);
  await nodes.close();
});

test('nodes are named by alias or id: a held one holds, a released one goes on', async () => {
  const nodes = await both();
  const { simulation } = nodes.network;
  simulation.hold('D');
  const sent = await paying(nodes);
  equal(simulation.waitingAt(idOf('D')).length, 1);
  simulation.setPolicy(BC, 'B' as never, { feePpm: 7 });
  simulation.release('D');
  is((await nodes.node('A').waitsendpay({ payment_hash: sent })).status, 'complete');
  await nodes.close();
});

const INVOICE = { amountMsat: 1n, label: 'l', description: 'd', expirySeconds: 1 };
const INVOICES: readonly (readonly [code: string, message: RegExp, node: string, invoice: Untyped])[] = [
  ['SENDPAY_UNKNOWN_NODE', /"D"/, 'D', INVOICE],
  ['SENDPAY_BAD_ARGUMENT', /^amountMsat: /, idOf('D'), undefined],
  ...[0n, -1n, 2n ** 64n, 5, undefined].map(
    (amountMsat) => ['SENDPAY_BAD_ARGUMENT', /^amountMsat: /, idOf('D'), { ...INVOICE, amountMsat }] as const,
  ),
  ...['a\ud800', 5, undefined].map(
    (label) => ['SENDPAY_BAD_ARGUMENT', /^label: /, idOf('D'), { ...INVOICE, label }] as const,
  ),
  ['SENDPAY_BAD_ARGUMENT', /^description: /, idOf('D'), { ...INVOICE, description: '\udc00' }],
  ...[Number.NaN, -1, 1.5, 2 ** 34].map(
    (expirySeconds) => ['SENDPAY_BAD_ARGUMENT', /^expirySeconds: /, idOf('D'), { ...INVOICE, expirySeconds }] as const,
  ),
  ['SENDPAY_BAD_ARGUMENT', /^preimage: /, idOf('D'), { ...INVOICE, preimage: 'AB'.repeat(32) }],
  ['SENDPAY_BAD_ARGUMENT', /^cltv: /, idOf('D'), { ...INVOICE, cltv: 500_000_000 }],
];

test('an invoice made below the commands is looked at too', async () => {
  const nodes = await both();
  const before = nodes.journal.position;
  for (const [code, message, node, invoice] of INVOICES) {
    const error = thrown(() => nodes.network.invoices.create(node as never, invoice));
    is(error.code, code, error.message);
    match(error.message, message);
  }
  is(nodes.journal.position, before);
  await nodes.close();
});

const METHODS: readonly (readonly [code: string | number, message: RegExp, act: (nodes: Untyped) => unknown])[] = [
  ['SENDPAY_UNKNOWN_NODE', /"Z" is not operated by this process, which operates A, D$/, (n) => n.node('Z')],
  ['SENDPAY_UNKNOWN_NODE', /"undefined" is not operated/, (n) => n.node()],
  ['SENDPAY_UNKNOWN_NODE', /"5" is not operated/, (n) => n.serve(5, 'x')],
  ['SENDPAY_BAD_ARGUMENT', /^path: /, (n) => n.serve('A')],
  ['SENDPAY_BAD_ARGUMENT', /^paymentHash: /, (n) => n.node('A').payment()],
  ['SENDPAY_BAD_ARGUMENT', /^paymentHash: /, (n) => n.node('A').payment(Symbol('hash'))],
  ['SENDPAY_BAD_ARGUMENT', /^from: /, (n) => n.node('A').events({ from: 'start' })],
  ['SENDPAY_BAD_ARGUMENT', /^from: /, (n) => n.node('A').events({ from: 1.5 })],
  ['SENDPAY_BAD_ARGUMENT', /^signal: /, (n) => n.node('A').waitsendpay({ payment_hash: 'ab' }, { signal: 5 })],
  [-32601, /Unknown command 'undefined'/, (n) => n.node('A').call()],
  [-32602, /^Expected array or object for params$/, (n) => n.node('A').getinfo(null)],
  [-32602, /^Expected array or object for params$/, (n) => n.node('A').getinfo('id')],
  [-32602, /^amount_msat: JSON cannot carry NaN$/, (n) => n.node('A').invoice({ amount_msat: Number.NaN })],
  [-32602, /^label: JSON cannot carry a function$/, (n) => n.node('A').invoice({ label: () => 1 })],
  [-32602, /^route: holds itself, or is too deep$/, (n) => n.node('A').sendpay({ route: around() })],
  [-32602, /^timeout: should be an integer: invalid token '-1'$/, (n) => n.node('A').waitsendpay({ timeout: -1 })],
  [-32602, /^label: should be well-formed Unicode/, (n) => n.node('A').invoice({ label: 'a\ud800' })],
  [-32602, /^label: should be well-formed Unicode/, (n) => n.node('A').invoice({ label: 'a\udc00\ud800' })],
  [-32602, /^exclude: should be well-formed Unicode/, (n) => n.node('A').getroute({ exclude: [['\ud800']] })],
];

function around(): unknown[] {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

test('each method refuses by name what has the wrong form', async () => {
  const nodes = await both();
  for (const [code, message, act] of METHODS) {
    const error = await Promise.resolve()
      .then(() => act(nodes))
      .catch((reason: unknown) => reason);
    ok(error instanceof Error, String(message));
    is((error as unknown as { code: unknown }).code, code, error.message);
    match(error.message, message);
  }
  for (const settings of [{ latencyMs: Number.NaN }, { mppTimeoutMs: -1 }, { finalCltv: 1.5 }]) {
    const error = await createNodes({ nodes: ['A'], network: LINE, settings }).catch((reason: unknown) => reason);
    match((error as Error).message, new RegExp(`^${Object.keys(settings)[0]}: should be a whole number`));
  }
  await nodes.close();
});

test('labels that differ only in what a surrogate pair lacks are refused; pairs and U+0000 are labels of their own', async () => {
  const nodes = await both();
  const d = nodes.node('D');
  const labels = ['a', 'a\0', 'a\0b', 'a\ufffd', 'a💥', 'a/b', '\u{10ffff}'];
  for (const label of labels) await d.invoice({ amount_msat: 1n, label, description: 'd' });
  await d.delinvoice({ label: 'a\0', status: 'unpaid' });
  const { invoices } = await d.listinvoices();
  equal(
    invoices.map(({ label }) => label),
    labels.filter((label) => label !== 'a\0'),
  );
  await nodes.close();
});

/** What 0.2.0 recorded unseen, by stream. */
const UNSEEN: readonly (readonly [stream: string, event: LoggedEvent])[] = [
  ['node/zz', { type: 'NODE_WENT_OFFLINE' }],
  [`node/${idOf('C')}`, { type: 'BEHAVIOUR_CHANGED', behaviour: { mode: 'fail' } }],
  ['chain', { type: 'BLOCKS_MINED', count: 1.5 }],
  [
    `channel/${BC}`,
    {
      type: 'POLICY_CHANGED',
      direction: idOf('B') < idOf('C') ? 0 : 1,
      policy: { feeBaseMsat: 1n, feePpm: 0.5, enabled: true },
      formerUntilMs: 0,
    },
  ],
];

test('a log that holds what an earlier version did not look at is named by verify, and runs', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'unseen-'));
  const open = async () => createNodes({ nodes: ['A', 'D'], network: LINE, journal: await openLevelJournal({ dir }) });
  try {
    const old = await open();
    old.network.simulation.hold('C');
    const held = await paying(old);
    for (const [stream, event] of UNSEEN) {
      old.journal.append({ stream, event, version: 1, timeMs: 0, cause: 0 });
      old.journal.setUnfinished(stream, stream !== 'chain');
    }
    await old.close();
    for (const time of ['once', 'again']) {
      const nodes = await open();
      const failed = await nodes
        .node('A')
        .waitsendpay({ payment_hash: held })
        .catch((error: unknown) => error);
      ok(failed instanceof CommandError, time);
      is((failed.data as { failcodename: string }).failcodename, 'WIRE_TEMPORARY_NODE_FAILURE');
      nodes.network.simulation.release('C');
      const paid = await paying(nodes, `${time} more`);
      is((await nodes.node('A').waitsendpay({ payment_hash: paid })).status, 'complete');
      nodes.network.simulation.hold('C', { mode: 'fail', failureMessage: '2002' });
      const { findings } = await verifyEngine({ journal: nodes.journal });
      for (const [stream, { type }] of UNSEEN) {
        const found = findings.find((finding) => finding.stream === stream && finding.what.startsWith(type));
        not.equal(found, undefined, `${type} of ${stream} in ${JSON.stringify(findings)}`);
      }
      await nodes.close();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

/** A payment from A to D on its way; its hash. */
async function paying(nodes: Awaited<ReturnType<typeof both>>, label = 'coffee'): Promise<string> {
  const [a, d] = [nodes.node('A'), nodes.node('D')];
  const { payment_hash, payment_secret } = await d.invoice({ amount_msat: 100_000n, label, description: 'coffee' });
  const { route } = await a.getroute({ id: d.id, amount_msat: 100_000n, riskfactor: 1 });
  await a.sendpay({ route, payment_hash, payment_secret });
  return payment_hash;
}

function thrown(act: () => void): Error & { code: string } {
  try {
    act();
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new Error(`nothing was thrown by ${act}`);
}

test.run();
