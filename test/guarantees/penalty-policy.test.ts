/**
 * G5 for penalties: what they depend on is in the log. A database written under one policy means the same to a program with
 * another, whichever of its numbers or rows is different; what that program wants is logged before it is used.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal, is, match, ok, unreachable } from 'uvu/assert';
import { type PenaltyContext, type PenaltyEvent, penaltyMachine } from '../../machines/penalty.ts';
import { penaltyKind } from '../../machines/penalty-kind.ts';
import { given } from '../../src/domain/given.ts';
import type { ChannelDirection, NodeId, PaymentHash } from '../../src/domain/ids.ts';
import { underPolicy } from '../../src/domain/penalty-book.ts';
import { PENALTY_POLICY, PENALTY_POLICY_1, type PenaltyPolicy } from '../../src/domain/penalty-policy.ts';
import { openSimulatedEngine, type SimulatedEngine } from '../../src/engine/simulated-engine.ts';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import { recordKey } from '../../src/journal/keys.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import type { Finding, VerifyReport } from '../../src/journal/verify.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { invoice, LINE, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('penalty policies and the log');
const ROOT = join(import.meta.dirname, '..', '..');

/** Every number another one. */
const OTHER: PenaltyPolicy = {
  failureWeight: 2,
  unreadableWeight: 0.75,
  avoidedAbove: 1.5,
  forgottenBelow: 0.2,
  halfLifeMs: 7_000,
  maxEntries: 2,
};

type Failing = { readonly node: string; readonly how: Parameters<SimulatedEngine['network']['simulation']['hold']>[1] };
/** Nobody knows who, a node, a channel: each in turn, so that there are several penalties at once. */
const FAILINGS: readonly Failing[] = [
  { node: 'B', how: { mode: 'corrupt' } },
  { node: 'C', how: { mode: 'fail', failureMessage: '2002' } },
  { node: 'C', how: { mode: 'fail', failureMessage: '10070000' } },
  { node: 'D', how: { mode: 'fail', failureMessage: '400f000000000000000000000064' } },
];

/** Payments from A to D that fail, some seconds apart, and one in a while that does not. */
async function failPayments(net: Opened, clock: VirtualClock, count: number): Promise<void> {
  const { simulation } = net.engine.network;
  for (let i = 0; i < count; i++) {
    const { node, how } = FAILINGS[i % FAILINGS.length] as Failing;
    simulation.hold(net.id('D'), { mode: 'fail', failureMessage: '2002' });
    simulation.hold(net.id(node), how);
    const made = invoice(net, 'D');
    await net.node('A').send(request(made, route(net, 'A', 'D')));
    is((await net.node('A').wait({ paymentHash: made.paymentHash })).type, 'failed');
    for (const name of ['B', 'C', 'D']) simulation.release(net.id(name));
    clock.advance(1_000 * (1 + ((i * 37) % 61)));
  }
}

const stream = (net: Opened): string => penaltyKind.streamOf(net.id('A'));
const learned = (net: Opened): readonly JournalRecord[] => net.journal.readStreamFromStart(stream(net));
const policies = (net: Opened): readonly unknown[] =>
  learned(net)
    .filter(({ event }) => event.type === 'PENALTY_CONFIGURED')
    .map(({ event: { type: _type, atMs: _atMs, ...policy } }) => policy);

const reopened = (net: Opened, options: Parameters<typeof open>[0] = {}): Promise<Opened> =>
  open({ ...options, journal: { storage: net.journal.storage } });

const fold = new Fold(penaltyMachine);
const folded = (records: readonly JournalRecord[]): PenaltyContext =>
  fold.replay(
    fold.initial,
    records.map(({ event }) => event as unknown as PenaltyEvent),
  ).context;

/** What had been learned, with the times at which it fades under the other policy. */
const underOther = ({ channels, nodes, learned: known }: PenaltyContext): Omit<PenaltyContext, 'policy'> => ({
  channels: underPolicy(channels, OTHER),
  nodes: underPolicy(nodes, OTHER),
  learned: known,
});

