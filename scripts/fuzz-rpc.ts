/**
 * `npm run fuzz:rpc`: the fuzz campaign of `test/rpc/fuzz` at length, against a daemon process on LevelDB with real sockets.
 *
 * Exit status 0 if the daemon answered everything as it must, its heap ended where it began and its log is clean, 1 if not; then the
 * database stays for looking at. The seed is printed first, so that a run that takes this process down can be repeated too.
 * Usage: npm run fuzz:rpc -- [--cases 1000000] [--seed TEXT]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { wholeNumber } from '../src/cli/command.ts';
import { runFuzz } from '../test/rpc/fuzz/campaign.ts';

const { cases, seed } = new Command('fuzz:rpc')
  .option('--cases <n>', 'requests to send', wholeNumber, 1_000_000)
  .option('--seed <text>', 'draws the requests', 'fuzz')
  .parse()
  .opts<{ cases: number; seed: string }>();

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const dir = mkdtempSync(join(tmpdir(), 'sendpay-fuzz-'));
say(`seed "${seed}", ${cases} cases`);
const started = performance.now();
const report = await runFuzz({ dir, seed, cases, settles: true, onProgress: say });
const seconds = Math.round((performance.now() - started) / 1000);
const { start, warm, end } = report.heapMiB;
say(`${report.cases} cases (${report.edges} at edges) in ${report.sessions} sessions, ${seconds} s`);
say(
  `heap of the daemon with nothing in flight, after forced gc (heapUsed): ${start} MiB at the start, ${warm} MiB warm, ${end} MiB at the end`,
);
if (report.faults.length === 0) {
  say('the daemon answers, and its log is clean');
  rmSync(dir, { recursive: true, force: true });
} else {
  say(`${report.faults.join('\n')}\nthe database is ${dir}`);
  process.exitCode = 1;
}
