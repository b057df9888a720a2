/**
 * Generated from the model of "invoice"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 44 of 44 event-matrix (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { invoiceModel } from '../../src/cli/testing/models/invoice.ts';

const test = suite('invoice: event-matrix (generated)');
const driver = pureDriver(invoiceModel);

const events = {
  'INVOICE_CREATED': { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, description: 'one coffee', expiresMs: 1000, label: 'coffee', preimage: '1111111111111111111111111111111111111111111111111111111111111111', secret: '5555555555555555555555555555555555555555555555555555555555555555', type: 'INVOICE_CREATED' },
  'INVOICE_EXPIRED': { type: 'INVOICE_EXPIRED', updatedIndex: 3 },
  'INVOICE_DELETED': { type: 'INVOICE_DELETED' },
  'KEYSEND_ARRIVED': { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, description: 'one coffee', expiresMs: 1000, htlc: ['1x1x1', 100], label: 'coffee', payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 5n, secret: '5555555555555555555555555555555555555555555555555555555555555555', type: 'KEYSEND_ARRIVED', updatedIndex: 2 },
  'MPP_TIMED_OUT': { type: 'MPP_TIMED_OUT' },
  'HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n)': { amountMsat: 1000n, htlc: ['1x1x1', 1], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'PART_LOST(htlc: [1x1x1,99])': { htlc: ['1x1x1', 99], type: 'PART_LOST' },
  'HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, totalMsat: 1000n)': { amountMsat: 400n, htlc: ['1x1x1', 1], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, totalMsat: 1000n, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n)': { amountMsat: 1000n, htlc: ['1x1x1', 2], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'PART_LOST(htlc: [1x1x1,1])': { htlc: ['1x1x1', 1], type: 'PART_LOST' },
};

const situations = {
  'unknown': { data: { amountMsat: null, bolt11: '', createdIndex: 0, createdMs: 0, deadlineMs: null, description: '', expiresMs: 0, label: '', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '', receivedMsat: null, secret: '', totalMsat: null, updatedIndex: null }, state: 'unknown' },
  'unpaid': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: null }, state: 'unpaid' },
  'expired': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 3 }, state: 'expired' },
  'deleted': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 3 }, state: 'deleted' },
  'deleted~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: null }, state: 'deleted' },
  'deleted~3': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: null }, state: 'deleted' },
  'paid': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1000n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'deleted~4': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1000n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'deleted' },
  'unpaid~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: null }, state: 'unpaid' },
  'expired~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 3 }, state: 'expired' },
  'paid~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 1, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 5n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'paid~3': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: 1, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 5n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'unknown~2': { data: { amountMsat: null, bolt11: '', createdIndex: 0, createdMs: 0, deadlineMs: null, description: '', expiresMs: 0, label: '', lastFailcode: 16399, paidMs: null, parts: [], payIndex: null, preimage: '', receivedMsat: null, secret: '', totalMsat: null, updatedIndex: null }, state: 'unknown' },
  'collecting': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 70010, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'paid~4': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1400n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'deleted~5': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1400n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'deleted' },
  'collecting~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 70010, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
};

const initial = { ...situations['unknown'], effects: [] };

test('path 1 goes unknown → unpaid → expired → deleted → unpaid → (5 more) → expired in 26 events and is left unmoved by 11', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_EXPIRED'], situations['expired'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~2'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['deleted~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.unmoved(events['MPP_TIMED_OUT']); // ignored
    await path.unmoved(events['INVOICE_EXPIRED']); // ignored
    await path.unmoved(events['INVOICE_DELETED']); // ignored
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n)'], situations['deleted~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.unmoved(events['PART_LOST(htlc: [1x1x1,99])']); // ignored
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n)'], situations['paid'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~4'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.unmoved(events['INVOICE_CREATED']); // ignored
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.unmoved(events['MPP_TIMED_OUT']); // ignored
    await path.unmoved(events['PART_LOST(htlc: [1x1x1,99])']); // ignored
    await path.step(events['INVOICE_EXPIRED'], situations['expired~2'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
    await path.unmoved(events['INVOICE_CREATED']); // ignored
    await path.step(events['KEYSEND_ARRIVED'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.unmoved(events['MPP_TIMED_OUT']); // ignored
    await path.unmoved(events['INVOICE_EXPIRED']); // ignored
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n)'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.unmoved(events['PART_LOST(htlc: [1x1x1,99])']); // ignored
  }));

test('path 2 goes unknown → paid in 7 events and is left unmoved by 4', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~2'], [{ parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.unmoved(events['INVOICE_CREATED']); // ignored
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.unmoved(events['MPP_TIMED_OUT']); // ignored
    await path.unmoved(events['INVOICE_EXPIRED']); // ignored
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n)'], situations['paid~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.unmoved(events['PART_LOST(htlc: [1x1x1,99])']); // ignored
  }));

test('path 3 goes unknown → unpaid → collecting → unpaid → collecting → (5 more) → collecting in 21 events and is left unmoved by 9', () =>
  walk(driver, initial, async (path) => {
    await path.unmoved(events['MPP_TIMED_OUT']); // ignored
    await path.unmoved(events['INVOICE_EXPIRED']); // ignored
    await path.unmoved(events['INVOICE_DELETED']); // ignored
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n)'], situations['unknown~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.unmoved(events['PART_LOST(htlc: [1x1x1,99])']); // ignored
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n)'], situations['paid~4'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 1000n, htlc: ['1x1x1', 2] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~5'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.unmoved(events['INVOICE_CREATED']); // ignored
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.unmoved(events['INVOICE_EXPIRED']); // ignored
    await path.unmoved(events['INVOICE_DELETED']); // ignored
    await path.unmoved(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, totalMsat: 1000n)']); // forbidden
    await path.unmoved(events['PART_LOST(htlc: [1x1x1,99])']); // refused
  }));

test.run();