async function findings(journal: Journal, live?: SimulatedEngine): Promise<readonly Finding[]> {
  await journal.durable(journal.position);
  return (await verifyEngine({ journal, ...given({ live: live?.runtime }) })).findings;
}

test('the whole policy is the first thing a node logs of what it learns, and it is logged once', async () => {
  const clock = new VirtualClock(1_700_000_000_000);
  const first = await open({ clock });
  const paid = invoice(first, 'D');
  await first.node('A').send(request(paid, route(first, 'A', 'D')));
  is(learned(first).length, 0, 'a success teaches nothing, and needs no policy');
  await failPayments(first, clock, 3);
  is(learned(first)[0]?.event.type, 'PENALTY_CONFIGURED');
  equal(policies(first), [PENALTY_POLICY]);
  await first.engine.close();
  const second = await reopened(first, { clock });
  await failPayments(second, clock, 2);
  equal(policies(second), [PENALTY_POLICY]);
  await second.engine.close();
});

test('every readable failure is logged with its verdict', async () => {
  const clock = new VirtualClock(1_700_000_000_000);
  const net = await open({ clock });
  await failPayments(net, clock, 4);
  equal(
    learned(net).map(({ event }) => event.blame ?? event.type),
    [
      'PENALTY_CONFIGURED',
      'FAILURE_LEARNED',
      { target: 'node', kind: 'temporary', amountMatters: false },
      { target: 'channel', kind: 'temporary', amountMatters: true },
    ],
  );
  await net.engine.close();
});

test('a program with another policy finds no damage, and has one record that puts its own in force', async () => {
  const clock = new VirtualClock(1_700_000_000_000);
  const first = await open({ clock });
  await failPayments(first, clock, 100);
  ok(learned(first).length > 64, 'there is a snapshot');
  const before = folded(learned(first));
  await first.engine.close();

  const second = await reopened(first, { clock, penaltyPolicy: OTHER });
  equal(policies(second), [PENALTY_POLICY, OTHER]);
  equal(second.engine.penalties.context(second.id('A')), { ...underOther(before), policy: OTHER });
  equal(second.engine.penalties.context(second.id('A')), folded(learned(second)), 'live state = fold');
  ok(before.nodes.temporary.size > 0, 'something had been learned');
  equal(await findings(second.journal, second.engine), []);

  await failPayments(second, clock, 70);
  equal(second.engine.penalties.context(second.id('A')), folded(learned(second)));
  equal(await findings(second.journal, second.engine), []);
  await second.engine.close();

  const third = await reopened(second, { clock, penaltyPolicy: OTHER });
  equal(policies(third), [PENALTY_POLICY, OTHER], 'the same policy is not logged again');
  await third.engine.close();

  const fourth = await reopened(third, { clock });
  equal(policies(fourth), [PENALTY_POLICY, OTHER, PENALTY_POLICY], 'nor is an old one left in force');
  equal(await findings(fourth.journal, fourth.engine), []);
  await fourth.engine.close();
});

test('what was avoided under one policy is weighed by the next from its first moment on', async () => {
  const clock = new VirtualClock(1_700_000_000_000);
  const first = await open({ clock });
  await failPayments(first, clock, 2);
  is(first.node('A').penalties()[0]?.avoided, true);
  await first.engine.close();
  const second = await reopened(first, { clock, penaltyPolicy: { avoidedAbove: 1.5 } });
  is(second.node('A').penalties()[0]?.avoided, false);
  await second.engine.close();
});

/** A log as version 1 wrote it: no policy, no verdicts, and the half-life alone where it was set. */
async function versionOne(net: Opened, events: readonly PenaltyEvent[]): Promise<void> {
  for (const event of events)
    net.journal.append({ stream: stream(net), event: event as never, version: 1, timeMs: 0, cause: 0 });
  const state = { value: 'avoiding', context: { halfLifeMs: 60_000, channels: {}, nodes: {}, policies: {} } };
  const { position, sequence } = net.journal.head(stream(net)) as { position: number; sequence: number };
  net.journal.putSnapshot(stream(net), { position, sequence, version: 1, state });
  await net.engine.close();
}

