import { journalConformance } from '../../src/journal/conformance.ts';
import { suite } from '../support/suite.ts';
import { levelHarness, memoryHarness } from './support.ts';

const test = suite('every journal');

for (const { title, run } of [
  ...journalConformance('memory', memoryHarness),
  ...journalConformance('LevelDB', levelHarness),
])
  test(title, run);

test.run();
