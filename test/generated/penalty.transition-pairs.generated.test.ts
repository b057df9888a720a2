/**
 * Generated from the model of "penalty"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 62 of 62 transition-pairs (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { penaltyModel } from '../../src/cli/testing/models/penalty.ts';

const test = suite('penalty: transition-pairs (generated)');
const driver = pureDriver(penaltyModel);

const events = {
  'FAILURE_LEARNED': { amountsMsat: [1010n, 1000n], atMs: 1000, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'FAILURE_LEARNED(erringIndex: 1, failcode: 16392)': { amountsMsat: [1010n, 1000n], atMs: 1000, erringIndex: 1, failcode: 16392, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'FAILURE_LEARNED(erringIndex: 1, failcode: 24578)': { amountsMsat: [1010n, 1000n], atMs: 1000, erringIndex: 1, failcode: 24578, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)': { atMs: 1000, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], route: ['1x1x1/0', '2x1x1/0'], type: 'ROUTE_SUCCEEDED' },
  'FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)': { amountsMsat: [1010n, 1000n], atMs: 1000, erringIndex: 2, failcode: 16399, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED', update: { channel: '2x1x1/0', learned: { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } },
  'UPDATE_SEEN': { atMs: 2000, channel: '2x1x1/0', from: '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', timestamp: 2, type: 'UPDATE_SEEN' },
  'PENALTIES_RESET': { atMs: 1000, type: 'PENALTIES_RESET' },
  'PENALTY_CONFIGURED': { atMs: 1, halfLifeMs: 30000, type: 'PENALTY_CONFIGURED' },
  'PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)': { atMs: 1000, node: '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', type: 'PENALTIES_RESET' },
  'ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])': { atMs: 1000, ids: ['02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], route: ['2x1x1/0'], type: 'ROUTE_SUCCEEDED' },
  'PENALTIES_RESET(channel: 2x1x1/0)': { atMs: 1000, channel: '2x1x1/0', type: 'PENALTIES_RESET' },
};

const situations = {
  'calm': { data: { channels: {}, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'calm' },
  'avoiding': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~2': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~3': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'calm~2': { data: { channels: {}, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'calm' },
  'avoiding~4': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~5': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~6': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'calm~3': { data: { channels: {}, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'calm' },
  'calm~4': { data: { channels: {}, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'calm' },
  'avoiding~7': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~8': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~9': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~10': { data: { channels: {}, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~11': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~12': { data: { channels: {}, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
};

const initial = { ...situations['calm'], effects: [] };

test('path 1 goes calm → avoiding → calm → avoiding → calm → (20 more) → avoiding in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~2']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~3']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~4']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~2']);
    await path.step(events['UPDATE_SEEN'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['PENALTIES_RESET'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~6']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['calm~4']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~6']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~6']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~6']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~6']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~7']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['calm~4']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~4']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['calm~4']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['calm~4']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~4']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~8']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~9']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~10']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~9']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~5']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~5']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~5']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~5']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~5']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~5']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~5']);
  }));

test('path 2 goes calm → avoiding → calm → avoiding → calm → (14 more) → avoiding in 58 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~2']);
    await path.step(events['UPDATE_SEEN'], situations['calm']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~7']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~7']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~7']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~7']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~11']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~12']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~11']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~12']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~11']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~12']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~11']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~12']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~12']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~11']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~12']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~12']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~11']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~5']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~11']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~5']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~11']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~5']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~11']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~11']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~12']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~11']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~11']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~8']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~4']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~8']);
    await path.step(events['PENALTIES_RESET'], situations['calm~4']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~8']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~8']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~5']);
  }));

test.run();
