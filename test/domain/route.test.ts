/** Directions through a route, what a policy can say, and whether a hash is paid: small rules that many places rest on. */
import { equal, is } from 'uvu/assert';
import { MAX_MSAT } from '../../src/domain/amount.ts';
import { channelDirection, directedChannel } from '../../src/domain/ids.ts';
import { namesTold } from '../../src/domain/names-told.ts';
import { factsOf, paymentStatus } from '../../src/domain/payment-part.ts';
import { policyChangeFault, policyFault } from '../../src/domain/policy-limits.ts';
import { type ChannelPolicy, directionAt, givenDirections } from '../../src/domain/route.ts';
import { NODE_A, NODE_B, NODE_C, SCID_AB } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('routes and policies');

// A is less than B is less than C.
const bend = { source: NODE_B, ids: [NODE_A, NODE_C] };

test('the direction through a channel is from the node before it, and what the caller said of it counts more', () => {
  equal([directionAt(bend, 0), directionAt(bend, 1)], [1, 0]);
  const said = { ...bend, directions: [0, 1] as const };
  equal([directionAt(said, 0), directionAt(said, 1)], [0, 1]);
  const down = { source: NODE_C, ids: [NODE_A, NODE_B] };
  equal([directionAt(down, 0), directionAt(down, 1)], [1, 0]);
  for (const direction of [0, 1] as const)
    equal(directedChannel(channelDirection(SCID_AB, direction)), { channel: SCID_AB, direction });
});

test('given directions are kept, all of them, only if one is not that between the ids', () => {
  const hops = (...directions: readonly (0 | 1 | undefined)[]) =>
    bend.ids.map((id, i) => (directions[i] === undefined ? { id } : { id, direction: directions[i] as 0 | 1 }));
  is(givenDirections(NODE_B, hops()), undefined);
  is(givenDirections(NODE_B, hops(1, 0)), undefined);
  equal(givenDirections(NODE_B, hops(1, 1)), [1, 1]);
  is(givenDirections(NODE_A, [{ id: NODE_B, direction: 0 }]), undefined);
  equal(givenDirections(NODE_A, [{ id: NODE_B }, { id: NODE_C, direction: 1 }]), [0, 1]);
  equal(givenDirections(NODE_B, hops(undefined, 1)), [1, 1]);
  equal(givenDirections(NODE_B, hops(0, undefined)), [0, 0]);
});

const POLICY: ChannelPolicy = {
  feeBaseMsat: 0n,
  feePpm: 0,
  cltvDelta: 0,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 0n,
  enabled: false,
};

test('each member of a policy is taken up to the most its field can carry, and not beyond', () => {
  is(policyFault(POLICY), undefined);
  const most: Partial<ChannelPolicy> = {
    feeBaseMsat: 0xffffffffn,
    feePpm: 0xffffffff,
    cltvDelta: 0xffff,
    htlcMinimumMsat: MAX_MSAT,
    htlcMaximumMsat: MAX_MSAT,
  };
  for (const [name, value] of Object.entries(most)) {
    const said = `should be a ${typeof value === 'bigint' ? 'bigint' : 'whole number'} from 0 to ${value}${typeof value === 'bigint' ? ' msat' : ''}`;
    is(policyChangeFault({ [name]: value }), undefined);
    const over = typeof value === 'bigint' ? [value + 1n, -1n, 0] : [(value as number) + 1, -1, 1.5, 0n];
    for (const wrong of over) {
      is(policyChangeFault({ [name]: wrong }), `${name}: ${said}`);
      is(policyFault({ ...POLICY, [name]: wrong }), `${name}: ${said}`);
    }
    const { [name as keyof ChannelPolicy]: _gone, ...rest } = POLICY;
    is(policyFault(rest), `${name}: is missing`);
  }
  is(policyChangeFault({ enabled: 1 }), 'enabled: should be true or false');
  is(policyChangeFault({ fee: 1 }), 'fee: is no member of a policy');
  equal([null, undefined, 7].map(policyChangeFault), Array(3).fill('should be an object'));
});

test('a payment is what its parts and deleted parts say: a preimage wins, then what is in flight, then failures', () => {
  const status = (parts: string, tombstones = ''): string => {
    const words = { c: 'complete', p: 'pending', f: 'failed' } as const;
    const read = (text: string) => [...text].map((letter) => ({ status: words[letter as keyof typeof words] }));
    return paymentStatus(factsOf(read(parts), read(tombstones)));
  };
  equal(
    ['', 'f', 'p', 'c', 'pf', 'cf', 'fc', 'cp', 'fp', 'fpc'].map((parts) => status(parts)),
    ['idle', 'failed', 'pending', 'complete', 'pending', 'complete', 'complete', 'complete', 'pending', 'complete'],
  );
  equal(
    [status('', 'f'), status('', 'c'), status('f', 'c'), status('p', 'f')],
    ['idle', 'complete', 'complete', 'pending'],
  );
});

test('names are told by alias, twenty of them, and how many more there are', () => {
  const nodes = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `id${i}`, alias: `n${i}` }));
  is(namesTold([{ id: 'id0' }, { id: 'id1', alias: 'one' }]), 'id0, one');
  is(namesTold(nodes(20)).split(', ').length, 20);
  is(namesTold(nodes(23)), `${namesTold(nodes(20))} and 3 more`);
});

test.run();
