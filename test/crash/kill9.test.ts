/** G1, G2, G4, G5, G6 on a real process: kill -9 under load, as often as fits a minute. The long campaign is `npm run crash`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { runCampaign } from './campaign.ts';

const test = suite('a daemon killed under load');
const seed = process.env.SENDPAY_TEST_SEED ?? 'kill -9';
/** No round begins after this; a round takes 2 to 4 seconds on two cores. */
const BUDGET_MS = 40_000;
const MAX_ROUNDS = 15;
const MIN_ROUNDS = 3;

test('keeps every promise it gave: nothing lost, nothing paid twice, all resolved, money and log in order', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sendpay-crash-'));
  const started = Date.now();
  try {
    const report = await runCampaign({
      dir,
      seed,
      payers: ['fjord', 'fern'],
      payees: ['iceberg', 'dune'],
      another: (done) => done < MIN_ROUNDS || (done < MAX_ROUNDS && Date.now() - started < BUDGET_MS),
    });
    process.stdout.write(`${report.rounds} kills, told: ${JSON.stringify(report.told)}\n`);
    equal(report.faults, [], `seed ${seed}`);
    ok(report.told.complete > 0, 'some payments completed');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test.run();
