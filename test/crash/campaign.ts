/**
 * The crash campaign: a daemon under load, killed at moments drawn from a seed, started again on the same database, as often
 * as asked, and at the end everything that was told to anybody is held against what is there.
 *
 * Checked after every restart: nothing acknowledged is lost or changed, nothing is paid twice, and the database is clean by
 * `verify` run inside the daemon, so also live = fold. At the end: everything pending resolves, the sums agree, and the
 * stopped database is clean.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { journalDir, readSettings } from '../../src/cli/data-dir.ts';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import { call } from '../../src/rpc/client.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import { DaemonProcess } from './daemon-process.ts';
import { Draw } from './draw.ts';
import { type Ask, Ledger } from './ledger.ts';
import { runClient } from './load.ts';

export interface CampaignOptions {
  readonly dir: string;
  readonly seed: string;
  readonly payers: readonly string[];
  readonly payees: readonly string[];
  /** Kills; asked before each round with the number done. */
  readonly another: (done: number) => boolean;
  readonly onRound?: (line: string) => void;
}

export interface CampaignReport {
  readonly rounds: number;
  /** What was not as it must be, in words; empty if all is well. */
  readonly faults: readonly string[];
  readonly told: Ledger['counts'];
}

const CLIENTS = 6;
/** HTLCs take this long per hop, so that some are always on their way when the daemon is killed. */
const LATENCY_MS = 2;
/** The kill comes after so many answers and so many milliseconds more: any moment of a batch may be hit. */
const ANSWERS_BEFORE_KILL = { min: 5, max: 250 };
const DELAY_BEFORE_KILL_MS = { min: 0, max: 15 };
/** One round in so many has a payee that holds what reaches it, across the kill. */
const HOLD_ONE_IN = 3;

export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const { payers, payees } = options;
  const ledger = new Ledger(payers, payees);
  const faults: string[] = [];
  let rounds = 0;
  let daemon = await startDaemon(options);
  const ids = await idsOf(askOf(daemon), [...payers, ...payees]);
  for (; faults.length === 0 && options.another(rounds); rounds++) {
    const draw = new Draw(`${options.seed} ${rounds}`);
    await crash({ options, daemon, ledger, draw, ids, round: rounds });
    daemon = await startDaemon(options);
    faults.push(...(await check(askOf(daemon), ledger, payers[0] as string)).map((what) => `round ${rounds}: ${what}`));
    options.onRound?.(
      `round ${rounds}: ${JSON.stringify(ledger.counts)} ${faults.length === 0 ? 'ok' : faults.join('; ')}`,
    );
  }
  if (faults.length === 0) faults.push(...(await settle(askOf(daemon), ledger)));
  const status = await daemon.stop();
  if (status !== 0) faults.push(`the daemon ended with ${status} when it was asked to stop`);
  faults.push(...(await verifyStopped(options.dir)));
  return { rounds, faults, told: ledger.counts };
}

interface Round {
  readonly options: CampaignOptions;
  readonly daemon: DaemonProcess;
  readonly ledger: Ledger;
  readonly draw: Draw;
  readonly ids: ReadonlyMap<string, string>;
  readonly round: number;
}

/** Load until the drawn moment, then the kill. */
async function crash({ options, daemon, ledger, draw, ids, round }: Round): Promise<void> {
  const holder = draw.of(options.payees);
  await askOf(daemon)(holder, draw.oneIn(HOLD_ONE_IN) ? 'dev-hold' : 'dev-release', { node: holder });
  let left = draw.between(ANSWERS_BEFORE_KILL.min, ANSWERS_BEFORE_KILL.max);
  let reached: () => void = () => {};
  const moment = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const answered = (): void => {
    if (--left === 0) reached();
  };
  const clients = Array.from({ length: CLIENTS }, (_, i) =>
    runClient({
      daemon,
      ledger,
      draw: new Draw(`${options.seed} ${round} ${i}`),
      ids,
      answered,
      label: `${round} ${i}`,
    }),
  );
  await Promise.race([moment, ...clients, delay(STUCK_MS, undefined, { ref: false })]);
  await delay(draw.between(DELAY_BEFORE_KILL_MS.min, DELAY_BEFORE_KILL_MS.max));
  await daemon.kill();
  await Promise.all(clients);
}

/** Clients may all be waiting for HTLCs somebody holds: then the kill comes without further answers. */
const STUCK_MS = 1_000;

async function check(ask: Ask, ledger: Ledger, node: string): Promise<string[]> {
  return [...(await ledger.check(ask)), ...findingsOf(await ask(node, 'dev-verify', {}))];
}

/** Releases what is held and waits until nothing is in flight. */
async function settle(ask: Ask, ledger: Ledger): Promise<string[]> {
  for (const node of ledger.payees) await ask(node, 'dev-release', { node });
  await ask(ledger.payers[0] as string, 'dev-settle', {});
  return [...(await ledger.check(ask)), ...(await ledger.checkEnd(ask))];
}

async function verifyStopped(dir: string): Promise<string[]> {
  const journal = await openLevelJournal({ dir: journalDir(dir), create: false });
  try {
    const operatedSince = new Map((readSettings(dir)?.nodes ?? []).map(({ id, since }) => [id, since]));
    return findingsOf((await verifyEngine({ journal, operatedSince })) as unknown as JsonValue);
  } finally {
    await journal.close();
  }
}

function findingsOf(report: JsonValue): string[] {
  const { findings } = report as unknown as { findings: { what: string; position?: number }[] };
  return findings.map(({ what, position }) => `verify: ${what}${position === undefined ? '' : ` at ${position}`}`);
}

function startDaemon({ dir, payers, payees }: CampaignOptions): Promise<DaemonProcess> {
  return DaemonProcess.start({ dir, nodes: [...payers, ...payees], words: ['--latency', String(LATENCY_MS)] });
}

function askOf(daemon: DaemonProcess): Ask {
  return async (node, method, params) => {
    const outcome = await call(daemon.socket(node), method, params);
    if ('result' in outcome) return outcome.result;
    throw new Error(`${method} at ${node}: ${JSON.stringify(outcome)}`);
  };
}

async function idsOf(ask: Ask, nodes: readonly string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const node of nodes) ids.set(node, ((await ask(node, 'getinfo', {})) as unknown as { id: string }).id);
  return ids;
}
