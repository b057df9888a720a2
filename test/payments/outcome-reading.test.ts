/** What came back for a part, in the words it is answered with, for a route, for a caller's onion and for ourselves. */
import { equal, is } from 'uvu/assert';
import { buildErrorOnion, curve, decodeFailure, fromHex, toHex, wrapErrorOnion } from '../../src/bolt/index.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import type { NodeId } from '../../src/domain/ids.ts';
import type { PartSend } from '../../src/domain/payment-part.ts';
import { secretsOf } from '../../src/payments/onion-plan.ts';
import { failureOf } from '../../src/payments/outcome-reading.ts';
import type { HtlcOutcome } from '../../src/switch/port.ts';
import { NODE_A, SCID_AB, SCID_BC, SCID_CD, sentPart } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('what came back for a part');

type Failed = Exclude<HtlcOutcome, { type: 'fulfilled' }>;
const IDS = [5, 6, 7].map((byte) => toHex(curve.publicKey(new Uint8Array(32).fill(byte))) as NodeId);
const ROUTE = { ...sentPart().send, ids: IDS } as Extract<PartSend, { kind: 'route' }>;
const SECRETS = secretsOf(ROUTE, (id) => id) as Uint8Array[];
const ONION = { kind: 'onion', onion: '', peer: IDS[0] as NodeId, channel: SCID_AB, delay: 9 } as const;
const READABLE = { ...ONION, sharedSecrets: SECRETS.map(toHex) };
const failure = (send: PartSend, outcome: Failed) => failureOf(NODE_A, send, outcome, (id) => id);

/** The message of the node `index` on the route, as it reaches us. */
function from(index: number, message: string): Failed {
  let onion = buildErrorOnion(SECRETS[index] as Uint8Array, fromHex(message));
  for (let hop = index - 1; hop >= 0; hop--) onion = wrapErrorOnion(SECRETS[hop] as Uint8Array, onion);
  return { type: 'failed', reason: toHex(onion) };
}

test('an error onion says who erred, counted from ourselves, where it was read with the secrets of the part', () => {
  const of = (send: PartSend, index: number): unknown => {
    const { code, erringIndex, failcode, erringChannel, rawMessage } = failure(send, from(index, '2002'));
    return [code, erringIndex, failcode, erringChannel, rawMessage];
  };
  equal(of(ROUTE, 0), [204, 1, 0x2002, SCID_BC, '2002']);
  equal(of(ROUTE, 1), [204, 2, 0x2002, SCID_CD, '2002']);
  equal(of(READABLE, 0), [204, 1, 0x2002, undefined, '2002']);
  equal(of(READABLE, 1), [204, 2, 0x2002, undefined, '2002']);
});

test('what nobody can read is kept as it came: no secrets, garbled bytes, no hex, a message too short for a code', () => {
  const garbled: Failed = { type: 'failed', reason: 'ff'.repeat(292) };
  for (const [send, outcome] of [
    [ONION, from(1, '2002')],
    [ROUTE, garbled],
    [ROUTE, { type: 'failed', reason: 'no hex' }],
    [ROUTE, from(1, 'ff')],
    [READABLE, garbled],
  ] as const)
    equal(failure(send, outcome), {
      code: 202,
      message: 'Malformed error reply',
      onionReply: 'reason' in outcome ? outcome.reason : '',
    });
});

test('an onion the first peer could not read is told with its hash, or with none if that is no hash', () => {
  const failcode = FailureCode.INVALID_ONION_HMAC;
  const hash = 'ab'.repeat(32);
  const told = (send: PartSend, sha256OfOnion?: string): unknown => {
    const outcome = { type: 'malformed', failcode, ...(sha256OfOnion ? { sha256OfOnion } : {}) } as Failed;
    const { code, message, erringIndex, rawMessage } = failure(send, outcome);
    const read = decodeFailure(fromHex(rawMessage as string)) as { sha256OfOnion?: Uint8Array };
    return [code, message, erringIndex, toHex(read.sha256OfOnion as Uint8Array)];
  };
  equal(told(ROUTE, hash), [204, 'failed: WIRE_INVALID_ONION_HMAC (reply from remote)', 1, hash]);
  equal(told(ONION, hash), [204, 'failed: WIRE_INVALID_ONION_HMAC (local failure)', 1, hash]);
  for (const none of [undefined, 'abcd', 'no hex']) equal((told(ROUTE, none) as unknown[])[3], '00'.repeat(32));
});

test('what our own node or channel refused is told of us and our channel, in the direction the caller gave', () => {
  const local = { type: 'local', failcode: 0x1007, detail: 'too much' } as const;
  const { code, message, erringIndex, erringNode, erringChannel } = failure(ROUTE, local);
  equal(
    [code, message, erringIndex, erringNode, erringChannel],
    [204, 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE (too much)', 0, NODE_A, SCID_AB],
  );
  for (const given of [0, 1] as const)
    is(failure({ ...ROUTE, directions: [given, 0, 0] }, local).erringDirection, given);
  const own = failure(ONION, local);
  equal([own.erringNode, own.erringChannel, own.erringIndex], [NODE_A, SCID_AB, 0]);
});

test('why ourselves were not paid is the detail, or what happened if it is none', () => {
  const self = { kind: 'self' } as const;
  const local = { type: 'local', failcode: 0x400f, detail: 'Unknown invoice' } as const;
  const { code, message, erringNode } = failure(self, local);
  equal([code, message, erringNode], [203, 'Unknown invoice', NODE_A]);
  is(failure(self, { type: 'failed', reason: '' }).message, 'failed');
});

test.run();
