/** The checker of histories accepts what one clerk could have done and rejects everything else. */
import { equal, is } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { linearize } from './history/linearizable.ts';
import type { Input, Operation, SendInput } from './history/operations.ts';

const test = suite('histories of clients that call at once');

const send = (over: Partial<SendInput> = {}): SendInput => ({
  type: 'send',
  groupid: undefined,
  partid: 0n,
  amountMsat: 1_000n,
  totalMsat: 1_000n,
  destination: 'D',
  ...over,
});
const wait: Input = { type: 'wait', groupid: undefined, partid: 0n, mayTimeOut: false };
const poll: Input = { ...wait, mayTimeOut: true };
const ended = (status: 'complete' | 'failed', groupid = 1n): Input => ({ type: 'ended', groupid, partid: 0n, status });

const at = (invoked: number, returned: number, input: Input, output?: string): Operation => ({
  input,
  invoked,
  returned,
  output,
});
const judge = (...history: Operation[]): string => linearize(history).type;

test('a payment sent, waited for and repeated is one', () => {
  const history = [
    at(1, 2, send(), 'pending 1/0'),
    at(3, 6, wait, 'complete 1/0'),
    at(4, 4, ended('complete'), 'ok'),
    at(7, 8, send(), 'complete 1/0'),
  ];
  equal(linearize(history), { type: 'linearizable', order: [0, 2, 1, 3] });
});

test('of two sends at once one goes first, whichever', () => {
  is(judge(at(1, 4, send(), 'pending 1/0'), at(2, 3, send({ amountMsat: 5n }), 'refused 201')), 'linearizable');
  is(judge(at(1, 4, send(), 'refused 201'), at(2, 3, send({ amountMsat: 5n }), 'pending 1/0')), 'linearizable');
});

test('two sends at once cannot both leave in groups of their own', () => {
  is(judge(at(1, 4, send(), 'pending 1/0'), at(2, 3, send({ groupid: 2n }), 'pending 2/0')), 'not');
});

test('an answer from the past is rejected once a later one was given', () => {
  const paid = [at(1, 2, send(), 'pending 1/0'), at(3, 3, ended('complete'), 'ok'), at(4, 5, poll, 'complete 1/0')];
  is(judge(...paid, at(6, 7, poll, 'timeout')), 'not');
  is(judge(...paid, at(6, 7, { type: 'list' }, '1/0 pending')), 'not');
});

test('a failure after success is rejected', () => {
  const paid = [at(1, 2, send(), 'pending 1/0'), at(3, 3, ended('complete'), 'ok')];
  is(judge(...paid, at(4, 4, ended('failed'), 'ok')), 'not');
  is(judge(...paid, at(4, 5, send(), 'pending 2/0')), 'not');
});

test('a call without an answer may have happened or not, but not after its server died', () => {
  const lost = at(1, 3, send());
  is(judge(lost, at(4, 5, poll, 'never attempted')), 'linearizable');
  is(judge(lost, at(4, 5, poll, 'timeout')), 'linearizable');
  is(judge(lost, at(4, 5, poll, 'never attempted'), at(6, 7, poll, 'timeout')), 'not');
});

test('deleted rows are gone, and what was paid stays paid', () => {
  const history = [
    at(1, 2, send(), 'pending 1/0'),
    at(3, 3, ended('complete'), 'ok'),
    at(4, 5, { type: 'delete', status: 'complete', part: undefined }, '1/0'),
    at(6, 7, poll, 'never attempted'),
  ];
  is(judge(...history, at(8, 9, send(), 'complete 1/0')), 'linearizable');
  is(judge(...history, at(8, 9, send(), 'pending 2/0')), 'not');
});

test('a deleted failure keeps its name', () => {
  const history = [
    at(1, 2, send({ groupid: 1n }), 'pending 1/0'),
    at(3, 3, ended('failed'), 'ok'),
    at(4, 5, { type: 'delete', status: 'failed', part: undefined }, '1/0'),
  ];
  is(judge(...history, at(6, 7, send({ groupid: 1n }), 'refused 201')), 'linearizable');
  is(judge(...history, at(6, 7, send({ groupid: 1n }), 'pending 1/0')), 'not');
  is(judge(...history, at(6, 7, send(), 'pending 2/0')), 'linearizable');
});

test('a history of a simulated run, doctored in one answer, is rejected', () => {
  const parts = [1n, 2n, 3n].map((partid, index) =>
    at(
      2 * index + 1,
      2 * index + 2,
      send({ partid, amountMsat: 500n }),
      partid === 3n ? 'refused 200' : `pending 1/${partid}`,
    ),
  );
  is(judge(...parts), 'linearizable');
  is(judge(...parts.slice(0, 2), { ...(parts[2] as Operation), output: 'pending 1/3' }), 'not');
});

test.run();