const oldFailure = (net: Opened, failcode: number): PenaltyEvent => ({
  type: 'FAILURE_LEARNED',
  paymentHash: '33'.repeat(32) as PaymentHash,
  ids: ['B', 'C', 'D'].map(net.id) as NodeId[],
  route: ['101x1x0/0', '102x1x0/0', '103x1x0/0'] as string[] as ChannelDirection[],
  amountsMsat: [3n, 2n, 1n],
  erringIndex: 1,
  failcode,
  atMs: 1_700_000_000_000,
});

test('a log without a policy was written under that of version 1, and goes on under it without another record', async () => {
  const first = await open();
  await versionOne(first, [oldFailure(first, 0x2002), oldFailure(first, 0x4008)]);
  const second = await reopened(first);
  equal(policies(second), []);
  const { policy, nodes, channels } = second.engine.penalties.context(second.id('A'));
  equal(policy, PENALTY_POLICY_1);
  equal([nodes.temporary.size, channels.permanent.size], [1, 1]);
  equal(await findings(second.journal, second.engine), []);
  await second.engine.close();
});

test('a log in which only the half-life was set keeps it until the program puts its own policy in force', async () => {
  const first = await open();
  const set: PenaltyEvent = { type: 'PENALTY_CONFIGURED', halfLifeMs: 90_000, atMs: 1_700_000_000_001 };
  await versionOne(first, [oldFailure(first, 0x2002), set]);
  const second = await reopened(first, { penaltyHalfLifeMs: 90_000 });
  equal(policies(second), [{ halfLifeMs: 90_000 }]);
  equal(second.engine.penalties.context(second.id('A')).policy, { ...PENALTY_POLICY_1, halfLifeMs: 90_000 });
  await second.engine.close();
  const third = await reopened(second, { penaltyPolicy: OTHER });
  equal(policies(third), [{ halfLifeMs: 90_000 }, OTHER]);
  equal(await findings(third.journal, third.engine), []);
  await third.engine.close();
});

test('penalties that cannot be read are reported, and the nodes come up', async () => {
  const clock = new VirtualClock(1_700_000_000_000);
  const first = await open({ clock });
  await failPayments(first, clock, 2);
  const [damaged] = learned(first);
  await first.engine.close();
  first.journal.storage.corrupt(recordKey((damaged as JournalRecord).position), 'damage');
  const second = await reopened(first, { clock });
  equal(
    second.engine.quarantined.map((one) => [one.stream, (one.error as { code?: string }).code]),
    [[stream(second), 'SENDPAY_JOURNAL_DAMAGED']],
  );
  const made = invoice(second, 'D');
  await second.node('B').send(request(made, route(second, 'B', 'D')));
  is((await second.node('B').wait({ paymentHash: made.paymentHash })).type, 'complete');
  await second.engine.close();
});

test('a policy nothing can be weighed by is refused by name, and nothing is recorded', async () => {
  for (const penaltyPolicy of [
    { halfLifeMs: 0 },
    { failureWeight: Number.NaN },
    { maxEntries: -1 },
    { forgottenBelow: 0.6 },
  ])
    try {
      await open({ penaltyPolicy });
      unreachable(JSON.stringify(penaltyPolicy));
    } catch (error) {
      is((error as { code?: string }).code, 'SENDPAY_BAD_ARGUMENT', String(error));
    }
});

/** What a program needs to check a database. */
const PROGRAM = ['src', 'machines', 'test/support/sendpay-source.ts', 'package.json', 'tsconfig.json'];

interface Edit {
  readonly file: string;
  readonly from: RegExp;
  readonly to: string;
}

/** A copy of this program, and a database this program wrote. */
let copy = '';
let database = '';

