/**
 * A shortened run of the conformance transcripts: real sockets, a real database, a kill -9. All of them: `npm run conform`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';

const folder = '../shared/conformance/transcripts';
const test = suite('recorded Core Lightning nodes', {
  skip: existsSync(folder) ? undefined : `${folder} is not there`,
});

/** One or two of each kind: a payment, its repetition, failures, parts, onions, listings, a crash, old names. */
const SCENARIOS = [
  'sendpay_ok',
  'sendpay_while_pending',
  'fee_insufficient',
  'mpp_ok',
  'sendonion_fail_secrets',
  'listings_pays',
  'delpay',
  'restart_pending_kill9',
  'node_calls',
  'sendpay_amount_param',
];

test('answers are those of the recorded nodes of both versions', () => {
  const arguments_ = ['--import', 'tsx', 'scripts/conform.ts', '--only', SCENARIOS.join('|')];
  const run = spawnSync(process.execPath, [...arguments_, `${folder}/v24.11.2`, `${folder}/v0.7.3`], {
    encoding: 'utf8',
  });
  const last = run.stdout.trim().split('\n').at(-1);
  assert.match(last ?? '', /^\d+ passed, 0 failed, 0 skipped$/, `${run.stdout}${run.stderr}`);
  assert.is(run.status, 0);
  assert.ok(Number.parseInt(last ?? '', 10) >= SCENARIOS.length, last);
});

test.run();
