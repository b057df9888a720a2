/** The tables about failures, walked row by row. */
import { equal, is, ok } from 'uvu/assert';
import { decodeFailure } from '../../src/bolt/index.ts';
import {
  BLAME_TABLE,
  type BlameTarget,
  blameByFlags,
  blameFor,
  erringPlace,
  judged,
  partyOf,
  subjectOf,
  verdictOf,
} from '../../src/domain/blame.ts';
import { BADONION, FAILURE_CODES, FailureCode, failureCodeRow, NODE, PERM } from '../../src/domain/failures.ts';
import { FIRST_HOP_REFUSALS, type FirstHopRefusalKind, wordsOf } from '../../src/domain/first-hop.ts';
import { sameCarrier } from '../../src/domain/htlc.ts';
import {
  decodedFailure,
  localFailure,
  malformedByFirstPeer,
  remoteFailure,
  selfFailure,
  sendonionFailure,
  unreadableFailure,
} from '../../src/domain/payment-failure.ts';
import { NODE_A, NODE_B, NODE_C, NODE_D, SCID_AB, SCID_BC, SCID_CD } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('what failures mean');
const route = { source: NODE_A, ids: [NODE_B, NODE_C, NODE_D], channels: [SCID_AB, SCID_BC, SCID_CD] };

test('every code of BOLT 4 has a name, a row for people and a row that says whom it blames', () => {
  const codes = Object.values(FailureCode);
  is(codes.length, 25);
  is(new Set(codes).size, codes.length);
  for (const [name, code] of Object.entries(FailureCode)) {
    is(failureCodeRow(code)?.name, `WIRE_${name}`);
    ok(failureCodeRow(code)?.meaning, name);
    ok(BLAME_TABLE[code].because, name);
  }
  equal(
    FAILURE_CODES.map(({ code }) => code),
    codes,
  );
  equal(Object.keys(BLAME_TABLE).map(Number).sort(), [...codes].sort());
});

test('the wire layouts know the same codes', () => {
  // A code the layouts do not know comes back with all its data raw, and so does a known one whose data cannot be read.
  for (const { code, name } of FAILURE_CODES)
    ok(!('raw' in decodeFailure(Buffer.from(code.toString(16).padStart(4, '0') + '00'.repeat(64), 'hex'))), name);
  ok('raw' in decodeFailure(Buffer.from('1099', 'hex')));
});

test('a verdict names what stands on the route: the channel after the erring node, the node, or the one after it', () => {
  const subjects = (erringIndex: number): unknown[] =>
    (['channel', 'node', 'next-node'] satisfies BlameTarget[]).map((target) =>
      subjectOf(target, erringPlace(erringIndex, route.channels, route.ids)),
    );
  equal(subjects(0), [SCID_AB, undefined, NODE_B]);
  equal(subjects(1), [SCID_BC, NODE_B, NODE_C]);
  equal(subjects(3), [undefined, NODE_D, undefined]);
  equal(
    [0, 1, 2, 3].map((erringIndex) => partyOf({ erringIndex, hops: 3 })),
    ['sender', 'intermediate', 'intermediate', 'destination'],
  );
});

test('a logged verdict holds whatever the table says now; a failure logged without one is judged by the table of version 1', () => {
  const at = { erringIndex: 1, hops: 3, failcode: FailureCode.FEE_INSUFFICIENT };
  const other = { ...BLAME_TABLE, [FailureCode.FEE_INSUFFICIENT]: BLAME_TABLE[FailureCode.PERMANENT_NODE_FAILURE] };
  equal(judged(at, other), { target: 'node', kind: 'permanent', amountMatters: false });
  equal(verdictOf({ ...at, blame: judged(at, other) }), judged(at, other));
  equal(verdictOf({ ...at, blame: null }), null);
  equal(verdictOf(at), { target: 'channel', kind: 'temporary', amountMatters: false });
  is(judged({ ...at, erringIndex: 3 }), null);
});

test('an error from the destination blames nobody, whatever the code', () => {
  for (const { code } of FAILURE_CODES) is(blameFor('destination', code), undefined);
});

