/**
 * `npm run demo`: the main job on the example network or any other: 1,000 payments from several nodes, every one of them
 * an event log in LevelDB.
 *
 * Invariant: ends by itself, with a summary, and leaves a database that `sendpay verify` finds clean and `sendpay up` goes on
 * with. Only the default directory is emptied first; another one must be new, or is gone on with.
 * Usage: npm run demo -- [--network PATH] [--payments N] [--seed TEXT] [--dir DIR] [--in-flight N] [--payers N]
 */

import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { wholeNumber } from '../src/cli/command.ts';
import { folderOf, journalDir, readSettings, writeSettings } from '../src/cli/data-dir.ts';
import { loadNetworkOrExample, networkName } from '../src/cli/example-network.ts';
import type { NodeId } from '../src/domain/ids.ts';
import { openSimulatedEngine } from '../src/engine/simulated-engine.ts';
import type { NetworkDescription } from '../src/graph/network-description.ts';
import { openLevelJournal } from '../src/journal/level.ts';
import { type PaymentReport, payWithRetries } from './demo/pay-with-retries.ts';
import { choosePayers, type PlannedPayment, planPayments } from './demo/plan.ts';
import { summary } from './demo/summary.ts';

const DEFAULT_DIR = 'demo-data';
/** Redraws of the progress bar without a terminal: now and then a line. */
const LINE_EVERY_MS = 2_000;

interface Flags {
  readonly network?: string;
  readonly payments: number;
  readonly payers: number;
  readonly seed: string;
  readonly dir: string;
  readonly inFlight: number;
}

const flags = new Command('demo')
  .option('--network <path>', 'network file or folder; default: the example network')
  .option('--payments <n>', 'how many payments', wholeNumber, 1000)
  .option('--payers <n>', 'from how many nodes', wholeNumber, 5)
  .option('--seed <text>', 'draws payers, payees, amounts, and balances the file does not tell', 'demo')
  .option('--dir <dir>', 'where the database goes', DEFAULT_DIR)
  .option('--in-flight <n>', 'payments at the same time', wholeNumber, 50)
  .parse()
  .opts<Flags>();

if (flags.dir === DEFAULT_DIR && existsSync(journalDir(DEFAULT_DIR))) rmSync(DEFAULT_DIR, { recursive: true });
const network = await loadNetworkOrExample(flags.network, flags.seed);
const payers = choosePayers(network, flags.payers, flags.seed);
const journal = await openLevelJournal({ dir: journalDir(flags.dir) });
rememberSettings(network, payers, journal.position);
const engine = await openSimulatedEngine({ journal, network, operate: payers });
process.stdout.write(
  `${networkName(flags.network)}: ${network.nodes.length} nodes, ${network.channels.length} channels; ` +
    `paying from ${payers.map((id) => engine.node(id).alias).join(', ')}\n`,
);

const before = await journal.sizes();
const started = performance.now();
const reports = await payAll(planPayments(network, payers, flags.payments, flags.seed));
const seconds = (performance.now() - started) / 1000;
await journal.durable(journal.position);
const after = await journal.sizes();
await engine.close();

process.stdout.write(
  `\n${summary({ reports, seconds, recordBytes: after.recordBytes - before.recordBytes, diskBytes: after.diskBytes })}`,
);
sayWhatNext(reports, engine.node(payers[0] as NodeId).alias);

/** So that `sendpay up` and `sendpay verify` know what this directory holds. */
function rememberSettings(description: NetworkDescription, ids: readonly NodeId[], since: number): void {
  const known = readSettings(flags.dir)?.nodes ?? [];
  const fresh = ids
    .filter((id) => !known.some((node) => node.id === id))
    .map((id) => ({ name: folderOf(description.nodes.find((node) => node.id === id)?.alias ?? id, id), id, since }));
  const path = flags.network === undefined ? {} : { network: resolve(flags.network) };
  writeSettings(flags.dir, { ...path, seed: flags.seed, nodes: [...known, ...fresh] });
}

/** A fixed number of payments at the same time, so that group commit has something to group. */
async function payAll(plan: readonly PlannedPayment[]): Promise<PaymentReport[]> {
  const bar = new SingleBar({
    format: 'paying {bar} {value}/{total}  {eta_formatted} left',
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    hideCursor: true,
  });
  const finished: PaymentReport[] = [];
  const run = Date.now();
  let next = 0;
  const client = async (): Promise<void> => {
    for (let i = next++; i < plan.length; i = next++) {
      finished.push(await payWithRetries(engine, plan[i] as PlannedPayment, `demo ${run} ${i}`));
      bar.update(finished.length);
    }
  };
  bar.start(plan.length, 0);
  await Promise.all(Array.from({ length: flags.inFlight }, client));
  bar.stop();
  return finished;
}

function sayWhatNext(done: readonly PaymentReport[], payer: string): void {
  const retried = done.find((report) => report.attempts > 1 && report.failure === undefined) ?? done[0];
  process.stdout.write(`
The database is ${journalDir(flags.dir)}. What to type next:

  npx sendpay verify ${flags.dir}
  npx sendpay log ${flags.dir} --hash ${retried?.paymentHash ?? 'HASH'}
  npx sendpay up --dir ${flags.dir}        # and in another terminal:
  npx sendpay call --dir ${flags.dir} --node ${payer} listpenalties
`);
}
