/**
 * Generated from the model of "invoice"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 182 of 182 transition-pairs (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { invoiceModel } from '../../src/cli/testing/models/invoice.ts';

const test = suite('invoice: transition-pairs (generated)');
const driver = pureDriver(invoiceModel);

const events = {
  'INVOICE_CREATED': { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, description: 'one coffee', expiresMs: 1000, label: 'coffee', preimage: '1111111111111111111111111111111111111111111111111111111111111111', secret: '5555555555555555555555555555555555555555555555555555555555555555', type: 'INVOICE_CREATED' },
  'INVOICE_EXPIRED': { type: 'INVOICE_EXPIRED', updatedIndex: 3 },
  'INVOICE_DELETED': { type: 'INVOICE_DELETED' },
  'KEYSEND_ARRIVED': { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, description: 'one coffee', expiresMs: 1000, htlc: ['1x1x1', 100], label: 'coffee', payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 5n, secret: '5555555555555555555555555555555555555555555555555555555555555555', type: 'KEYSEND_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)': { amountMsat: 1000n, htlc: ['1x1x1', 1], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)': { amountMsat: 400n, htlc: ['1x1x1', 1], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, totalMsat: 1000n, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'MPP_TIMED_OUT': { type: 'MPP_TIMED_OUT' },
  'HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)': { amountMsat: 1000n, htlc: ['1x1x1', 1], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 1000, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)': { amountMsat: 1000n, htlc: ['1x1x1', 1], payIndex: 1, secret: '6666666666666666666666666666666666666666666666666666666666666666', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)': { amountMsat: 999n, htlc: ['1x1x1', 1], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)': { amountMsat: 1000n, htlc: ['1x1x1', 2], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)': { amountMsat: 400n, htlc: ['1x1x1', 2], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, totalMsat: 1000n, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)': { amountMsat: 400n, htlc: ['1x1x1', 2], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, totalMsat: 1001n, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'PART_LOST(htlc: [1x1x1,1])': { htlc: ['1x1x1', 1], type: 'PART_LOST' },
  'HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)': { amountMsat: 1000n, htlc: ['1x1x1', 2], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 1000, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)': { amountMsat: 1000n, htlc: ['1x1x1', 2], payIndex: 1, secret: '6666666666666666666666666666666666666666666666666666666666666666', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)': { amountMsat: 999n, htlc: ['1x1x1', 2], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)': { amountMsat: 1000n, htlc: ['1x1x1', 3], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)': { amountMsat: 400n, htlc: ['1x1x1', 3], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, totalMsat: 1001n, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)': { amountMsat: 1000n, htlc: ['1x1x1', 3], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 1000, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)': { amountMsat: 1000n, htlc: ['1x1x1', 3], payIndex: 1, secret: '6666666666666666666666666666666666666666666666666666666666666666', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)': { amountMsat: 999n, htlc: ['1x1x1', 3], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'PART_LOST(htlc: [1x1x1,2])': { htlc: ['1x1x1', 2], type: 'PART_LOST' },
  'HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)': { amountMsat: 400n, htlc: ['1x1x1', 1], payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, totalMsat: 1001n, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 300n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n, mppTimeoutMs: 5)': { amountMsat: 300n, htlc: ['1x1x1', 1], mppTimeoutMs: 5, payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, totalMsat: 1000n, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 300n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n, mppTimeoutMs: 5)': { amountMsat: 300n, htlc: ['1x1x1', 2], mppTimeoutMs: 5, payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, totalMsat: 1000n, type: 'HTLC_ARRIVED', updatedIndex: 2 },
  'HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 300n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n, mppTimeoutMs: 5)': { amountMsat: 300n, htlc: ['1x1x1', 3], mppTimeoutMs: 5, payIndex: 1, secret: '5555555555555555555555555555555555555555555555555555555555555555', timeMs: 10, totalMsat: 1000n, type: 'HTLC_ARRIVED', updatedIndex: 2 },
};

const situations = {
  'unknown': { data: { amountMsat: null, bolt11: '', createdIndex: 0, createdMs: 0, deadlineMs: null, description: '', expiresMs: 0, label: '', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '', receivedMsat: null, secret: '', totalMsat: null, updatedIndex: null }, state: 'unknown' },
  'unpaid': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: null }, state: 'unpaid' },
  'expired': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 3 }, state: 'expired' },
  'deleted': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 3 }, state: 'deleted' },
  'expired~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 3 }, state: 'expired' },
  'deleted~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 3 }, state: 'deleted' },
  'deleted~3': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: null }, state: 'deleted' },
  'paid': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1000n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'deleted~4': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1000n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'deleted' },
  'collecting': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 70010, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'unpaid~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: null }, state: 'unpaid' },
  'deleted~5': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: null }, state: 'deleted' },
  'paid~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1000n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'deleted~6': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1000n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'deleted' },
  'paid~3': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1400n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'deleted~7': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1400n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'deleted' },
  'collecting~2': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 70010, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'collecting~3': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 70010, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'paid~4': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 1, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 5n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'deleted~8': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: 1, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 5n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'deleted' },
  'paid~5': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: 1, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 5n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'unknown~2': { data: { amountMsat: null, bolt11: '', createdIndex: 0, createdMs: 0, deadlineMs: null, description: '', expiresMs: 0, label: '', lastFailcode: 16399, paidMs: null, parts: [], payIndex: null, preimage: '', receivedMsat: null, secret: '', totalMsat: null, updatedIndex: null }, state: 'unknown' },
  'paid~6': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1400n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'deleted~9': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1400n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'deleted' },
  'collecting~4': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 70010, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'paid~7': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1800n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'paid' },
  'deleted~10': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: null, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: 10, parts: [], payIndex: 1, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: 1800n, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: null, updatedIndex: 2 }, state: 'deleted' },
  'collecting~5': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 70010, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: null, paidMs: null, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 2] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'collecting~6': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 70010, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 2] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'collecting~7': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 70010, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 2] }, { amountMsat: 400n, htlc: ['1x1x1', 1] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'collecting~8': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 15, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 300n, htlc: ['1x1x1', 1] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'collecting~9': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 15, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 300n, htlc: ['1x1x1', 1] }, { amountMsat: 300n, htlc: ['1x1x1', 2] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'collecting~10': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 15, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 300n, htlc: ['1x1x1', 1] }, { amountMsat: 300n, htlc: ['1x1x1', 2] }, { amountMsat: 300n, htlc: ['1x1x1', 3] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'collecting~11': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 15, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 300n, htlc: ['1x1x1', 2] }, { amountMsat: 300n, htlc: ['1x1x1', 3] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
  'collecting~12': { data: { amountMsat: 1000n, bolt11: 'lnbcrt1', createdIndex: 1, createdMs: 1, deadlineMs: 15, description: 'one coffee', expiresMs: 1000, label: 'coffee', lastFailcode: 16399, paidMs: null, parts: [{ amountMsat: 300n, htlc: ['1x1x1', 3] }], payIndex: null, preimage: '1111111111111111111111111111111111111111111111111111111111111111', receivedMsat: null, secret: '5555555555555555555555555555555555555555555555555555555555555555', totalMsat: 1000n, updatedIndex: null }, state: 'collecting' },
};

const initial = { ...situations['unknown'], effects: [] };

test('path 1 goes unknown → unpaid → expired → deleted → unpaid → (30 more) → deleted in 59 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_EXPIRED'], situations['expired'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_EXPIRED'], situations['expired'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~2'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['deleted~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~3'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~4'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_EXPIRED'], situations['expired'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~2'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['deleted~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_EXPIRED'], situations['expired~2'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['expired~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~2'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_EXPIRED'], situations['expired~2'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~2'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_EXPIRED'], situations['expired~2'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~2'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_EXPIRED'], situations['expired~2'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~2'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['deleted~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['deleted~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['deleted~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['deleted~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['deleted~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['deleted~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~3'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['deleted~5'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~3'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['deleted~5'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~6'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['deleted~6'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
  }));

test('path 2 goes unknown → unpaid → deleted → unpaid → paid → (12 more) → expired in 20 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~3'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~6'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['deleted~6'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~3'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 1000n, htlc: ['1x1x1', 2] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~7'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~2'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~3'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_EXPIRED'], situations['expired'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
  }));

test('path 3 goes unknown → unpaid → paid in 8 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
  }));

test('path 4 goes unknown → unpaid → collecting → unpaid → expired in 4 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid']);
    await path.step(events['INVOICE_EXPIRED'], situations['expired'], [{ status: 'expired', type: 'INVOICE_CHANGED' }]);
  }));

test('path 5 goes unknown → unpaid → deleted → unpaid → collecting → (1 more) → paid in 8 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~5'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid~2'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~2'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
  }));

test('path 6 goes unknown → unpaid → deleted → unpaid → collecting → (3 more) → paid in 12 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~5'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid~2'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid~2'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~2'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
  }));

test('path 7 goes unknown → unpaid → deleted → unpaid → collecting → (1 more) → paid in 9 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~5'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid~2'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~2'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
  }));

test('path 8 goes unknown → unpaid → deleted → unpaid → collecting → (1 more) → paid in 9 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~5'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid~2'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~2'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
  }));

test('path 9 goes unknown → paid → deleted → unpaid → collecting → (1 more) → paid in 10 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~4'], [{ parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~8'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid~2'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~2'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
  }));

test('path 10 goes unknown → paid in 2 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~4'], [{ parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~5'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
  }));

test('path 11 goes unknown → paid in 2 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~4'], [{ parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~5'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
  }));

test('path 12 goes unknown → unpaid → collecting → paid in 7 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['unknown~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~6'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 1000n, htlc: ['1x1x1', 2] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~6'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
  }));

test('path 13 goes unknown → paid in 2 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['unknown~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['paid~4'], [{ parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
  }));

test('path 14 goes unknown → unpaid → collecting → paid → deleted → (20 more) → paid in 59 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['unknown~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['unknown~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~6'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 1000n, htlc: ['1x1x1', 2] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~6'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~9'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~4'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~7'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }, { amountMsat: 1000n, htlc: ['1x1x1', 3] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~10'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~2'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }, { amountMsat: 400n, htlc: ['1x1x1', 3] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~3'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~2'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~5']);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~2'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~4'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~7'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }, { amountMsat: 1000n, htlc: ['1x1x1', 3] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~10'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~2'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~4'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 3] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~7'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }, { amountMsat: 1000n, htlc: ['1x1x1', 3] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~10'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~2'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~4'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 3] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~7'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }, { amountMsat: 1000n, htlc: ['1x1x1', 3] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
  }));

test('path 15 goes unknown → unpaid → collecting → paid → deleted → (40 more) → unpaid in 59 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~2'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~4'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 3] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~7'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }, { amountMsat: 1000n, htlc: ['1x1x1', 3] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~10'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~4'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid~2'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid~2'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid~2'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid~2']);
    await path.step(events['INVOICE_DELETED'], situations['deleted~5'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid'], [{ parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~4'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid']);
    await path.step(events['KEYSEND_ARRIVED'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid~2']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid~2']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid~2']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['unpaid~2'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~4'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~6']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 10)'], situations['paid~6'], [{ parts: [{ amountMsat: 400n, htlc: ['1x1x1', 2] }, { amountMsat: 1000n, htlc: ['1x1x1', 1] }], preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'FULFIL_HTLCS' }, { status: 'paid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_DELETED'], situations['deleted~9'], [{ status: 'deleted', type: 'INVOICE_CHANGED' }]);
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid~2'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
  }));

test('path 16 goes unknown → unpaid → collecting → unpaid → collecting → (15 more) → collecting in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid~2']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~4'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~6']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~7'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,2])'], situations['collecting~3']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid~2'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~4'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~6']);
    await path.step(events['PART_LOST(htlc: [1x1x1,2])'], situations['unpaid~2']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~4'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~6']);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~6'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~6'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid~2'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 2] }, { amountMsat: 400n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid~2']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid~2'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1001n)'], situations['unpaid~2'], [{ failcode: 19, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 1] }, { amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid~2']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['unpaid~2']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~3'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
  }));

test('path 17 goes unknown → unpaid → collecting → unpaid → collecting in 31 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['INVOICE_CREATED'], situations['unpaid'], [{ status: 'unpaid', type: 'INVOICE_CHANGED' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~4'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~6']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~6'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~7'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,2])'], situations['collecting~3']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~3'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~4'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~6']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~6'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 1] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~7'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['KEYSEND_ARRIVED'], situations['collecting~7'], [{ failcode: 16399, parts: [{ amountMsat: 5n, htlc: ['1x1x1', 100] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,2])'], situations['collecting~3']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~4'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 5555555555555555, timeMs: 1000)'], situations['collecting~4'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 3] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~6']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~7'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 1000n, secret: 6666666666666666, timeMs: 10)'], situations['collecting~7'], [{ failcode: 16399, parts: [{ amountMsat: 1000n, htlc: ['1x1x1', 3] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,2])'], situations['collecting~3']);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 400n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n)'], situations['collecting~4'], [{ deadlineMs: 70010, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 999n, secret: 5555555555555555, timeMs: 10)'], situations['collecting~4'], [{ failcode: 16399, parts: [{ amountMsat: 999n, htlc: ['1x1x1', 3] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~6']);
    await path.step(events['MPP_TIMED_OUT'], situations['unpaid~2'], [{ failcode: 23, parts: [{ amountMsat: 400n, htlc: ['1x1x1', 2] }], type: 'FAIL_HTLCS' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,1], amountMsat: 300n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n, mppTimeoutMs: 5)'], situations['collecting~8'], [{ deadlineMs: 15, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,2], amountMsat: 300n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n, mppTimeoutMs: 5)'], situations['collecting~9'], [{ deadlineMs: 15, type: 'PART_HELD' }]);
    await path.step(events['HTLC_ARRIVED(htlc: [1x1x1,3], amountMsat: 300n, secret: 5555555555555555, timeMs: 10, totalMsat: 1000n, mppTimeoutMs: 5)'], situations['collecting~10'], [{ deadlineMs: 15, type: 'PART_HELD' }]);
    await path.step(events['PART_LOST(htlc: [1x1x1,1])'], situations['collecting~11']);
    await path.step(events['PART_LOST(htlc: [1x1x1,2])'], situations['collecting~12']);
  }));

test.run();
