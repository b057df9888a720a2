/**
 * Generated from the model of "chain"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 2 of 2 event-matrix (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { chainModel } from '../../src/cli/testing/models/chain.ts';

const test = suite('chain: event-matrix (generated)');
const driver = pureDriver(chainModel);

const events = {
  'BLOCKS_MINED(count: 1)': { count: 1, type: 'BLOCKS_MINED' },
  'BLOCKS_MINED(count: 0)': { count: 0, type: 'BLOCKS_MINED' },
};

const situations = {
  'growing': { data: { blocksMined: 0 }, state: 'growing' },
  'growing~2': { data: { blocksMined: 1 }, state: 'growing' },
};

const initial = { ...situations['growing'], effects: [] };

test('path 1 stays growing through 2 events and is left unmoved by 1', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['BLOCKS_MINED(count: 1)'], situations['growing~2']);
    await path.unmoved(events['BLOCKS_MINED(count: 0)']); // refused
  }));

test.run();