/** `sendpay verify` by a program in which some things are different. */
function verifiedBy(edits: readonly Edit[]): VerifyReport {
  const sources = new Map(edits.map(({ file }) => [file, readFileSync(join(copy, file), 'utf8')]));
  for (const { file, from, to } of edits) {
    const source = readFileSync(join(copy, file), 'utf8');
    const edited = source.replace(from, to);
    ok(edited !== source, `${file} has ${from}`);
    writeFileSync(join(copy, file), edited);
  }
  const command = ['--import', 'tsx', 'test/support/sendpay-source.ts', 'verify', '--json', database];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy, encoding: 'utf8' });
  for (const [file, source] of sources) writeFileSync(join(copy, file), source);
  ok(stdout.startsWith('{'), stderr);
  return JSON.parse(stdout) as VerifyReport;
}

const policyFile = 'src/domain/penalty-policy.ts';
const blameFile = 'src/domain/blame.ts';
/** Everything penalties are made of that is written in the source, changed where it stands. */
const EDITS: readonly Edit[] = [
  { file: policyFile, from: /failureWeight: 1,/, to: 'failureWeight: 2,' },
  { file: policyFile, from: /unreadableWeight: 0.25,/, to: 'unreadableWeight: 1,' },
  { file: policyFile, from: /avoidedAbove: 0.5,/, to: 'avoidedAbove: 0.9,' },
  { file: policyFile, from: /forgottenBelow: 0.05,/, to: 'forgottenBelow: 0.4,' },
  { file: policyFile, from: /halfLifeMs: 60_000,/, to: 'halfLifeMs: 9_000,' },
  { file: policyFile, from: /maxEntries: 50_000,/, to: 'maxEntries: 1,' },
  {
    file: blameFile,
    from: /\[FailureCode.TEMPORARY_NODE_FAILURE\]: blame\('node', 'temporary'/,
    to: "[FailureCode.TEMPORARY_NODE_FAILURE]: blame('channel', 'permanent'",
  },
  {
    file: blameFile,
    from: /'the channel could not carry the amount',\s+true/,
    to: "'the channel could not carry the amount', false",
  },
];
/** Takes a number from the code whatever the log says: how it used to be. */
const FROM_CODE: Edit = {
  file: policyFile,
  from: /change\[member\] \?\? policy\[member\]/,
  to: "member === 'failureWeight' ? 2 : (change[member] ?? policy[member])",
};

test.before(async () => {
  copy = mkdtempSync(join(tmpdir(), 'sendpay-other-'));
  for (const part of PROGRAM) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  database = mkdtempSync(join(tmpdir(), 'sendpay-policy-'));
  const clock = new VirtualClock(1_700_000_000_000);
  const journal = await openLevelJournal({ dir: join(database, 'journal') });
  const operate = LINE.nodes.map(({ id }) => id);
  const engine = await openSimulatedEngine({ journal, network: LINE, operate, clock });
  const id = (name: string): NodeId => LINE.nodes.find(({ alias }) => alias === name)?.id as NodeId;
  const net = { engine, journal, node: (name: string) => engine.node(name), id } as unknown as Opened;
  await failPayments(net, clock, 88);
  // A snapshot is taken at the 64th record: right behind a failure whose amount matters.
  const lessons = journal.readStreamFromStart(penaltyKind.streamOf(id('A')));
  equal(lessons[63]?.event.blame, { target: 'channel', kind: 'temporary', amountMatters: true });
  await engine.close();
});
test.after(() => {
  for (const dir of [copy, database]) rmSync(dir, { recursive: true, force: true });
});

test('a program in which every number and some rows were changed finds an intact database intact', () => {
  const { ok: isClean, findings: found } = verifiedBy(EDITS);
  equal([isClean, found], [true, []]);
});

test('a program that took a number from its code instead of the log would find damage', () => {
  const { ok: isClean, findings: found } = verifiedBy([FROM_CODE]);
  is(isClean, false);
  match(found.map(({ what }) => what).join(), /snapshot/);
});

test.run();
