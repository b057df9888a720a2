/**
 * Generated from the model of "penalty"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 282 of 282 transitions (granularity: model).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { penaltyModel } from '../../src/cli/testing/models/penalty.ts';

const test = suite('penalty: transitions (generated)');
const driver = pureDriver(penaltyModel);

const events = {
  'FAILURE_LEARNED': { amountsMsat: [1010n, 1000n], atMs: 1000, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'FAILURE_LEARNED(erringIndex: 1, failcode: 4103)': { amountsMsat: [1010n, 1000n], atMs: 1000, erringIndex: 1, failcode: 4103, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)': { atMs: 1000, node: '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', type: 'PENALTIES_RESET' },
  'FAILURE_LEARNED(erringIndex: 1, failcode: 16392)': { amountsMsat: [1010n, 1000n], atMs: 1000, erringIndex: 1, failcode: 16392, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'FAILURE_LEARNED(erringIndex: 1, failcode: 16394)': { amountsMsat: [1010n, 1000n], atMs: 1000, erringIndex: 1, failcode: 16394, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'FAILURE_LEARNED(erringIndex: 1, failcode: 24578)': { amountsMsat: [1010n, 1000n], atMs: 1000, erringIndex: 1, failcode: 24578, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED' },
  'FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)': { amountsMsat: [1010n, 1000n], atMs: 1000, erringIndex: 2, failcode: 16399, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', route: ['1x1x1/0', '2x1x1/0'], type: 'FAILURE_LEARNED', update: { channel: '2x1x1/0', learned: { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } },
  'ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)': { atMs: 1000, ids: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], route: ['1x1x1/0', '2x1x1/0'], type: 'ROUTE_SUCCEEDED' },
  'ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])': { atMs: 1000, ids: ['02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], route: ['2x1x1/0'], type: 'ROUTE_SUCCEEDED' },
  'PENALTIES_RESET(channel: 2x1x1/0)': { atMs: 1000, channel: '2x1x1/0', type: 'PENALTIES_RESET' },
  'UPDATE_SEEN': { atMs: 2000, channel: '2x1x1/0', from: '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', timestamp: 2, type: 'UPDATE_SEEN' },
  'PENALTIES_RESET': { atMs: 1000, type: 'PENALTIES_RESET' },
  'PENALTY_CONFIGURED': { atMs: 1, halfLifeMs: 30000, type: 'PENALTY_CONFIGURED' },
};

const situations = {
  'calm': { data: { channels: {}, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'calm' },
  'avoiding': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~2': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 2, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.5 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~3': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~4': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 4, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~5': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 5, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~6': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 6, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~7': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 6, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~8': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 7, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 4 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~9': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 8, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 5 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~10': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 8, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 5 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~11': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 8, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 5 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~12': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 9, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 6 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~13': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 10, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 7 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~14': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 10, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 7 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'calm~2': { data: { channels: {}, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'calm' },
  'avoiding~15': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~16': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 2, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.5 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~17': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~18': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 4, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~19': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 5, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~20': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 6, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~21': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 6, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~22': { data: { channels: {}, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~23': { data: { channels: {}, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~24': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~25': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 2, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.5 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~26': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~27': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~28': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 4, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~29': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 1, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~30': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~31': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~32': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 1, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~33': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~34': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~35': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~36': { data: { channels: {}, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~37': { data: { channels: {}, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~38': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~39': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 2, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.5 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~40': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~41': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: {} }, state: 'avoiding' },
  'avoiding~42': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 4, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: {} }, state: 'avoiding' },
  'avoiding~43': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~44': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 1, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~45': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'calm~3': { data: { channels: {}, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'calm' },
  'avoiding~46': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~47': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 2, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.5 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~48': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~49': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 4, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~50': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 5, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~51': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 6, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~52': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 6, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~53': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 7, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 4 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~54': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 8, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 5 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~55': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 8, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 5 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~56': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 8, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 5 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~57': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 9, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 6 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~58': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 10, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 7 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~59': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 10, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 7 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'calm~4': { data: { channels: {}, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'calm' },
  'avoiding~60': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~61': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 2, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.5 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~62': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~63': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 4, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~64': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 5, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~65': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 6, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~66': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~67': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~68': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 1, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~69': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 1, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~70': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~71': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~72': { data: { channels: {}, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~73': { data: { channels: {}, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~74': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~75': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 2, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.5 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~76': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~77': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~78': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 4, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~79': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 1, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~80': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~81': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~82': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~83': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~84': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~85': { data: { channels: {}, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~86': { data: { channels: {}, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~87': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~88': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 2, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.5 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~89': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 2 } }, policies: {} }, state: 'avoiding' },
  'avoiding~90': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 3, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1.5 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: {} }, state: 'avoiding' },
  'avoiding~91': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 4, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 3, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 3 } }, policies: {} }, state: 'avoiding' },
  'avoiding~92': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 1, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~93': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~94': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~95': { data: { channels: { '2x1x1/0': { because: 'the channel could not carry the amount', changedMs: 1000, failcode: 4103, failures: 1, fromAmountMsat: 1000n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~96': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~97': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~98': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~99': { data: { channels: { '2x1x1/0': { because: 'an error came back that nobody could read', changedMs: 1000, failures: 1, fromAmountMsat: 0n, kind: 'temporary', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 0.25 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~100': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~101': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~102': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~103': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: { '2x1x1/0': { policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 1, htlcMaximumMsat: 9000n, htlcMinimumMsat: 0n }, timestamp: 1 } } }, state: 'avoiding' },
  'avoiding~104': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: {}, policies: {} }, state: 'avoiding' },
  'avoiding~105': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 2, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 30000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~106': { data: { channels: { '2x1x1/0': { because: 'the channel is gone', changedMs: 1000, failcode: 16392, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
  'avoiding~107': { data: { channels: { '2x1x1/0': { because: 'the node does not know that channel', changedMs: 1000, failcode: 16394, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, halfLifeMs: 60000, nodes: { '02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': { because: 'the node has a permanent problem', changedMs: 1000, failcode: 24578, failures: 1, fromAmountMsat: 0n, kind: 'permanent', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', sinceMs: 1000, weight: 1 } }, policies: {} }, state: 'avoiding' },
};

const initial = { ...situations['calm'], effects: [] };

test('path 1 goes calm → avoiding → calm → avoiding → calm → (8 more) → avoiding in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~2']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~3']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~4']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~5']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~6']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~6']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~7']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~7']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~7']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~8']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~9']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~10']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~11']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~11']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~11']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~12']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~13']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~14']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~14']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~15']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~16']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~17']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~17']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~17']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~18']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~18']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~18']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~19']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~20']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~20']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~20']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~21']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~22']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~23']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~23']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~23']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~24']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~25']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~26']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~27']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~27']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~28']);
    await path.step(events['UPDATE_SEEN'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~29']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~30']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~31']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~32']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~31']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~33']);
    await path.step(events['UPDATE_SEEN'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~34']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~35']);
  }));

test('path 2 goes calm → avoiding → calm → avoiding → calm → (4 more) → avoiding in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~37']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~37']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~38']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~39']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~40']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~41']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~42']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~43']);
    await path.step(events['PENALTIES_RESET'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~22']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~44']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~45']);
    await path.step(events['PENALTIES_RESET'], situations['calm~2']);
    await path.step(events['UPDATE_SEEN'], situations['calm']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~3']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~47']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~48']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~48']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~48']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~49']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~49']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~49']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~50']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~51']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~51']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~51']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~52']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~52']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~52']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~53']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~54']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~55']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~55']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~56']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~56']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~56']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~57']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~58']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~59']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~59']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~59']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~4']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~60']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~61']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~62']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~62']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~62']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~62']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~63']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~63']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~63']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~64']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~65']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~65']);
  }));

test('path 3 goes calm → avoiding → calm → avoiding → calm → (14 more) → avoiding in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~66']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~67']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~68']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~44']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~2']);
    await path.step(events['PENALTY_CONFIGURED'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~69']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~70']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~70']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~70']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~71']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~72']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~73']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~73']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~73']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~73']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~74']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~75']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~76']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~77']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~77']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~77']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~78']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~79']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~80']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~70']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~81']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~82']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~83']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~84']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~85']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~86']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~86']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~86']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~87']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~88']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~89']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~90']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~90']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~91']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~72']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~92']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~71']);
    await path.step(events['PENALTIES_RESET'], situations['calm~4']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~93']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~94']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~85']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 4103)'], situations['avoiding~95']);
  }));

test('path 4 goes calm → avoiding → calm → avoiding → calm → (35 more) → calm in 59 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~15']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~96']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~22']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~97']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~22']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~98']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~43']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~15']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~15']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~15']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['PENALTIES_RESET'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~60']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~99']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~60']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~60']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~60']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~46']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~46']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~46']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~46']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~83']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~83']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~83']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~85']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~100']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~85']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~101']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~85']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~72']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~102']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~72']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~103']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~82']);
    await path.step(events['PENALTIES_RESET'], situations['calm~4']);
  }));

test('path 5 goes calm → avoiding → calm → avoiding → calm → (18 more) → avoiding in 42 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~34']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~83']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~100']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~85']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~85']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~85']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~85']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~93']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~99']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~72']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~60']);
    await path.step(events['PENALTIES_RESET'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~60']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~81']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~72']);
    await path.step(events['UPDATE_SEEN'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~93']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~93']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~85']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~93']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~93']);
    await path.step(events['PENALTIES_RESET'], situations['calm~3']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~93']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~85']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~93']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~104']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~105']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~104']);
  }));

test('path 6 goes calm → avoiding → calm → avoiding → calm → (20 more) → avoiding in 37 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~34']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~34']);
    await path.step(events['UPDATE_SEEN'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~34']);
    await path.step(events['PENALTIES_RESET'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~34']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~106']);
    await path.step(events['UPDATE_SEEN'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16394)'], situations['avoiding~107']);
    await path.step(events['PENALTIES_RESET'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~22']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~15']);
    await path.step(events['PENALTIES_RESET'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~15']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~15']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~60']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~99']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding~46']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~93']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~99']);
    await path.step(events['PENALTIES_RESET'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~72']);
    await path.step(events['PENALTIES_RESET'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~72']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['calm~4']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~60']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~99']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~72']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~99']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~60']);
  }));

test('path 7 goes calm → avoiding in 2 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~85']);
  }));

test('path 8 goes calm → avoiding → calm → avoiding → calm → (8 more) → avoiding in 25 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['UPDATE_SEEN'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['PENALTIES_RESET'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~66']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02aaaaaaaaaaaaa, route: [1x1x1/0,2x1x1/0)'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~66']);
    await path.step(events['ROUTE_SUCCEEDED(ids: [02bbbbbbbbbbbbb, route: [2x1x1/0])'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~66']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~66']);
    await path.step(events['PENALTIES_RESET'], situations['calm']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~66']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~66']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~66']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~93']);
  }));

test('path 9 goes calm → avoiding in 3 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~34']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~106']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~100']);
  }));

test('path 10 goes calm → avoiding in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~34']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~106']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~106']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~34']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~33']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~81']);
  }));

test('path 11 goes calm → avoiding in 3 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~22']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~72']);
  }));

test('path 12 goes calm → avoiding → calm → avoiding → calm → (4 more) → avoiding in 21 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~22']);
    await path.step(events['UPDATE_SEEN'], situations['calm']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~36']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~22']);
    await path.step(events['PENALTIES_RESET'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~22']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~15']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~96']);
    await path.step(events['UPDATE_SEEN'], situations['avoiding']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~66']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~96']);
    await path.step(events['PENALTIES_RESET'], situations['calm~2']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~15']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~96']);
    await path.step(events['PENALTIES_RESET(channel: 2x1x1/0)'], situations['avoiding~22']);
    await path.step(events['FAILURE_LEARNED'], situations['avoiding~96']);
    await path.step(events['PENALTIES_RESET(node: 02aaaaaaaaaaaaaa)'], situations['avoiding~15']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~96']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~99']);
  }));

test('path 13 goes calm → avoiding in 4 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 16392)'], situations['avoiding~34']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 1, failcode: 24578)'], situations['avoiding~106']);
    await path.step(events['FAILURE_LEARNED(erringIndex: 2, failcode: 16399, update: {channel:2x1x1/0)'], situations['avoiding~97']);
    await path.step(events['PENALTY_CONFIGURED'], situations['avoiding~102']);
  }));

test.run();
