/**
 * Generated from the model of "chain"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 1 of 1 transition-pairs (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { chainModel } from '../../src/cli/testing/models/chain.ts';

const test = suite('chain: transition-pairs (generated)');
const driver = pureDriver(chainModel);

const events = {
  'BLOCKS_MINED': { count: 1, type: 'BLOCKS_MINED' },
};

const situations = {
  'growing': { data: { blocksMined: 0 }, state: 'growing' },
  'growing~2': { data: { blocksMined: 1 }, state: 'growing' },
  'growing~3': { data: { blocksMined: 2 }, state: 'growing' },
};

const initial = { ...situations['growing'], effects: [] };

test('path 1 stays growing through 2 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['BLOCKS_MINED'], situations['growing~2']);
    await path.step(events['BLOCKS_MINED'], situations['growing~3']);
  }));

test.run();
