/**
 * Generated from the model of "payment"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 97 of 97 transition-pairs (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { paymentModel } from '../../src/cli/testing/models/payment.ts';

const test = suite('payment: transition-pairs (generated)');
const driver = pureDriver(paymentModel);

const events = {
  'PART_SENT 1/0': { amountMsat: 1000n, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_FULFILLED 1/0': { atMs: 1, groupid: 1n, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'PART_FULFILLED', updatedIndex: 1 },
  'PARTS_DELETED complete': { atMs: 1, deletedBefore: 0, status: 'complete', type: 'PARTS_DELETED' },
  'PART_FAILED 1/0': { atMs: 1, failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, partid: 0n, type: 'PART_FAILED', updatedIndex: 1 },
  'PART_SENT 1/1': { amountMsat: 500n, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_SENT 1/2': { amountMsat: 500n, createdAtMs: 3, createdIndex: 3, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 2n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_FULFILLED 1/1': { atMs: 1, groupid: 1n, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'PART_FULFILLED', updatedIndex: 1 },
  'PART_FULFILLED 1/2': { atMs: 1, groupid: 1n, partid: 2n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'PART_FULFILLED', updatedIndex: 1 },
  'PART_ANSWERED 1/0': { answer: 'accepted', atMs: 1, groupid: 1n, partid: 0n, type: 'PART_ANSWERED' },
  'PART_IN_DOUBT 1/0 the node forgot it': { atMs: 1, groupid: 1n, partid: 0n, type: 'PART_IN_DOUBT', why: 'the node forgot it' },
  'PART_SENT 1/1 #2': { amountMsat: 500n, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_SENT 1/2 #2': { amountMsat: 500n, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 2n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_FAILED 1/1': { atMs: 1, failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, partid: 1n, type: 'PART_FAILED', updatedIndex: 1 },
  'PARTS_DELETED complete 1/1': { atMs: 1, deletedBefore: 0, part: { groupid: 1n, partid: 1n }, status: 'complete', type: 'PARTS_DELETED' },
  'PARTS_DELETED failed': { atMs: 1, deletedBefore: 0, status: 'failed', type: 'PARTS_DELETED' },
  'PART_ANSWERED 1/1': { answer: 'accepted', atMs: 1, groupid: 1n, partid: 1n, type: 'PART_ANSWERED' },
  'PART_FAILED 1/2': { atMs: 1, failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, partid: 2n, type: 'PART_FAILED', updatedIndex: 1 },
  'PART_IN_DOUBT 1/0 the node cannot say': { atMs: 1, groupid: 1n, partid: 0n, type: 'PART_IN_DOUBT', why: 'the node cannot say' },
  'PARTS_DELETED failed 1/0': { atMs: 1, deletedBefore: 0, part: { groupid: 1n, partid: 0n }, status: 'failed', type: 'PARTS_DELETED' },
  'PART_IN_DOUBT 1/2 the node forgot it': { atMs: 1, groupid: 1n, partid: 2n, type: 'PART_IN_DOUBT', why: 'the node forgot it' },
  'PART_IN_DOUBT 1/1 the node forgot it': { atMs: 1, groupid: 1n, partid: 1n, type: 'PART_IN_DOUBT', why: 'the node forgot it' },
  'PART_ANSWERED 1/2': { answer: 'accepted', atMs: 1, groupid: 1n, partid: 2n, type: 'PART_ANSWERED' },
  'PART_SENT 1/0 #2': { amountMsat: 1000n, createdAtMs: 3, createdIndex: 3, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, totalMsat: 1000n, type: 'PART_SENT' },
  'PARTS_DELETED failed 1/2': { atMs: 1, deletedBefore: 0, part: { groupid: 1n, partid: 2n }, status: 'failed', type: 'PARTS_DELETED' },
  'PART_IN_DOUBT 1/2 the node cannot say': { atMs: 1, groupid: 1n, partid: 2n, type: 'PART_IN_DOUBT', why: 'the node cannot say' },
  'PARTS_DELETED failed 1/1': { atMs: 1, deletedBefore: 0, part: { groupid: 1n, partid: 1n }, status: 'failed', type: 'PARTS_DELETED' },
};

const situations = {
  'idle': { data: { parts: [], tombstones: [] }, state: 'idle' },
  'pending': { data: { parts: [{ ended: 'no', part: '1/0', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.settled': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'complete.settled~2': { data: { parts: [], tombstones: [{ ended: 'preimage', part: '1/0', status: 'complete' }] }, state: 'complete.settled' },
  'failed': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }], tombstones: [] }, state: 'failed' },
  'pending~2': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~3': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.windingDown': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~2': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.settled~3': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'preimage', part: '1/2', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'complete.settled~4': { data: { parts: [], tombstones: [{ ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'preimage', part: '1/2', status: 'complete' }] }, state: 'complete.settled' },
  'pending~4': { data: { parts: [{ answer: 'accepted', ended: 'no', part: '1/0', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.settled~5': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/0', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'pending~5': { data: { parts: [{ doubt: 'the node forgot it', ended: 'no', part: '1/0', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~6': { data: { parts: [{ ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~7': { data: { parts: [{ ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~8': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.windingDown~3': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.settled~6': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'preimage', part: '1/2', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'complete.settled~7': { data: { parts: [{ ended: 'preimage', part: '1/2', status: 'complete' }], tombstones: [{ ended: 'preimage', part: '1/1', status: 'complete' }] }, state: 'complete.settled' },
  'complete.settled~8': { data: { parts: [], tombstones: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'preimage', part: '1/2', status: 'complete' }] }, state: 'complete.settled' },
  'idle~2': { data: { parts: [], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'idle' },
  'pending~9': { data: { parts: [{ ended: 'no', part: '1/1', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'pending~10': { data: { parts: [{ answer: 'accepted', ended: 'no', part: '1/1', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'pending~11': { data: { parts: [{ answer: 'accepted', ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'complete.windingDown~4': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'complete.windingDown' },
  'complete.settled~9': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'complete.settled' },
  'complete.settled~10': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'preimage', part: '1/2', status: 'complete' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'complete.settled' },
  'complete.settled~11': { data: { parts: [], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }, { answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'preimage', part: '1/2', status: 'complete' }] }, state: 'complete.settled' },
  'failed~2': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/0', status: 'failed' }], tombstones: [] }, state: 'failed' },
  'pending~12': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.windingDown~5': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~6': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/0', status: 'complete' }, { answer: 'accepted', ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.settled~12': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/0', status: 'complete' }, { answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'pending~13': { data: { parts: [{ answer: 'accepted', doubt: 'the node forgot it', ended: 'no', part: '1/0', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.settled~13': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'preimage', part: '1/1', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'complete.settled~14': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'preimage', part: '1/1', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'pending~14': { data: { parts: [{ answer: 'accepted', doubt: 'the node cannot say', ended: 'no', part: '1/0', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'failed~3': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'failure', part: '1/1', status: 'failed' }], tombstones: [] }, state: 'failed' },
  'failed~4': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }], tombstones: [{ answer: 'accepted', ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'failed' },
  'pending~15': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ answer: 'accepted', ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'pending~16': { data: { parts: [{ ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ answer: 'accepted', ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'pending' },
  'complete.settled~15': { data: { parts: [{ ended: 'preimage', part: '1/2', status: 'complete' }], tombstones: [{ answer: 'accepted', ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'complete.settled' },
  'pending~17': { data: { parts: [{ answer: 'accepted', ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.windingDown~7': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~8': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }, { doubt: 'the node forgot it', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.settled~16': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'preimage', part: '1/2', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'pending~18': { data: { parts: [{ doubt: 'the node forgot it', ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.windingDown~9': { data: { parts: [{ ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/1', status: 'complete' }] }, state: 'complete.windingDown' },
  'pending~19': { data: { parts: [{ doubt: 'the node forgot it', ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.settled~17': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'preimage', part: '1/2', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'complete.settled~18': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }], tombstones: [{ ended: 'preimage', part: '1/2', status: 'complete' }] }, state: 'complete.settled' },
  'complete.settled~19': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }], tombstones: [{ ended: 'preimage', part: '1/2', status: 'complete' }] }, state: 'complete.settled' },
  'pending~20': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { answer: 'accepted', ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~21': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'failed~5': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'failed' },
  'pending~22': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { doubt: 'the node forgot it', ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~23': { data: { parts: [{ doubt: 'the node forgot it', ended: 'no', part: '1/1', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'failed~6': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'failed' },
  'pending~24': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'complete.windingDown~10': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'complete.windingDown' },
  'complete.settled~20': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'complete.settled' },
  'complete.settled~21': { data: { parts: [{ ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'preimage', part: '1/1', status: 'complete' }] }, state: 'complete.settled' },
  'pending~25': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }, { answer: 'accepted', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~26': { data: { parts: [{ answer: 'accepted', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'pending' },
  'pending~27': { data: { parts: [{ answer: 'accepted', doubt: 'the node forgot it', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'pending' },
  'failed~7': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'failed' },
  'pending~28': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/2', status: 'failed' }, { ended: 'no', part: '1/0', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'pending' },
  'complete.windingDown~11': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/2', status: 'complete' }, { ended: 'no', part: '1/0', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'complete.windingDown' },
  'complete.windingDown~12': { data: { parts: [{ ended: 'no', part: '1/0', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }, { answer: 'accepted', ended: 'preimage', part: '1/2', status: 'complete' }] }, state: 'complete.windingDown' },
  'complete.settled~22': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }, { answer: 'accepted', ended: 'preimage', part: '1/2', status: 'complete' }] }, state: 'complete.settled' },
  'pending~29': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }, { doubt: 'the node forgot it', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~30': { data: { parts: [{ doubt: 'the node forgot it', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'pending' },
  'failed~8': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/2', status: 'failed' }, { ended: 'failure', part: '1/0', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'failed' },
  'failed~9': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }, { answer: 'accepted', ended: 'failure', part: '1/2', status: 'failed' }] }, state: 'failed' },
  'complete.settled~23': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }, { answer: 'accepted', ended: 'failure', part: '1/2', status: 'failed' }] }, state: 'complete.settled' },
  'pending~31': { data: { parts: [{ ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'pending' },
  'failed~10': { data: { parts: [{ ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'failed' },
  'pending~32': { data: { parts: [{ ended: 'failure', part: '1/2', status: 'failed' }, { ended: 'no', part: '1/0', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'pending' },
  'failed~11': { data: { parts: [{ ended: 'failure', part: '1/2', status: 'failed' }, { ended: 'failure', part: '1/0', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'failed' },
  'failed~12': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'failure', part: '1/2', status: 'failed' }] }, state: 'failed' },
  'idle~3': { data: { parts: [], tombstones: [{ ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'failure', part: '1/2', status: 'failed' }, { ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'idle' },
  'pending~33': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.windingDown~13': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }, { answer: 'accepted', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.settled~24': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/1', status: 'complete' }, { answer: 'accepted', ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [] }, state: 'complete.settled' },
  'complete.windingDown~14': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { answer: 'accepted', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~15': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { answer: 'accepted', doubt: 'the node forgot it', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.settled~25': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { answer: 'accepted', ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [] }, state: 'complete.settled' },
  'pending~34': { data: { parts: [{ ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'complete.windingDown~16': { data: { parts: [{ answer: 'accepted', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/1', status: 'complete' }] }, state: 'complete.windingDown' },
  'complete.windingDown~17': { data: { parts: [{ answer: 'accepted', doubt: 'the node forgot it', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/1', status: 'complete' }] }, state: 'complete.windingDown' },
  'complete.windingDown~18': { data: { parts: [{ answer: 'accepted', doubt: 'the node cannot say', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/1', status: 'complete' }] }, state: 'complete.windingDown' },
  'complete.windingDown~19': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { doubt: 'the node forgot it', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~20': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { answer: 'accepted', doubt: 'the node cannot say', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~21': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.settled~26': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [] }, state: 'complete.settled' },
  'complete.windingDown~22': { data: { parts: [{ ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'preimage', part: '1/1', status: 'complete' }] }, state: 'complete.windingDown' },
  'complete.settled~27': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'preimage', part: '1/2', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'complete.settled~28': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }, { ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [] }, state: 'complete.settled' },
  'complete.windingDown~23': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/0', status: 'complete' }] }, state: 'complete.windingDown' },
  'complete.windingDown~24': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/0', status: 'complete' }] }, state: 'complete.windingDown' },
  'complete.windingDown~25': { data: { parts: [{ ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/0', status: 'complete' }] }, state: 'complete.windingDown' },
  'complete.windingDown~26': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~27': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/1', status: 'complete' }] }, state: 'complete.windingDown' },
  'complete.windingDown~28': { data: { parts: [{ ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'complete.windingDown' },
  'pending~35': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~36': { data: { parts: [{ ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'pending' },
  'failed~13': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [] }, state: 'failed' },
  'failed~14': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'failed' },
  'failed~15': { data: { parts: [{ ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'failure', part: '1/1', status: 'failed' }] }, state: 'failed' },
};

const initial = { ...situations['idle'], effects: [] };

test('path 1 goes idle → pending → complete.settled in 3 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.settled'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.settled~2'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 2 goes idle → pending → failed → pending → complete.windingDown → complete.settled in 8 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.windingDown'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~2'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~3'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.settled~4'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }, { amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }, { amountMsat: 500n, completedAtMs: 1, createdAtMs: 3, createdIndex: 3, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 2n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 3 goes idle → pending → complete.settled in 3 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_ANSWERED 1/0'], situations['pending~4']);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.settled~5'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
  }));

test('path 4 goes idle → pending → complete.settled in 3 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_IN_DOUBT 1/0 the node forgot it'], situations['pending~5']);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.settled'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
  }));

test('path 5 goes idle → pending → complete.windingDown → complete.settled in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['pending~8'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~3'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~6'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete 1/1'], situations['complete.settled~7'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.settled~8'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 2n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 6 goes idle → pending → failed → complete.settled in 4 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.settled'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.settled~2'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 7 goes idle → pending → failed → idle → pending → (1 more) → complete.settled in 10 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED failed'], situations['idle~2'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~9'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_ANSWERED 1/1'], situations['pending~10']);
    await path.step(events['PART_SENT 1/2'], situations['pending~11'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~4'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/2'], situations['complete.settled~9'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~10'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.settled~11'], [{ parts: [{ amountMsat: 500n, answer: 'accepted', completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }, { amountMsat: 500n, completedAtMs: 1, createdAtMs: 3, createdIndex: 3, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 2n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 8 goes idle → pending → failed → pending → complete.windingDown → complete.settled in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_ANSWERED 1/0'], situations['pending~4']);
    await path.step(events['PART_FAILED 1/0'], situations['failed~2'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~12'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.windingDown~5'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_ANSWERED 1/1'], situations['complete.windingDown~6']);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.settled~12'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
  }));

test('path 9 goes idle → pending → failed → pending → complete.settled in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_ANSWERED 1/0'], situations['pending~4']);
    await path.step(events['PART_IN_DOUBT 1/0 the node forgot it'], situations['pending~13']);
    await path.step(events['PART_FAILED 1/0'], situations['failed~2'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~12'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.settled~13'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.settled~14'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
  }));

test('path 10 goes idle → pending → failed → pending → failed → (1 more) → complete.settled in 12 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_IN_DOUBT 1/0 the node forgot it'], situations['pending~5']);
    await path.step(events['PART_ANSWERED 1/0'], situations['pending~13']);
    await path.step(events['PART_IN_DOUBT 1/0 the node cannot say'], situations['pending~14']);
    await path.step(events['PART_IN_DOUBT 1/0 the node forgot it'], situations['pending~13']);
    await path.step(events['PART_FAILED 1/0'], situations['failed~2'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~12'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['failed~3'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED failed 1/0'], situations['failed~4'], [{ parts: [{ amountMsat: 1000n, answer: 'accepted', completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~15'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PARTS_DELETED failed'], situations['pending~16'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~15'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 11 goes idle → pending → complete.windingDown → complete.settled in 6 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_ANSWERED 1/1'], situations['pending~17']);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~7'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_IN_DOUBT 1/2 the node forgot it'], situations['complete.windingDown~8']);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~16'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 12 goes idle → pending → complete.windingDown → complete.settled in 6 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_IN_DOUBT 1/1 the node forgot it'], situations['pending~18']);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~3'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~9'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~7'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 13 goes idle → pending → complete.settled in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_IN_DOUBT 1/1 the node forgot it'], situations['pending~19']);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~18'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['pending~8'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~17'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.settled~18'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 2n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.settled~19'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
  }));

test('path 14 goes idle → pending → failed → pending → failed → complete.settled in 10 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_ANSWERED 1/1'], situations['pending~20']);
    await path.step(events['PARTS_DELETED failed'], situations['pending~10'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~11'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['pending~21'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/2'], situations['failed~5'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.settled~9'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~10'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 15 goes idle → pending → failed → pending → failed → (2 more) → complete.settled in 10 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_IN_DOUBT 1/1 the node forgot it'], situations['pending~22']);
    await path.step(events['PARTS_DELETED failed'], situations['pending~23'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FAILED 1/1'], situations['failed~6'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~24'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~10'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/2'], situations['complete.settled~20'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.settled~21'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 16 goes idle → pending → failed → pending → complete.windingDown → complete.settled in 11 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['pending~8'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_ANSWERED 1/2'], situations['pending~25']);
    await path.step(events['PARTS_DELETED failed'], situations['pending~26'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_IN_DOUBT 1/2 the node forgot it'], situations['pending~27']);
    await path.step(events['PART_FAILED 1/2'], situations['failed~7'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/0 #2'], situations['pending~28'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.windingDown~11'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~12'], [{ parts: [{ amountMsat: 500n, answer: 'accepted', completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 2n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FAILED 1/0'], situations['complete.settled~22'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
  }));

test('path 17 goes idle → pending → failed → pending → failed → complete.settled in 11 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['pending~8'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_IN_DOUBT 1/2 the node forgot it'], situations['pending~29']);
    await path.step(events['PARTS_DELETED failed'], situations['pending~30'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_ANSWERED 1/2'], situations['pending~27']);
    await path.step(events['PART_FAILED 1/2'], situations['failed~7'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/0 #2'], situations['pending~28'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed~8'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED failed 1/2'], situations['failed~9'], [{ parts: [{ amountMsat: 500n, answer: 'accepted', completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 2n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.settled~23'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
  }));

test('path 18 goes idle → pending → failed → pending → failed → idle in 9 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['pending~8'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED failed'], situations['pending~31'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FAILED 1/2'], situations['failed~10'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/0 #2'], situations['pending~32'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed~11'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED failed 1/2'], situations['failed~12'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 2n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PARTS_DELETED failed'], situations['idle~3'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 3, createdIndex: 3, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 19 goes idle → pending → complete.windingDown → complete.settled in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_ANSWERED 1/1'], situations['pending~17']);
    await path.step(events['PART_FAILED 1/1'], situations['pending~33'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~7'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_ANSWERED 1/2'], situations['complete.windingDown~13']);
    await path.step(events['PART_FAILED 1/2'], situations['complete.settled~24'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 20 goes idle → pending → complete.windingDown → complete.settled in 8 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_IN_DOUBT 1/1 the node forgot it'], situations['pending~18']);
    await path.step(events['PART_FAILED 1/1'], situations['pending~8'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~3'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_ANSWERED 1/2'], situations['complete.windingDown~14']);
    await path.step(events['PART_IN_DOUBT 1/2 the node forgot it'], situations['complete.windingDown~15']);
    await path.step(events['PART_FAILED 1/2'], situations['complete.settled~25'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 21 goes idle → pending → failed → pending → complete.windingDown in 6 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PARTS_DELETED failed'], situations['pending~34'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~10'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
  }));

test('path 22 goes idle → pending → complete.windingDown in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~3'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_ANSWERED 1/2'], situations['complete.windingDown~14']);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~16'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_IN_DOUBT 1/2 the node forgot it'], situations['complete.windingDown~17']);
    await path.step(events['PART_IN_DOUBT 1/2 the node cannot say'], situations['complete.windingDown~18']);
  }));

test('path 23 goes idle → pending → complete.windingDown in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~3'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_IN_DOUBT 1/2 the node forgot it'], situations['complete.windingDown~19']);
    await path.step(events['PART_ANSWERED 1/2'], situations['complete.windingDown~15']);
    await path.step(events['PART_IN_DOUBT 1/2 the node cannot say'], situations['complete.windingDown~20']);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~18'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 24 goes idle → pending → complete.windingDown in 5 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~6'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~7'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~3'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~9'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_ANSWERED 1/2'], situations['complete.windingDown~16']);
  }));

test('path 25 goes idle → pending → failed → pending → complete.windingDown → complete.settled in 8 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.windingDown'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/1'], situations['complete.windingDown~21'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~2'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/2'], situations['complete.settled~26'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 26 goes idle → pending → failed → pending in 6 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PARTS_DELETED failed'], situations['pending~34'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FAILED 1/1'], situations['pending~24'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
  }));

test('path 27 goes idle → pending → failed → pending → complete.windingDown in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.windingDown'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~2'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~22'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }, { amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 28 goes idle → pending → failed → pending → complete.windingDown → complete.settled in 8 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.windingDown'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/1'], situations['complete.windingDown~21'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~27'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.settled~3'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
  }));

test('path 29 goes idle → pending → failed → pending → complete.windingDown → complete.settled in 9 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.windingDown'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/1'], situations['complete.windingDown~21'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/2'], situations['complete.settled~28'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.settled~26'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~3'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 30 goes idle → pending → failed → pending → complete.windingDown in 8 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.windingDown'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/1'], situations['complete.windingDown~21'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~23'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~24'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
  }));

test('path 31 goes idle → pending → failed → pending → complete.windingDown in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.windingDown'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~25'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PART_FAILED 1/1'], situations['complete.windingDown~23'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
  }));

test('path 32 goes idle → pending → failed → pending → complete.windingDown in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~26'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~27'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PARTS_DELETED failed'], situations['complete.windingDown~28'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 33 goes idle → pending → failed → pending in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['pending~35'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED failed 1/0'], situations['pending~24'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PARTS_DELETED failed'], situations['pending~36'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test('path 34 goes idle → pending → failed → pending → failed in 8 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['pending~35'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/2'], situations['failed~13'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED failed 1/0'], situations['failed~14'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.step(events['PARTS_DELETED failed 1/1'], situations['failed~15'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
  }));

test.run();
