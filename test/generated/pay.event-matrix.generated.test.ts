/**
 * Generated from the model of "pay"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 40 of 40 event-matrix (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { payModel } from '../../src/cli/testing/models/pay.ts';

const test = suite('pay: event-matrix (generated)');
const driver = pureDriver(payModel);

const events = {
  'PAY_STARTED': { atMs: 1, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, type: 'PAY_STARTED' },
  'ROUTE_CHOSEN(partid: 1n, amountMsat: 40000n, amountsMsat: [40000n])': { amountMsat: 40000n, amountsMsat: [40000n], atMs: 2, channels: ['1x1x1'], delays: [18], feeMsat: 10n, ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], partid: 1n, type: 'ROUTE_CHOSEN' },
  'ATTEMPT_FAILED(partid: 1n)': { atMs: 3, code: 204, erring: { amountMsat: 1000n, channel: '1x1x1/0', corrected: false, erringIndex: 1, failcode: 4108, hops: 2 }, message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)', partid: 1n, type: 'ATTEMPT_FAILED' },
  'ROUTE_NOT_FOUND': { amountMsat: 40000n, atMs: 2, reason: { code: 205, message: 'Could not find a route' }, type: 'ROUTE_NOT_FOUND' },
  'DEADLINE_PASSED': { atMs: 60000, type: 'DEADLINE_PASSED' },
  'ROUTE_CHOSEN(partid: 1n, amountMsat: 1n, amountsMsat: [1n])': { amountMsat: 1n, amountsMsat: [1n], atMs: 2, channels: ['1x1x1'], delays: [18], feeMsat: 10n, ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], partid: 1n, type: 'ROUTE_CHOSEN' },
  'ATTEMPT_SUCCEEDED(partid: 5n)': { atMs: 3, partid: 5n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'ATTEMPT_SUCCEEDED' },
  'ATTEMPT_FAILED(partid: 5n)': { atMs: 3, code: 204, erring: { amountMsat: 1000n, channel: '1x1x1/0', corrected: false, erringIndex: 1, failcode: 4108, hops: 2 }, message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)', partid: 5n, type: 'ATTEMPT_FAILED' },
  'ROUTE_CHOSEN(partid: 2n, amountMsat: 1n, amountsMsat: [1n])': { amountMsat: 1n, amountsMsat: [1n], atMs: 2, channels: ['1x1x1'], delays: [18], feeMsat: 10n, ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], partid: 2n, type: 'ROUTE_CHOSEN' },
  'ATTEMPT_SUCCEEDED(partid: 1n)': { atMs: 3, partid: 1n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'ATTEMPT_SUCCEEDED' },
  'ROUTE_CHOSEN(partid: 1n, amountMsat: 20000n, amountsMsat: [20000n])': { amountMsat: 20000n, amountsMsat: [20000n], atMs: 2, channels: ['1x1x1'], delays: [18], feeMsat: 10n, ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], partid: 1n, type: 'ROUTE_CHOSEN' },
  'ROUTE_CHOSEN(partid: 2n, amountMsat: 20000n, amountsMsat: [20000n])': { amountMsat: 20000n, amountsMsat: [20000n], atMs: 2, channels: ['1x1x1'], delays: [18], feeMsat: 10n, ids: ['02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'], partid: 2n, type: 'ROUTE_CHOSEN' },
  'ATTEMPT_SUCCEEDED(partid: 2n)': { atMs: 3, partid: 2n, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'ATTEMPT_SUCCEEDED' },
  'ATTEMPT_FAILED(partid: 2n)': { atMs: 3, code: 204, erring: { amountMsat: 1000n, channel: '1x1x1/0', corrected: false, erringIndex: 1, failcode: 4108, hops: 2 }, message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)', partid: 2n, type: 'ATTEMPT_FAILED' },
};

const situations = {
  'idle': { data: { attempts: [], corrected: [], exclusions: [], failure: null, preimage: null, request: null, startedMs: 0, toRouteMsat: [] }, state: 'idle' },
  'seeking': { data: { attempts: [], corrected: [], exclusions: [], failure: null, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [40000n] }, state: 'seeking' },
  'waiting': { data: { attempts: [{ amountMsat: 40000n, feeMsat: 10n, partid: 1n, startedMs: 2, status: 'pending' }], corrected: [], exclusions: [], failure: null, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [] }, state: 'waiting' },
  'seeking~2': { data: { attempts: [{ amountMsat: 40000n, code: 204, endedMs: 3, feeMsat: 10n, message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)', partid: 1n, startedMs: 2, status: 'failed' }], corrected: [], exclusions: [{ fromAmountMsat: 0n, subject: '1x1x1/0' }], failure: null, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [40000n] }, state: 'seeking' },
  'seeking~3': { data: { attempts: [{ amountMsat: 40000n, code: 204, endedMs: 3, feeMsat: 10n, message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)', partid: 1n, startedMs: 2, status: 'failed' }], corrected: [], exclusions: [{ fromAmountMsat: 0n, subject: '1x1x1/0' }], failure: null, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [20000n, 20000n] }, state: 'seeking' },
  'failed': { data: { attempts: [{ amountMsat: 40000n, code: 204, endedMs: 3, feeMsat: 10n, message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)', partid: 1n, startedMs: 2, status: 'failed' }], corrected: [], exclusions: [{ fromAmountMsat: 0n, subject: '1x1x1/0' }], failure: { code: 210, message: 'Gave up after 1 attempt' }, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [] }, state: 'failed' },
  'windingDown': { data: { attempts: [{ amountMsat: 40000n, feeMsat: 10n, partid: 1n, startedMs: 2, status: 'pending' }], corrected: [], exclusions: [], failure: { code: 210, message: 'Gave up after 1 attempt' }, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [] }, state: 'windingDown' },
  'complete': { data: { attempts: [{ amountMsat: 40000n, endedMs: 3, feeMsat: 10n, partid: 1n, startedMs: 2, status: 'complete' }], corrected: [], exclusions: [], failure: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [] }, state: 'complete' },
  'seeking~4': { data: { attempts: [], corrected: [], exclusions: [], failure: null, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [20000n, 20000n] }, state: 'seeking' },
  'seeking~5': { data: { attempts: [{ amountMsat: 20000n, feeMsat: 10n, partid: 1n, startedMs: 2, status: 'pending' }], corrected: [], exclusions: [], failure: null, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [20000n] }, state: 'seeking' },
  'seeking~6': { data: { attempts: [{ amountMsat: 20000n, code: 204, endedMs: 3, feeMsat: 10n, message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)', partid: 1n, startedMs: 2, status: 'failed' }], corrected: [], exclusions: [{ fromAmountMsat: 0n, subject: '1x1x1/0' }], failure: null, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [20000n, 20000n] }, state: 'seeking' },
  'seeking~7': { data: { attempts: [{ amountMsat: 20000n, code: 204, endedMs: 3, feeMsat: 10n, message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)', partid: 1n, startedMs: 2, status: 'failed' }, { amountMsat: 20000n, feeMsat: 10n, partid: 2n, startedMs: 2, status: 'pending' }], corrected: [], exclusions: [{ fromAmountMsat: 0n, subject: '1x1x1/0' }], failure: null, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [20000n] }, state: 'seeking' },
  'complete~2': { data: { attempts: [{ amountMsat: 20000n, code: 204, endedMs: 3, feeMsat: 10n, message: 'failed: WIRE_FEE_INSUFFICIENT (reply from remote)', partid: 1n, startedMs: 2, status: 'failed' }, { amountMsat: 20000n, endedMs: 3, feeMsat: 10n, partid: 2n, startedMs: 2, status: 'complete' }], corrected: [], exclusions: [{ fromAmountMsat: 0n, subject: '1x1x1/0' }], failure: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [] }, state: 'complete' },
  'waiting~2': { data: { attempts: [{ amountMsat: 20000n, feeMsat: 10n, partid: 1n, startedMs: 2, status: 'pending' }, { amountMsat: 20000n, feeMsat: 10n, partid: 2n, startedMs: 2, status: 'pending' }], corrected: [], exclusions: [], failure: null, preimage: null, request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [] }, state: 'waiting' },
  'complete~3': { data: { attempts: [{ amountMsat: 20000n, endedMs: 3, feeMsat: 10n, partid: 1n, startedMs: 2, status: 'complete' }, { amountMsat: 20000n, feeMsat: 10n, partid: 2n, startedMs: 2, status: 'pending' }], corrected: [], exclusions: [], failure: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [] }, state: 'complete' },
  'complete~4': { data: { attempts: [{ amountMsat: 20000n, endedMs: 3, feeMsat: 10n, partid: 1n, startedMs: 2, status: 'complete' }, { amountMsat: 20000n, endedMs: 3, feeMsat: 10n, partid: 2n, startedMs: 2, status: 'complete' }], corrected: [], exclusions: [], failure: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [] }, state: 'complete' },
  'complete~5': { data: { attempts: [{ amountMsat: 20000n, endedMs: 3, feeMsat: 10n, partid: 1n, startedMs: 2, status: 'complete' }, { amountMsat: 20000n, endedMs: 3, feeMsat: 10n, partid: 2n, startedMs: 2, status: 'failed' }], corrected: [], exclusions: [], failure: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', request: { amountMsat: 40000n, deadlineMs: 60000, exclude: [], finalCltv: 18, groupid: 1n, hints: [], maxDelay: 2016, maxFeeMsat: 5000n, mayMpp: true, payee: '02dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', paymentHash: '3333333333333333333333333333333333333333333333333333333333333333', riskFactor: 10 }, startedMs: 1, toRouteMsat: [] }, state: 'complete' },
};

const initial = { ...situations['idle'], effects: [] };

test('path 1 goes idle → seeking → waiting → seeking → failed → (3 more) → failed in 17 events and is left unmoved by 8', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PAY_STARTED'], situations['seeking'], [{ deadlineMs: 60000, type: 'ARM_DEADLINE' }, { amountMsat: 40000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 40000n, amountsMsat: [40000n])'], situations['waiting'], [{ partid: 1n, type: 'SEND_PART' }]);
    await path.step(events['ATTEMPT_FAILED(partid: 1n)'], situations['seeking~2'], [{ amountMsat: 40000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_NOT_FOUND'], situations['seeking~3'], [{ amountMsat: 20000n, type: 'FIND_ROUTE' }]);
    await path.step(events['DEADLINE_PASSED'], situations['failed'], [{ type: 'PAY_RESOLVED' }]);
    await path.step(events['PAY_STARTED'], situations['seeking'], [{ deadlineMs: 60000, type: 'ARM_DEADLINE' }, { amountMsat: 40000n, type: 'FIND_ROUTE' }]);
    await path.unmoved(events['PAY_STARTED']); // ignored
    await path.unmoved(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 1n, amountsMsat: [1n])']); // refused
    await path.unmoved(events['ATTEMPT_SUCCEEDED(partid: 5n)']); // refused
    await path.unmoved(events['ATTEMPT_FAILED(partid: 5n)']); // refused
    await path.step(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 40000n, amountsMsat: [40000n])'], situations['waiting'], [{ partid: 1n, type: 'SEND_PART' }]);
    await path.step(events['DEADLINE_PASSED'], situations['windingDown']);
    await path.step(events['ATTEMPT_FAILED(partid: 1n)'], situations['failed'], [{ type: 'PAY_RESOLVED' }]);
    await path.unmoved(events['ROUTE_CHOSEN(partid: 2n, amountMsat: 1n, amountsMsat: [1n])']); // ignored
    await path.unmoved(events['ATTEMPT_SUCCEEDED(partid: 1n)']); // ignored
    await path.unmoved(events['ATTEMPT_FAILED(partid: 1n)']); // ignored
    await path.unmoved(events['DEADLINE_PASSED']); // ignored
  }));

test('path 2 goes idle → seeking → waiting → complete in 12 events and is left unmoved by 9', () =>
  walk(driver, initial, async (path) => {
    await path.unmoved(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 1n, amountsMsat: [1n])']); // ignored
    await path.unmoved(events['ATTEMPT_SUCCEEDED(partid: 5n)']); // ignored
    await path.unmoved(events['ATTEMPT_FAILED(partid: 5n)']); // ignored
    await path.unmoved(events['DEADLINE_PASSED']); // ignored
    await path.step(events['PAY_STARTED'], situations['seeking'], [{ deadlineMs: 60000, type: 'ARM_DEADLINE' }, { amountMsat: 40000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 40000n, amountsMsat: [40000n])'], situations['waiting'], [{ partid: 1n, type: 'SEND_PART' }]);
    await path.step(events['ATTEMPT_SUCCEEDED(partid: 1n)'], situations['complete'], [{ type: 'PAY_RESOLVED' }]);
    await path.unmoved(events['PAY_STARTED']); // ignored
    await path.unmoved(events['ROUTE_CHOSEN(partid: 2n, amountMsat: 1n, amountsMsat: [1n])']); // ignored
    await path.unmoved(events['ATTEMPT_SUCCEEDED(partid: 1n)']); // refused
    await path.unmoved(events['ATTEMPT_FAILED(partid: 1n)']); // refused
    await path.unmoved(events['DEADLINE_PASSED']); // ignored
  }));

test('path 3 goes idle → seeking → waiting → windingDown → complete in 8 events and is left unmoved by 4', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PAY_STARTED'], situations['seeking'], [{ deadlineMs: 60000, type: 'ARM_DEADLINE' }, { amountMsat: 40000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 40000n, amountsMsat: [40000n])'], situations['waiting'], [{ partid: 1n, type: 'SEND_PART' }]);
    await path.unmoved(events['PAY_STARTED']); // ignored
    await path.unmoved(events['ROUTE_CHOSEN(partid: 2n, amountMsat: 1n, amountsMsat: [1n])']); // ignored
    await path.unmoved(events['ATTEMPT_SUCCEEDED(partid: 5n)']); // refused
    await path.unmoved(events['ATTEMPT_FAILED(partid: 5n)']); // refused
    await path.step(events['DEADLINE_PASSED'], situations['windingDown']);
    await path.step(events['ATTEMPT_SUCCEEDED(partid: 1n)'], situations['complete'], [{ type: 'PAY_RESOLVED' }]);
  }));

test('path 4 goes idle → seeking → waiting → windingDown → failed → (1 more) → complete in 15 events and is left unmoved by 5', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PAY_STARTED'], situations['seeking'], [{ deadlineMs: 60000, type: 'ARM_DEADLINE' }, { amountMsat: 40000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 40000n, amountsMsat: [40000n])'], situations['waiting'], [{ partid: 1n, type: 'SEND_PART' }]);
    await path.step(events['DEADLINE_PASSED'], situations['windingDown']);
    await path.unmoved(events['PAY_STARTED']); // ignored
    await path.unmoved(events['ROUTE_CHOSEN(partid: 2n, amountMsat: 1n, amountsMsat: [1n])']); // ignored
    await path.unmoved(events['ATTEMPT_SUCCEEDED(partid: 5n)']); // refused
    await path.unmoved(events['ATTEMPT_FAILED(partid: 5n)']); // refused
    await path.unmoved(events['DEADLINE_PASSED']); // ignored
    await path.step(events['ATTEMPT_FAILED(partid: 1n)'], situations['failed'], [{ type: 'PAY_RESOLVED' }]);
    await path.step(events['PAY_STARTED'], situations['seeking'], [{ deadlineMs: 60000, type: 'ARM_DEADLINE' }, { amountMsat: 40000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_NOT_FOUND'], situations['seeking~4'], [{ amountMsat: 20000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 20000n, amountsMsat: [20000n])'], situations['seeking~5'], [{ partid: 1n, type: 'SEND_PART' }, { amountMsat: 20000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ATTEMPT_FAILED(partid: 1n)'], situations['seeking~6']);
    await path.step(events['ROUTE_CHOSEN(partid: 2n, amountMsat: 20000n, amountsMsat: [20000n])'], situations['seeking~7'], [{ partid: 2n, type: 'SEND_PART' }, { amountMsat: 20000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ATTEMPT_SUCCEEDED(partid: 2n)'], situations['complete~2'], [{ type: 'PAY_RESOLVED' }]);
  }));

test('path 5 goes idle → seeking → waiting → complete in 6 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PAY_STARTED'], situations['seeking'], [{ deadlineMs: 60000, type: 'ARM_DEADLINE' }, { amountMsat: 40000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_NOT_FOUND'], situations['seeking~4'], [{ amountMsat: 20000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 20000n, amountsMsat: [20000n])'], situations['seeking~5'], [{ partid: 1n, type: 'SEND_PART' }, { amountMsat: 20000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_CHOSEN(partid: 2n, amountMsat: 20000n, amountsMsat: [20000n])'], situations['waiting~2'], [{ partid: 2n, type: 'SEND_PART' }]);
    await path.step(events['ATTEMPT_SUCCEEDED(partid: 1n)'], situations['complete~3'], [{ type: 'PAY_RESOLVED' }]);
    await path.step(events['ATTEMPT_SUCCEEDED(partid: 2n)'], situations['complete~4']);
  }));

test('path 6 goes idle → seeking → waiting → complete in 6 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['PAY_STARTED'], situations['seeking'], [{ deadlineMs: 60000, type: 'ARM_DEADLINE' }, { amountMsat: 40000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_NOT_FOUND'], situations['seeking~4'], [{ amountMsat: 20000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_CHOSEN(partid: 1n, amountMsat: 20000n, amountsMsat: [20000n])'], situations['seeking~5'], [{ partid: 1n, type: 'SEND_PART' }, { amountMsat: 20000n, type: 'FIND_ROUTE' }]);
    await path.step(events['ROUTE_CHOSEN(partid: 2n, amountMsat: 20000n, amountsMsat: [20000n])'], situations['waiting~2'], [{ partid: 2n, type: 'SEND_PART' }]);
    await path.step(events['ATTEMPT_SUCCEEDED(partid: 1n)'], situations['complete~3'], [{ type: 'PAY_RESOLVED' }]);
    await path.step(events['ATTEMPT_FAILED(partid: 2n)'], situations['complete~5']);
  }));

test.run();
