/**
 * Generated from the model of "penalty"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 15 of 15 event-matrix (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { penaltyModel } from '../../src/cli/testing/models/penalty.ts';

const test = suite('penalty: event-matrix (generated)');
const driver = pureDriver(penaltyModel);

const events = {
  'FAILURE_LEARNED(atMs: 1000)': { amountsMsat: [1010n, 1000n], atMs: 1000, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'FAILURE_LEARNED(atMs: 100000000)': { amountsMsat: [1010n, 1000n], atMs: 100000000, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)': { atMs: 1000, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], route: ['1x1x1/0', '2x1x1/0'], type: 'ROUTE_SUCCEEDED' },
  'PENALTY_CONFIGURED': { atMs: 1, halfLifeMs: 30000, type: 'PENALTY_CONFIGURED' },
  'FAILURE_LEARNED(atMs: 1000, erringIndex: 2, failcode: 16399)': { amountsMsat: [1010n, 1000n], atMs: 1000, erringIndex: 2, failcode: 16399, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'UPDATE_SEEN': { atMs: 2000, channel: '2x1x1/0', from: '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', timestamp: 2, type: 'UPDATE_SEEN' },
  'PENALTIES_RESET': { atMs: 1000, type: 'PENALTIES_RESET' },
  'ROUTE_SUCCEEDED(ids: [], route: [9x9x9/0])': { atMs: 1000, ids: [], route: ['9x9x9/0'], type: 'ROUTE_SUCCEEDED' },
  'FAILURE_LEARNED(atMs: 100000000, erringIndex: 1, failcode: 4103, update: {channel:2x1x1/0)': { amountsMsat: [1010n, 1000n], atMs: 100000000, erringIndex: 1, failcode: 4103, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED', update: { channel: '2x1x1/0', learned: { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } },
};

const situations = {
  'calm': { data: { channels: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, learned: { entries: [], least: null, size: 0 }, nodes: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, policy: { avoidedAbove: 0.5, failureWeight: 1, forgottenBelow: 0.05, halfLifeMs: 60000, maxEntries: 50000, unreadableWeight: 0.25 } }, state: 'calm' },
  'avoiding': { data: { channels: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [['2x1x1/0', { changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 }]], least: 140315.68569324174, size: 1 } }, learned: { entries: [], least: null, size: 0 }, nodes: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, policy: { avoidedAbove: 0.5, failureWeight: 1, forgottenBelow: 0.05, halfLifeMs: 60000, maxEntries: 50000, unreadableWeight: 0.25 } }, state: 'avoiding' },
  'avoiding~2': { data: { channels: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [['2x1x1/0', { changedMs: 100000000, failures: 2, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 }]], least: 100139315.68569325, size: 1 } }, learned: { entries: [], least: null, size: 0 }, nodes: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, policy: { avoidedAbove: 0.5, failureWeight: 1, forgottenBelow: 0.05, halfLifeMs: 60000, maxEntries: 50000, unreadableWeight: 0.25 } }, state: 'avoiding' },
  'calm~2': { data: { channels: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, learned: { entries: [], least: null, size: 0 }, nodes: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, policy: { avoidedAbove: 0.5, failureWeight: 1, forgottenBelow: 0.05, halfLifeMs: 30000, maxEntries: 50000, unreadableWeight: 0.25 } }, state: 'calm' },
  'avoiding~3': { data: { channels: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [['2x1x1/0', { changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 }]], least: 70657.84284662087, size: 1 } }, learned: { entries: [], least: null, size: 0 }, nodes: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, policy: { avoidedAbove: 0.5, failureWeight: 1, forgottenBelow: 0.05, halfLifeMs: 30000, maxEntries: 50000, unreadableWeight: 0.25 } }, state: 'avoiding' },
  'avoiding~4': { data: { channels: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [['2x1x1/0', { changedMs: 100000000, failcode: 4103, failures: 2, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 }]], least: 100129657.84284662, size: 1 } }, learned: { entries: [['2x1x1/0', { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 }]], least: 1, size: 1 }, nodes: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, policy: { avoidedAbove: 0.5, failureWeight: 1, forgottenBelow: 0.05, halfLifeMs: 30000, maxEntries: 50000, unreadableWeight: 0.25 } }, state: 'avoiding' },
  'avoiding~5': { data: { channels: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [['2x1x1/0', { changedMs: 100000000, failcode: 4103, failures: 2, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 }]], least: 100129657.84284662, size: 1 } }, learned: { entries: [], least: null, size: 0 }, nodes: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, policy: { avoidedAbove: 0.5, failureWeight: 1, forgottenBelow: 0.05, halfLifeMs: 30000, maxEntries: 50000, unreadableWeight: 0.25 } }, state: 'avoiding' },
  'avoiding~6': { data: { channels: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [['2x1x1/0', { changedMs: 100000000, failcode: 4103, failures: 3, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 }]], least: 100159657.84284662, size: 1 } }, learned: { entries: [['2x1x1/0', { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 }]], least: 1, size: 1 }, nodes: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, policy: { avoidedAbove: 0.5, failureWeight: 1, forgottenBelow: 0.05, halfLifeMs: 30000, maxEntries: 50000, unreadableWeight: 0.25 } }, state: 'avoiding' },
  'calm~3': { data: { channels: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, learned: { entries: [['2x1x1/0', { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 }]], least: 1, size: 1 }, nodes: { permanent: { entries: [], least: null, size: 0 }, temporary: { entries: [], least: null, size: 0 } }, policy: { avoidedAbove: 0.5, failureWeight: 1, forgottenBelow: 0.05, halfLifeMs: 30000, maxEntries: 50000, unreadableWeight: 0.25 } }, state: 'calm' },
};

const initial = { ...situations['calm'], effects: [] };

test('path 1 goes calm → avoiding → calm → avoiding → calm → (1 more) → calm in 20 events and is left unmoved by 7', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(atMs: 1000)'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(atMs: 100000000)'], situations['avoiding~2']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~2']);
    await path.unmoved(events['FAILURE_LEARNED(atMs: 1000, erringIndex: 2, failcode: 16399)']); // refused
    await path.unmoved(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)']); // ignored
    await path.unmoved(events['UPDATE_SEEN']); // refused
    await path.unmoved(events['PENALTIES_RESET']); // ignored
    await path.step(events['FAILURE_LEARNED(atMs: 1000)'], situations['avoiding~3']);
    await path.step(events['PENALTIES_RESET'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED(atMs: 1000)'], situations['avoiding~3']);
    await path.unmoved(events['FAILURE_LEARNED(atMs: 1000, erringIndex: 2, failcode: 16399)']); // refused
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~3']);
    await path.unmoved(events['ROUTE_SUCCEEDED(ids: [], route: [9x9x9/0])']); // refused
    await path.unmoved(events['UPDATE_SEEN']); // refused
    await path.step(events['FAILURE_LEARNED(atMs: 100000000, erringIndex: 1, failcode: 4103, update: {channel:2x1x1/0)'], situations['avoiding~4']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(atMs: 100000000, erringIndex: 1, failcode: 4103, update: {channel:2x1x1/0)'], situations['avoiding~6']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['UPDATE_SEEN'], situations['calm~2']);
  }));

test.run();
