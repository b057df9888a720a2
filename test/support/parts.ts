/** Parts and events for tests, with only what a test cares about spelled out. */
import type { PaymentEvent, SentPart } from '../../machines/payment.ts';
import type { NodeId, PaymentHash, Preimage, ShortChannelId } from '../../src/domain/ids.ts';
import type { Part } from '../../src/domain/payment-part.ts';

export const NODE_A = `02${'a'.repeat(64)}` as NodeId;
export const NODE_B = `02${'b'.repeat(64)}` as NodeId;
export const NODE_C = `03${'c'.repeat(64)}` as NodeId;
export const NODE_D = `03${'d'.repeat(64)}` as NodeId;
export const HASH = '11'.repeat(32) as PaymentHash;
export const PREIMAGE = '22'.repeat(32) as Preimage;
export const SCID_AB = '101x1x0' as ShortChannelId;
export const SCID_BC = '102x1x0' as ShortChannelId;
export const SCID_CD = '103x1x0' as ShortChannelId;

export function sentPart(over: Partial<SentPart> = {}): SentPart {
  return {
    groupid: 1n,
    partid: 0n,
    createdIndex: 1,
    createdAtMs: 1_000,
    amountMsat: 1_000n,
    sentMsat: 1_004n,
    totalMsat: 1_000n,
    destination: NODE_D,
    height: 100,
    send: {
      kind: 'route',
      ids: [NODE_B, NODE_C, NODE_D],
      channels: [SCID_AB, SCID_BC, SCID_CD],
      amountsMsat: [1_004n, 1_002n, 1_000n],
      delays: [21, 15, 9],
      sessionKey: '33'.repeat(32),
    },
    ...over,
  };
}

export function part(status: Part['status'], over: Partial<Part> = {}): Part {
  return {
    ...sentPart(over),
    status,
    ...(status === 'pending' ? {} : { updatedIndex: 1, completedAtMs: 2_000 }),
    ...(status === 'complete' ? { preimage: PREIMAGE } : {}),
    ...(status === 'failed' ? { failure: { code: 204, message: 'failed: WIRE_X (reply from remote)' } } : {}),
    ...over,
  };
}

export const sent = (over: Partial<SentPart> = {}): PaymentEvent => ({ type: 'PART_SENT', ...sentPart(over) });

export const fulfilled = (groupid = 1n, partid = 0n): PaymentEvent => ({
  type: 'PART_FULFILLED',
  groupid,
  partid,
  preimage: PREIMAGE,
  updatedIndex: 1,
  atMs: 2_000,
});

export const failed = (groupid = 1n, partid = 0n): PaymentEvent => ({
  type: 'PART_FAILED',
  groupid,
  partid,
  failure: { code: 204, message: 'failed: WIRE_X (reply from remote)' },
  updatedIndex: 1,
  atMs: 2_000,
});

export const deleted = (status: 'complete' | 'failed', name?: { groupid: bigint; partid: bigint }): PaymentEvent => ({
  type: 'PARTS_DELETED',
  status,
  ...(name ? { part: name } : {}),
  deletedBefore: 0,
  atMs: 3_000,
});
