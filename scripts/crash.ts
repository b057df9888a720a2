/**
 * `npm run crash -- --rounds N`: the crash campaign of `test/crash` at length.
 *
 * Exit status 0 if every promise was kept, 1 if not; then the database stays for looking at.
 * Usage: npm run crash -- [--rounds 50] [--seed TEXT]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { wholeNumber } from '../src/cli/command.ts';
import { runCampaign } from '../test/crash/campaign.ts';

const { rounds, seed } = new Command('crash')
  .option('--rounds <n>', 'how often the daemon is killed', wholeNumber, 50)
  .option('--seed <text>', 'draws the moments and the load', 'crash')
  .parse()
  .opts<{ rounds: number; seed: string }>();

const dir = mkdtempSync(join(tmpdir(), 'sendpay-crash-'));
const report = await runCampaign({
  dir,
  seed,
  payers: ['fjord', 'fern'],
  payees: ['iceberg', 'dune'],
  another: (done) => done < rounds,
  onRound: (line) => void process.stdout.write(`${line}\n`),
});
process.stdout.write(`${report.rounds} kills, seed "${seed}", told: ${JSON.stringify(report.told)}\n`);
if (report.faults.length === 0) {
  process.stdout.write('every promise was kept\n');
  rmSync(dir, { recursive: true, force: true });
} else {
  process.stdout.write(`${report.faults.join('\n')}\nthe database is ${dir}\n`);
  process.exitCode = 1;
}
