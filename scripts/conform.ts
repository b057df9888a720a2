/**
 * `npm run conform -- ARGS…`: replays recorded transcripts of Core Lightning nodes against ours.
 *
 * Runs `../shared/conformance/replay.mjs` (or the one `SENDPAY_REPLAYER` names) with our driver, passes every argument on,
 * and ends with the replayer's last line and exit status. Where we differ on purpose stands in the `deviations.json` beside it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const replayer = process.env.SENDPAY_REPLAYER ?? join(root, '../shared/conformance/replay.mjs');
if (!existsSync(replayer)) {
  process.stderr.write(`${replayer} is not there: transcripts and replayer are kept beside the project\n`);
  process.exit(2);
}
const driver = join(import.meta.dirname, 'conformance-driver.mjs');
const args = [replayer, '--driver', driver, ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exit(status ?? 1);
