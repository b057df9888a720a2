/** What tests ask a node behind `OutsideSwitch` to send. */
import type { SendRequest } from '../../src/payments/sending.ts';
import { HASH, NODE_A, NODE_B, SCID_AB } from '../support/parts.ts';

/** Bytes of an onion packet (BOLT 4). */
const PACKET_BYTES = 1366;

export const onionRequest = (over: Partial<SendRequest> = {}): SendRequest => ({
  paymentHash: HASH,
  send: { kind: 'onion', onion: '00'.repeat(PACKET_BYTES), peer: NODE_B, channel: SCID_AB, delay: 9 },
  sentMsat: 1_004n,
  amountMsat: 1_000n,
  totalMsat: 1_000n,
  partid: 0n,
  ...over,
});

export const selfRequest = (): SendRequest => onionRequest({ send: { kind: 'self' }, destination: NODE_A });
