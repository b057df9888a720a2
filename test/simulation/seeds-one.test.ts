/** G1 to G12 under random commands, misbehaviour, crashes and failing writes: seeds 1 to 100. */
import { equal, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { complaints, runBlock } from './support.ts';

const test = suite('simulated networks, seeds 1 to 100');

test('no seed breaks a guarantee, and after the faults everything ends', async () => {
  const reports = await runBlock(1, 100);
  equal(complaints(reports), []);
  ok(reports.reduce((sum, { payments }) => sum + payments, 0) > 500, 'the seeds pay something');
});

test.run();
