/**
 * Generated from the model of "payment"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 47 of 47 event-matrix (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { paymentModel } from '../../src/cli/testing/models/payment.ts';

const test = suite('payment: event-matrix (generated)');
const driver = pureDriver(paymentModel);

const events = {
  'PART_SENT 1/0': { amountMsat: 1000n, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_FULFILLED 1/0': { atMs: 1, groupid: 1n, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'PART_FULFILLED', updatedIndex: 1 },
  'PARTS_DELETED complete': { atMs: 1, deletedBefore: 0, status: 'complete', type: 'PARTS_DELETED' },
  'PART_SENT 1/0 #2': { amountMsat: 1000n, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_FULFILLED 3/0': { atMs: 1, groupid: 3n, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'PART_FULFILLED', updatedIndex: 1 },
  'PART_FAILED 3/0': { atMs: 1, failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 3n, partid: 0n, type: 'PART_FAILED', updatedIndex: 1 },
  'PART_ANSWERED 3/0': { answer: 'accepted', atMs: 1, groupid: 3n, partid: 0n, type: 'PART_ANSWERED' },
  'PART_IN_DOUBT 3/0 the node forgot it': { atMs: 1, groupid: 3n, partid: 0n, type: 'PART_IN_DOUBT', why: 'the node forgot it' },
  'PART_FAILED 1/0': { atMs: 1, failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, partid: 0n, type: 'PART_FAILED', updatedIndex: 1 },
  'PART_SENT 1/1': { amountMsat: 500n, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_SENT 1/2': { amountMsat: 500n, createdAtMs: 3, createdIndex: 3, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 2n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, totalMsat: 1000n, type: 'PART_SENT' },
  'PARTS_DELETED failed': { atMs: 1, deletedBefore: 0, status: 'failed', type: 'PARTS_DELETED' },
  'PART_FULFILLED 1/1': { atMs: 1, groupid: 1n, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'PART_FULFILLED', updatedIndex: 1 },
  'PART_FULFILLED 1/2': { atMs: 1, groupid: 1n, partid: 2n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'PART_FULFILLED', updatedIndex: 1 },
  'PART_ANSWERED 1/0': { answer: 'accepted', atMs: 1, groupid: 1n, partid: 0n, type: 'PART_ANSWERED' },
  'PART_IN_DOUBT 1/0 the node forgot it': { atMs: 1, groupid: 1n, partid: 0n, type: 'PART_IN_DOUBT', why: 'the node forgot it' },
  'PART_FAILED 1/1': { atMs: 1, failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, partid: 1n, type: 'PART_FAILED', updatedIndex: 1 },
  'PART_SENT 1/0 #3': { amountMsat: 1000n, createdAtMs: 3, createdIndex: 3, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_ANSWERED 1/1': { answer: 'accepted', atMs: 1, groupid: 1n, partid: 1n, type: 'PART_ANSWERED' },
  'PART_IN_DOUBT 1/1 the node forgot it': { atMs: 1, groupid: 1n, partid: 1n, type: 'PART_IN_DOUBT', why: 'the node forgot it' },
  'PART_FAILED 1/2': { atMs: 1, failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, partid: 2n, type: 'PART_FAILED', updatedIndex: 1 },
  'PART_SENT 1/1 #2': { amountMsat: 500n, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_SENT 1/2 #2': { amountMsat: 500n, createdAtMs: 2, createdIndex: 2, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 2n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, totalMsat: 1000n, type: 'PART_SENT' },
  'PART_ANSWERED 1/2': { answer: 'accepted', atMs: 1, groupid: 1n, partid: 2n, type: 'PART_ANSWERED' },
  'PART_IN_DOUBT 1/2 the node forgot it': { atMs: 1, groupid: 1n, partid: 2n, type: 'PART_IN_DOUBT', why: 'the node forgot it' },
};

const situations = {
  'idle': { data: { parts: [], tombstones: [] }, state: 'idle' },
  'pending': { data: { parts: [{ ended: 'no', part: '1/0', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.settled': { data: { parts: [{ ended: 'preimage', part: '1/0', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'complete.settled~2': { data: { parts: [], tombstones: [{ ended: 'preimage', part: '1/0', status: 'complete' }] }, state: 'complete.settled' },
  'failed': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }], tombstones: [] }, state: 'failed' },
  'pending~2': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~3': { data: { parts: [{ ended: 'failure', part: '1/0', status: 'failed' }, { ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~4': { data: { parts: [{ ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'complete.windingDown': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'complete.windingDown' },
  'complete.settled~3': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'preimage', part: '1/2', status: 'complete' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'complete.settled' },
  'pending~5': { data: { parts: [{ answer: 'accepted', ended: 'no', part: '1/0', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~6': { data: { parts: [{ answer: 'accepted', doubt: 'the node forgot it', ended: 'no', part: '1/0', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'failed~2': { data: { parts: [{ answer: 'accepted', ended: 'failure', part: '1/0', status: 'failed' }], tombstones: [] }, state: 'failed' },
  'complete.settled~4': { data: { parts: [{ answer: 'accepted', ended: 'preimage', part: '1/0', status: 'complete' }], tombstones: [] }, state: 'complete.settled' },
  'idle~2': { data: { parts: [], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'idle' },
  'pending~7': { data: { parts: [{ ended: 'no', part: '1/1', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'failed~3': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'failed' },
  'pending~8': { data: { parts: [{ ended: 'failure', part: '1/1', status: 'failed' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'pending' },
  'complete.settled~5': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'failure', part: '1/2', status: 'failed' }], tombstones: [{ ended: 'failure', part: '1/0', status: 'failed' }] }, state: 'complete.settled' },
  'pending~9': { data: { parts: [{ ended: 'no', part: '1/1', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'pending~10': { data: { parts: [{ ended: 'no', part: '1/1', status: 'pending' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'pending' },
  'complete.windingDown~2': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~3': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { answer: 'accepted', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~4': { data: { parts: [{ ended: 'preimage', part: '1/1', status: 'complete' }, { answer: 'accepted', doubt: 'the node forgot it', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [] }, state: 'complete.windingDown' },
  'complete.windingDown~5': { data: { parts: [{ answer: 'accepted', doubt: 'the node forgot it', ended: 'no', part: '1/2', status: 'pending' }], tombstones: [{ ended: 'preimage', part: '1/1', status: 'complete' }] }, state: 'complete.windingDown' },
};

const initial = { ...situations['idle'], effects: [] };

test('path 1 goes idle → pending → complete.settled in 9 events and is left unmoved by 6', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.settled'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED complete'], situations['complete.settled~2'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 0n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.unmoved(events['PART_SENT 1/0 #2']); // ignored
    await path.unmoved(events['PART_FULFILLED 3/0']); // refused
    await path.unmoved(events['PART_FAILED 3/0']); // ignored
    await path.unmoved(events['PART_ANSWERED 3/0']); // ignored
    await path.unmoved(events['PART_IN_DOUBT 3/0 the node forgot it']); // ignored
    await path.unmoved(events['PARTS_DELETED complete']); // refused
  }));

test('path 2 goes idle → pending → failed → pending → complete.windingDown → complete.settled in 15 events and is left unmoved by 8', () =>
  walk(driver, initial, async (path) => {
    await path.unmoved(events['PART_FULFILLED 3/0']); // ignored
    await path.unmoved(events['PART_FAILED 3/0']); // ignored
    await path.unmoved(events['PART_ANSWERED 3/0']); // ignored
    await path.unmoved(events['PART_IN_DOUBT 3/0 the node forgot it']); // ignored
    await path.unmoved(events['PARTS_DELETED complete']); // ignored
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_SENT 1/1'], situations['pending~2'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2'], situations['pending~3'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PARTS_DELETED failed'], situations['pending~4'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.unmoved(events['PART_FULFILLED 3/0']); // refused
    await path.unmoved(events['PART_FAILED 3/0']); // refused
    await path.unmoved(events['PARTS_DELETED complete']); // refused
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~3'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 3 goes idle → pending → failed → complete.settled in 8 events and is left unmoved by 3', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_ANSWERED 1/0'], situations['pending~5']);
    await path.step(events['PART_IN_DOUBT 1/0 the node forgot it'], situations['pending~6']);
    await path.unmoved(events['PART_SENT 1/0 #2']); // refused
    await path.unmoved(events['PART_ANSWERED 1/0']); // refused
    await path.unmoved(events['PART_IN_DOUBT 1/0 the node forgot it']); // refused
    await path.step(events['PART_FAILED 1/0'], situations['failed~2'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/0'], situations['complete.settled~4'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
  }));

test('path 4 goes idle → pending → failed → idle → pending → (3 more) → complete.settled in 16 events and is left unmoved by 7', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/0'], situations['pending'], [{ groupid: 1n, partid: 0n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/0'], situations['failed'], [{ groupid: 1n, partid: 0n, type: 'PART_RESOLVED' }]);
    await path.step(events['PARTS_DELETED failed'], situations['idle~2'], [{ parts: [{ amountMsat: 1000n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', failure: { code: 204, erringIndex: 1, failcode: 4103, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE' }, groupid: 1n, height: 100, partid: 0n, send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 1000n, status: 'failed', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.unmoved(events['PART_SENT 1/0 #2']); // refused
    await path.step(events['PART_SENT 1/1'], situations['pending~7'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FAILED 1/1'], situations['failed~3'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.unmoved(events['PART_SENT 1/0 #3']); // refused
    await path.unmoved(events['PART_FAILED 1/1']); // ignored
    await path.unmoved(events['PART_FULFILLED 3/0']); // refused
    await path.unmoved(events['PART_ANSWERED 1/1']); // ignored
    await path.unmoved(events['PART_IN_DOUBT 1/1 the node forgot it']); // ignored
    await path.unmoved(events['PARTS_DELETED complete']); // refused
    await path.step(events['PART_SENT 1/2'], situations['pending~8'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FAILED 1/2'], situations['complete.settled~5'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_FULFILLED 1/2'], situations['complete.settled~3'], [{ groupid: 1n, partid: 2n, type: 'PART_RESOLVED' }]);
  }));

test('path 5 goes idle → pending → complete.windingDown in 12 events and is left unmoved by 6', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PART_SENT 1/1 #2'], situations['pending~9'], [{ groupid: 1n, partid: 1n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_SENT 1/2 #2'], situations['pending~10'], [{ groupid: 1n, partid: 2n, type: 'OFFER_HTLC' }]);
    await path.step(events['PART_FULFILLED 1/1'], situations['complete.windingDown~2'], [{ groupid: 1n, partid: 1n, type: 'PART_RESOLVED' }]);
    await path.step(events['PART_ANSWERED 1/2'], situations['complete.windingDown~3']);
    await path.step(events['PART_IN_DOUBT 1/2 the node forgot it'], situations['complete.windingDown~4']);
    await path.step(events['PARTS_DELETED complete'], situations['complete.windingDown~5'], [{ parts: [{ amountMsat: 500n, completedAtMs: 1, createdAtMs: 1, createdIndex: 1, destination: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', groupid: 1n, height: 100, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', send: { amountsMsat: [1000n], channels: ['1x1x1'], delays: [9], ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], kind: 'route', sessionKey: '2222222222222222222222222222222222222222222222222222222222222222' }, sentMsat: 500n, status: 'complete', totalMsat: 1000n, updatedIndex: 1 }], type: 'PARTS_REMOVED' }]);
    await path.unmoved(events['PART_SENT 1/0 #3']); // ignored
    await path.unmoved(events['PART_FULFILLED 3/0']); // refused
    await path.unmoved(events['PART_FAILED 3/0']); // refused
    await path.unmoved(events['PART_ANSWERED 1/2']); // refused
    await path.unmoved(events['PART_IN_DOUBT 1/2 the node forgot it']); // refused
    await path.unmoved(events['PARTS_DELETED complete']); // refused
  }));

test.run();