test('an error from an intermediate node always blames a channel or a node', () => {
  for (const { code, origin } of FAILURE_CODES) {
    const blame = blameFor('intermediate', code);
    ok(blame, `code ${code}`);
    if (code & BADONION) is(blame?.target, 'next-node', `code ${code}`);
    else if (origin === 'final' || code & NODE || code === 0x4001 || code === 0x4016)
      is(blame?.target, 'node', `code ${code}`);
    else is(blame?.target, 'channel', `code ${code}`);
  }
});

test('a code with the PERM bit is permanent, one without is temporary, where an intermediate node may send it', () => {
  for (const { code, origin } of FAILURE_CODES)
    if (origin === 'forwarding' || origin === 'any')
      is(blameFor('intermediate', code)?.kind, code & PERM ? 'permanent' : 'temporary', `code ${code}`);
});

test('only temporary_channel_failure depends on the amount', () => {
  equal(
    FAILURE_CODES.filter(({ code }) => blameFor('intermediate', code)?.amountMatters).map(({ code }) => code),
    [0x1007],
  );
});

test('our own failure blames our own channel and never a node', () => {
  for (const { code } of FAILURE_CODES) {
    is(blameFor('sender', code)?.target, 'channel');
    is(blameFor('sender', code)?.kind, 'temporary');
  }
});

test('an unknown code is read by its flag bits', () => {
  is(blameByFlags(0x8000 | PERM | 99).target, 'next-node');
  is(blameByFlags(NODE | 99).target, 'node');
  is(blameByFlags(PERM | 99).target, 'channel');
  is(blameByFlags(PERM | 99).kind, 'permanent');
  is(blameByFlags(99).kind, 'temporary');
});

test('every code from the destination is 203 with PERM and 204 without, at the last channel', () => {
  for (const { code, name } of FAILURE_CODES) {
    const failure = remoteFailure(route, 2, code, 'ff');
    is(failure.code, code & PERM ? 203 : 204, name);
    is(failure.message, `failed: ${name} (reply from remote)`);
    equal([failure.erringIndex, failure.erringNode, failure.erringChannel], [3, NODE_D, SCID_CD]);
  }
});

test('every code from an intermediate node is 204 at the next channel, and BADONION names the next node', () => {
  for (const { code } of FAILURE_CODES) {
    const failure = remoteFailure(route, 0, code, 'ff');
    equal([failure.code, failure.erringIndex, failure.erringChannel], [204, 1, SCID_BC]);
    is(failure.erringNode, code & BADONION ? NODE_C : NODE_B);
  }
});

test('a first peer that cannot read our onion is 202 where it is the destination, 204 where it is not', () => {
  const direct = { source: NODE_A, ids: [NODE_B], channels: [SCID_AB] };
  equal(
    [malformedByFirstPeer(direct, 0xc005, 'ff').code, malformedByFirstPeer(direct, 0xc005, 'ff').message],
    [202, 'Malformed error reply'],
  );
  const { code: _code, message: _message, ...same } = remoteFailure(direct, 0, 0xc005, 'ff');
  const { code: _202, message: _said, ...told } = malformedByFirstPeer(direct, 0xc005, 'ff');
  equal(told, same);
  const down = { source: NODE_B, ids: [NODE_A, NODE_C], channels: [SCID_AB, SCID_BC] };
  is(malformedByFirstPeer(down, 0xc005, 'ff').erringDirection, 1);
  const { code, erringNode, erringChannel, erringDirection, erringIndex, failcode, rawMessage } = malformedByFirstPeer(
    route,
    0xc005,
    'ff',
  );
  equal([code, erringNode, erringChannel, erringDirection], [204, NODE_B, SCID_AB, 0]);
  equal([erringIndex, failcode, rawMessage], [1, 0xc005, 'ff']);
});

