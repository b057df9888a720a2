/** A short fuzz campaign against a real daemon process. The long one is `npm run fuzz:rpc`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { runFuzz } from './fuzz/campaign.ts';

const test = suite('a daemon under mutated and generated requests');
const seed = process.env.SENDPAY_TEST_SEED ?? 'fuzz';
const CASES = 4_000;
/** The sweep over all parameters and edges has some 20,000 requests; a share of it is sent here. */
const EDGES_EVERY = 15;

test('answers every well-formed request once, stays up within its memory, and leaves a log that verify finds clean', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sendpay-fuzz-'));
  try {
    const report = await runFuzz({ dir, seed, cases: CASES, edgesEvery: EDGES_EVERY });
    assert.equal(report.faults, [], `seed ${seed}`);
    assert.ok(report.cases >= CASES);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test.run();
