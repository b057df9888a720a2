/** One test per row of the decision table of `sendpay` about a payment_hash it has seen before. */
import { equal } from 'uvu/assert';
import type { Part } from '../../src/domain/payment-part.ts';
import { decideSendpay, type SendpayRequest } from '../../src/domain/sendpay-decision.ts';
import { HASH, NODE_C, NODE_D, part } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('sendpay on a payment_hash seen before');

const request = (over: Partial<SendpayRequest> = {}): SendpayRequest => ({
  paymentHash: HASH,
  partid: 0n,
  groupid: undefined,
  amountMsat: 1_000n,
  totalMsat: 1_000n,
  destination: NODE_D,
  ...over,
});

interface Row {
  readonly title: string;
  readonly parts: readonly Part[];
  readonly tombstones?: readonly Part[];
  readonly request?: Partial<SendpayRequest>;
  /** `send <groupid>`, `already-pending`, `already-complete` or `<code> <message>`. */
  readonly answer: string;
}

const ROWS: readonly Row[] = [
  { title: 'a hash never seen is sent in group 1', parts: [], answer: 'send 1' },
  { title: 'a group the caller names is taken', parts: [], request: { groupid: 7n }, answer: 'send 7' },
  { title: 'a failed payment is tried again in the next group', parts: [part('failed')], answer: 'send 2' },
  {
    title: 'a failed part cannot be sent again in its own group',
    parts: [part('failed')],
    request: { groupid: 1n },
    answer: `201 There already is a payment with payment_hash=${HASH}, groupid=1, partid=0. Either change the partid, or wait for the payment to complete and start a new group.`,
  },
  { title: 'the same request while pending answers pending', parts: [part('pending')], answer: 'already-pending' },
  {
    title: 'another amount while pending is refused',
    parts: [part('pending')],
    request: { amountMsat: 1_001n },
    answer: '201 Already pending with amount 1000msat (not 1001msat)',
  },
  {
    title: 'another destination while pending is refused',
    parts: [part('pending')],
    request: { destination: NODE_C },
    answer: `201 Already pending to ${NODE_D}`,
  },
  {
    title: 'a destination is not compared with one that is not known of what is pending',
    parts: [part('pending', { destination: undefined } as never)],
    answer: 'already-pending',
  },
  {
    title: 'a destination is not compared with one that is not known of what is paid',
    parts: [part('complete', { destination: undefined } as never)],
    request: { destination: undefined },
    answer: 'already-complete',
  },
  {
    title: 'parts that reach a total of one millisatoshi admit no other',
    parts: [part('pending', { partid: 1n, amountMsat: 1n, totalMsat: 1n })],
    request: { partid: 2n, amountMsat: 1n, totalMsat: 1n },
    answer: '200 Already have 1msat of 1msat payments in progress',
  },
  {
    title: 'what failed or is complete does not count towards the total in flight',
    parts: [
      part('failed', { partid: 1n, amountMsat: 999n }),
      part('pending', { partid: 2n, amountMsat: 500n, createdIndex: 2 }),
    ],
    request: { partid: 3n, amountMsat: 500n },
    answer: 'send 1',
  },
  {
    title: 'amount is compared before destination',
    parts: [part('pending')],
    request: { amountMsat: 1n, destination: NODE_C },
    answer: '201 Already pending with amount 1000msat (not 1msat)',
  },
  {
    title: 'an unknown destination is not compared',
    parts: [part('pending')],
    request: { destination: undefined },
    answer: 'already-pending',
  },
  {
    title: 'another group while one is in flight is refused',
    parts: [part('pending')],
    request: { groupid: 2n },
    answer: '200 Payment with groupid=1 still in progress, cannot retry before that completes.',
  },
  {
    title: 'a part beside a whole payment in flight is refused',
    parts: [part('pending')],
    request: { partid: 1n },
    answer: '200 Already have non-parallel payment in progress',
  },
  {
    title: 'a whole payment beside parts in flight is refused',
    parts: [part('pending', { partid: 1n, amountMsat: 500n })],
    answer: '200 Already have parallel payment in progress',
  },
  {
    title: 'another part of the same total is sent in the group in flight',
    parts: [part('pending', { partid: 1n, amountMsat: 500n, groupid: 4n })],
    request: { partid: 2n, amountMsat: 500n },
    answer: 'send 4',
  },
  {
    title: 'a part with another total is refused',
    parts: [part('pending', { partid: 1n, amountMsat: 500n })],
    request: { partid: 2n, amountMsat: 500n, totalMsat: 900n },
    answer: '-32602 msatoshi was previously 1000msat, now 900msat',
  },
  {
    title: 'parts that already reach the total admit no other',
    parts: [part('pending', { partid: 1n, amountMsat: 600n }), part('pending', { partid: 2n, amountMsat: 400n })],
    request: { partid: 3n, amountMsat: 1n },
    answer: '200 Already have 1000msat of 1000msat payments in progress',
  },
  {
    title: 'the last part may overshoot the total',
    parts: [part('pending', { partid: 1n, amountMsat: 999n })],
    request: { partid: 2n, amountMsat: 500n },
    answer: 'send 1',
  },
  {
    title: 'an unknown total is not checked',
    parts: [part('pending', { partid: 1n, totalMsat: 0n, amountMsat: 0n })],
    request: { partid: 2n, totalMsat: 0n, amountMsat: 0n },
    answer: 'send 1',
  },
  { title: 'the same request after success answers complete', parts: [part('complete')], answer: 'already-complete' },
  {
    title: 'the group does not matter after success',
    parts: [part('complete')],
    request: { groupid: 9n },
    answer: 'already-complete',
  },
  {
    title: 'another amount after success is refused',
    parts: [part('complete')],
    request: { amountMsat: 1_001n },
    answer: '201 Already succeeded with amount 1000msat (not 1001msat)',
  },
  {
    title: 'another destination after success is refused',
    parts: [part('complete')],
    request: { destination: NODE_C },
    answer: `201 Already succeeded to ${NODE_D}`,
  },
  {
    title: 'another part after success is refused',
    parts: [part('complete', { partid: 1n })],
    request: { partid: 2n },
    answer: '201 Already succeeded other parts',
  },
  {
    title: 'success in a later group counts though earlier ones failed',
    parts: [part('failed'), part('complete', { groupid: 2n })],
    answer: 'already-complete',
  },
  {
    title: 'a paid hash stays paid after its rows are deleted',
    parts: [],
    tombstones: [part('complete')],
    answer: 'already-complete',
  },
  {
    title: 'a paid hash whose rows are deleted still refuses another amount',
    parts: [],
    tombstones: [part('complete')],
    request: { amountMsat: 5n },
    answer: '201 Already succeeded with amount 1000msat (not 5msat)',
  },
  {
    title: 'a failed part whose row was deleted is not sent under its name again',
    parts: [],
    tombstones: [part('failed')],
    request: { groupid: 1n },
    answer: `201 There already is a payment with payment_hash=${HASH}, groupid=1, partid=0. Either change the partid, or wait for the payment to complete and start a new group.`,
  },
  {
    title: 'after deleting failed attempts the next group is a new one',
    parts: [],
    tombstones: [part('failed', { groupid: 3n })],
    answer: 'send 4',
  },
  {
    title: 'where the highest group is used, deleted or not, the lowest free one is taken',
    parts: [part('failed', { groupid: 2n ** 64n - 1n })],
    tombstones: [part('failed', { groupid: 1n, createdIndex: 2 })],
    answer: 'send 2',
  },
  {
    title: 'the highest group can be used once',
    parts: [part('failed', { groupid: 2n ** 64n - 2n })],
    answer: `send ${2n ** 64n - 1n}`,
  },
  {
    title: 'the next group is above the highest, not above the latest',
    parts: [part('failed', { groupid: 9n }), part('failed', { groupid: 3n, createdIndex: 2 })],
    answer: 'send 10',
  },
  {
    title: 'a deleted row decides in its own place, not before older ones',
    parts: [part('failed', { createdIndex: 1 })],
    tombstones: [part('complete', { groupid: 2n, createdIndex: 2 })],
    request: { groupid: 1n },
    answer: `201 There already is a payment with payment_hash=${HASH}, groupid=1, partid=0. Either change the partid, or wait for the payment to complete and start a new group.`,
  },
];

for (const row of ROWS)
  test(row.title, () => {
    const decision = decideSendpay(row.parts, row.tombstones ?? [], request(row.request));
    const told: Record<typeof decision.type, () => string> = {
      send: () => `send ${(decision as { groupid: bigint }).groupid}`,
      'already-pending': () => 'already-pending',
      'already-complete': () => 'already-complete',
      refuse: () => {
        const { refusal } = decision as { refusal: { code: number; message: string } };
        return `${refusal.code} ${refusal.message}`;
      },
    };
    equal(told[decision.type](), row.answer);
  });

test.run();