test('our own channel failing is 204 at index 0 with the detail in brackets', () => {
  const failure = localFailure(route, {
    failcode: 0x1007,
    failureMessage: '1007',
    detail: 'WIRE_TEMPORARY_CHANNEL_FAILURE: Capacity exceeded',
  });
  equal([failure.code, failure.erringIndex, failure.erringNode, failure.erringChannel], [204, 0, NODE_A, SCID_AB]);
  is(failure.rawMessage, '1007');
  is('rawMessage' in localFailure(route, { failcode: 0x1007, detail: '' }), false);
  is(failure.message, 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE (WIRE_TEMPORARY_CHANNEL_FAILURE: Capacity exceeded)');
});

test('a failure the node read itself is our own at 0, else that of the hop it names; beyond the route it is the destination', () => {
  const failcode = FailureCode.TEMPORARY_NODE_FAILURE;
  const at = (erringIndex: number) => decodedFailure(route, { erringIndex, failcode });
  equal(at(0), { ...localFailure(route, { failcode, detail: 'reported by the node' }) });
  for (const erringIndex of [1, 2, 3]) {
    const { rawMessage: _none, ...same } = remoteFailure(route, erringIndex - 1, failcode, 'ff');
    equal(at(erringIndex), same);
  }
  equal(at(9), at(3));
  const own = decodedFailure(route, { erringIndex: 0, failcode, failureMessage: '2002' });
  equal(own, localFailure(route, { failcode, detail: 'reported by the node', failureMessage: '2002' }));
  is(decodedFailure(route, { erringIndex: 1, failcode, failureMessage: '2002' }).rawMessage, '2002');
  is('rawMessage' in at(1), false);
});

test('the erring direction is that of the channel named, and a code BOLT 4 does not know is told by its number', () => {
  // A is less than B is less than C is less than D: all directions of the route are 0, of the way back 1.
  const back = { source: NODE_D, ids: [NODE_C, NODE_B, NODE_A], channels: [SCID_CD, SCID_BC, SCID_AB] };
  for (const index of [0, 1, 2]) {
    is(remoteFailure(route, index, 0x1007, '').erringDirection, 0);
    is(remoteFailure(back, index, 0x1007, '').erringDirection, 1);
  }
  is(localFailure(back, { failcode: 0x1007, detail: '' }).erringDirection, 1);
  const bend = { source: NODE_B, ids: [NODE_A, NODE_C], channels: [SCID_AB, SCID_BC] };
  equal(
    [localFailure(bend, { failcode: 1, detail: '' }).erringDirection, remoteFailure(bend, 0, 1, '').erringDirection],
    [1, 0],
  );
  equal(sendonionFailure(2, 99, 'ff'), {
    code: 204,
    message: 'failed: UNKNOWN 99 (reply from remote)',
    erringIndex: 2,
    failcode: 99,
    rawMessage: 'ff',
  });
  is(sendonionFailure(2, 99, 'ff', 'other').message, 'failed: UNKNOWN 99 (other)');
});

test('a first hop that cannot be tried is told in the words of its kind, or in those the node has', () => {
  for (const kind of Object.keys(FIRST_HOP_REFUSALS) as FirstHopRefusalKind[]) {
    equal(wordsOf({ kind }), FIRST_HOP_REFUSALS[kind]);
    equal(wordsOf({ kind, detail: 'own words' }), { ...FIRST_HOP_REFUSALS[kind], detail: 'own words' });
  }
});

test('two carriers of a payment are one only if they are the same HTLC, or the same attempt of the node itself', () => {
  const carriers = [[SCID_AB, 1], [SCID_AB, 2], [SCID_BC, 1], { self: 1 }, { self: 2 }] as const;
  for (const one of carriers) for (const other of carriers) is(sameCarrier(one, other), one === other);
});

test('our own invoice that does not take our payment is 203 at ourselves, with the reason alone', () => {
  equal(selfFailure(NODE_A, 'no'), { code: 203, message: 'no', erringIndex: 0, failcode: 0x400f, erringNode: NODE_A });
});

test('an error onion nobody can read is 202 and keeps the reply', () => {
  equal(unreadableFailure('abcd'), { code: 202, message: 'Malformed error reply', onionReply: 'abcd' });
});

test.run();
