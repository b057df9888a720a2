/** The route of one piece of a `pay`: what is asked of the search, what a hint's hops are given, and every limit from both sides. */
import { equal, is } from 'uvu/assert';
import type { PayAttempt, PayContext, PayRequest, RouteHint } from '../../machines/pay.ts';
import { channelDirection, directionOf, type NodeId, type ShortChannelId } from '../../src/domain/ids.ts';
import type { ChannelPolicy, RouteHop } from '../../src/domain/route.ts';
import type { RouteAnswer } from '../../src/graph/route-query.ts';
import type { GetrouteQuery, GraphView } from '../../src/payments/graph-view.ts';
import { findPayRoute, type PayRouteAnswer } from '../../src/payments/pay-route.ts';
import { HASH, NODE_A, NODE_B, NODE_C, NODE_D, SCID_AB, SCID_BC, SCID_CD } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('the route of a pay');

const AMOUNT = 100_000n;
const POLICY: ChannelPolicy = {
  feeBaseMsat: 7n,
  feePpm: 1_000,
  cltvDelta: 5,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 10n ** 9n,
  enabled: true,
};
const REQUEST: PayRequest = {
  paymentHash: HASH,
  payee: NODE_D,
  amountMsat: AMOUNT,
  maxFeeMsat: 10n ** 6n,
  maxDelay: 2_016,
  riskFactor: 10,
  finalCltv: 18,
  groupid: 1n,
  deadlineMs: 60_000,
  mayMpp: true,
  exclude: [],
  hints: [],
};
const CONTEXT: PayContext = {
  request: REQUEST,
  startedMs: 0,
  toRouteMsat: [],
  attempts: [],
  exclusions: [],
  corrected: [],
  failure: null,
  preimage: null,
};
const hintHop = (node: NodeId, channel: ShortChannelId, change: object = {}): RouteHint[number] => ({
  node,
  channel,
  feeBaseMsat: 10n,
  feePpm: 2_000,
  cltvDelta: 40,
  ...change,
});

interface Asked {
  readonly request?: Partial<PayRequest>;
  readonly context?: Partial<PayContext>;
  readonly amountMsat?: bigint;
  /** What is announced, by channel and direction. */
  readonly announced?: Readonly<Record<string, ChannelPolicy>>;
  /** What the search answers: one hop that costs so much and takes so long on top, or none. */
  readonly search?: (query: GetrouteQuery) => { readonly fee: bigint; readonly delay?: number } | string;
}

const free: NonNullable<Asked['search']> = () => ({ fee: 0n });

/** A asks; what it asked of the search, and the answer. */
function find(asked: Asked = {}): { answer: PayRouteAnswer; queries: GetrouteQuery[] } {
  const { announced = {}, search = free, amountMsat = AMOUNT } = asked;
  const queries: GetrouteQuery[] = [];
  const route = (query: GetrouteQuery): RouteAnswer => {
    queries.push(query);
    const found = search(query);
    if (typeof found === 'string') return { type: 'refused', refusal: { code: 205, message: found } };
    if (query.destination === NODE_A) return { type: 'route', hops: [], avoided: false };
    const hop: RouteHop = {
      id: query.destination,
      channel: SCID_AB,
      amountMsat: query.amountMsat + found.fee,
      delay: (query.finalCltv ?? 0) + (found.delay ?? 0),
      direction: directionOf(NODE_A, query.destination),
    };
    return { type: 'route', hops: [hop], avoided: false };
  };
  const announcedPolicy: GraphView['announcedPolicy'] = (from, channel, to) =>
    announced[channelDirection(channel, directionOf(from, to))];
  const view = { node: NODE_A, route, announcedPolicy } as unknown as GraphView;
  const request = { ...REQUEST, ...asked.request };
  const context = { ...CONTEXT, request, ...asked.context };
  return { answer: findPayRoute(view, context, request, amountMsat), queries };
}

const told = (answer: PayRouteAnswer): unknown =>
  answer.type === 'none' ? [answer.reason.code, answer.reason.message] : answer.feeMsat;
const attempt = (change: Partial<PayAttempt>): PayAttempt => ({
  partid: 1n,
  amountMsat: 1n,
  feeMsat: 0n,
  startedMs: 0,
  status: 'pending',
  ...change,
});

test('to ourselves there is a route without hops, and nothing is searched', () => {
  const { answer, queries } = find({ request: { payee: NODE_A, maxFeeMsat: 0n } });
  equal(answer, { type: 'route', hops: [], feeMsat: 0n });
  equal(queries, []);
});

test('the fee limit is of all parts: those that failed give theirs back, and the limit itself is still allowed', () => {
  const attempts = [
    attempt({ feeMsat: 30n }),
    attempt({ partid: 2n, feeMsat: 20n, status: 'complete' }),
    attempt({ partid: 3n, feeMsat: 1_000n, status: 'failed', message: 'no' }),
  ];
  const search = () => ({ fee: 50n });
  is(told(find({ search, context: { attempts }, request: { maxFeeMsat: 100n } }).answer), 50n);
  equal(told(find({ search, context: { attempts }, request: { maxFeeMsat: 99n } }).answer), [
    206,
    'Route wanted fee of 50msat (after 3 attempts, the last: no)',
  ]);
});

test('the delay of the whole route keeps to the limit, the hint’s included', () => {
  const search = () => ({ fee: 0n, delay: 10 });
  is(told(find({ search, request: { maxDelay: 28 } }).answer), 0n);
  equal(told(find({ search, request: { maxDelay: 27 } }).answer), [206, 'Route wanted delay of 28 blocks']);
  const hints = [[hintHop(NODE_C, SCID_CD, { feeBaseMsat: 0n, feePpm: 0 })]];
  const private_ = (query: GetrouteQuery) => (query.destination === NODE_D ? 'unknown' : { fee: 0n, delay: 10 });
  is(told(find({ search: private_, request: { hints, maxDelay: 68 } }).answer), 0n);
  equal(told(find({ search: private_, request: { hints, maxDelay: 67 } }).answer), [
    206,
    'Route wanted delay of 68 blocks',
  ]);
});

test('the search is asked with the pay’s amount, risk and final delay, without what the caller or a failure excludes', () => {
  const direction = channelDirection(SCID_BC, 1);
  const exclusions = [
    { subject: NODE_C, fromAmountMsat: AMOUNT },
    { subject: direction, fromAmountMsat: AMOUNT + 1n },
  ];
  const { queries } = find({
    context: { exclusions },
    request: { exclude: [`${SCID_AB}/0`, 'nonsense'], riskFactor: 3 },
  });
  equal(queries, [
    {
      destination: NODE_D,
      amountMsat: AMOUNT,
      finalCltv: 18,
      riskFactor: 3,
      exclude: [
        { type: 'channel', channel: SCID_AB, direction: 0 },
        { type: 'node', node: NODE_C },
      ],
    },
  ]);
  const larger = find({ context: { exclusions }, amountMsat: AMOUNT + 1n });
  equal(larger.queries[0]?.exclude, [
    { type: 'node', node: NODE_C },
    { type: 'channel', channel: SCID_BC, direction: 1 },
  ]);
});

/** Two hops, B to C to D: C's fee is of what D gets, B's of what C gets. */
const TWO_HOPS: RouteHint = [
  hintHop(NODE_B, SCID_BC, { feeBaseMsat: 1n, feePpm: 10_000, cltvDelta: 7 }),
  hintHop(NODE_C, SCID_CD),
];
const unknownPayee =
  (fee = 0n) =>
  (query: GetrouteQuery) =>
    query.destination === NODE_D ? 'unknown' : { fee };

test('each hop of a hint gets what the hops behind it ask on top, and so does the search', () => {
  const { answer, queries } = find({ request: { hints: [TWO_HOPS] }, search: unknownPayee(3n) });
  const [atC, atB] = [AMOUNT + 210n, AMOUNT + 210n + 1_003n];
  const [, toHint] = queries;
  equal([toHint?.destination, toHint?.amountMsat, toHint?.finalCltv, toHint?.maxHops], [NODE_B, atB, 18 + 40 + 7, 18]);
  equal(toHint?.exclude, [
    { type: 'node', node: NODE_C },
    { type: 'node', node: NODE_D },
  ]);
  equal(
    answer.type === 'route' &&
      answer.hops.map((hop) => [hop.id, hop.channel, hop.amountMsat, hop.delay, hop.direction]),
    [
      [NODE_B, SCID_AB, atB + 3n, 65, 0],
      [NODE_C, SCID_BC, atC, 58, 0],
      [NODE_D, SCID_CD, AMOUNT, 18, 0],
    ],
  );
  is(told(answer), 210n + 1_003n + 3n, 'the hint’s fees are fees');
});

test('a hint leaves the search as many hops as a route may have beside its own, and none beyond that', () => {
  const most = (hops: number): unknown => {
    const hint = Array.from({ length: hops }, () =>
      hintHop(NODE_C, SCID_CD, { feeBaseMsat: 0n, feePpm: 0, cltvDelta: 0 }),
    );
    return find({ request: { hints: [hint] }, search: unknownPayee() }).queries[1]?.maxHops;
  };
  equal([most(1), most(19), most(20), most(21)], [19, 1, 0, 0]);
});

test('of the ways that keep to the limits the one with the least fee is taken, the direct one if none is cheaper', () => {
  const dear = [hintHop(NODE_C, SCID_CD, { feeBaseMsat: 50n, feePpm: 0 })];
  const cheap = [hintHop(NODE_B, SCID_BC, { feeBaseMsat: 20n, feePpm: 0 })];
  const last = (fee: bigint, hints: RouteHint[]): unknown => {
    const { answer } = find({
      request: { hints },
      search: ({ destination }) => ({ fee: destination === NODE_D ? fee : 0n }),
    });
    return answer.type === 'route' && [answer.hops.length, answer.hops[0]?.id];
  };
  equal(last(60n, [dear, cheap]), [2, NODE_B]);
  equal(last(60n, [cheap, dear]), [2, NODE_B]);
  equal(last(21n, [dear, cheap]), [2, NODE_B]);
  equal(last(20n, [dear, cheap]), [1, NODE_D]);
});

test('a hint that names us begins with the last hop that does, and needs no search for a way to ourselves', () => {
  const hint = [hintHop(NODE_B, SCID_BC), hintHop(NODE_A, SCID_AB), hintHop(NODE_C, SCID_CD)];
  const { answer, queries } = find({ request: { hints: [hint] }, search: unknownPayee() });
  equal(answer.type === 'route' && answer.hops.map(({ id }) => id), [NODE_C, NODE_D]);
  equal([queries[1]?.destination, queries[1]?.maxHops], [NODE_A, 18]);
});

test('of a hint’s hop what is announced counts, then what a failure of this pay told, then what the invoice says', () => {
  const key = channelDirection(SCID_CD, directionOf(NODE_C, NODE_D));
  const hints = [[hintHop(NODE_C, SCID_CD)]];
  const taught = (feeBaseMsat: bigint): PayAttempt =>
    attempt({
      status: 'failed',
      message: 'no',
      taught: { channel: key, attempts: 1, policy: { ...POLICY, feeBaseMsat } },
    });
  const fee = (over: Asked): unknown => told(find({ request: { hints }, search: unknownPayee(), ...over }).answer);
  is(fee({}), 210n);
  is(fee({ context: { attempts: [taught(500n)] } }), 600n);
  is(fee({ context: { attempts: [taught(500n)] }, announced: { [key]: POLICY } }), 107n);
});

test('a hint over a channel that is known not to carry the amount is no way, with fees on top counted', () => {
  const key = channelDirection(SCID_BC, directionOf(NODE_B, NODE_C));
  const usable = (change: Partial<ChannelPolicy>): boolean => {
    const announced = { [key]: { ...POLICY, ...change } };
    return find({ request: { hints: [TWO_HOPS] }, search: unknownPayee(), announced }).answer.type === 'route';
  };
  // What B forwards to C is the amount and C's fee.
  const atC = AMOUNT + 210n;
  equal([usable({ htlcMaximumMsat: atC }), usable({ htlcMaximumMsat: atC - 1n })], [true, false]);
  equal([usable({ htlcMinimumMsat: atC }), usable({ htlcMinimumMsat: atC + 1n })], [true, false]);
  equal([usable({ enabled: true }), usable({ enabled: false })], [true, false]);
});

test('a hint whose channel or node is excluded is not used, whoever excluded it', () => {
  const channel = channelDirection(SCID_CD, directionOf(NODE_C, NODE_D));
  const hints = [TWO_HOPS];
  for (const subject of [channel, NODE_C, NODE_D]) {
    const byCaller = find({ request: { hints, exclude: [subject] }, search: unknownPayee() });
    is(byCaller.answer.type, 'none', subject);
    is(byCaller.queries.length, 1, 'not even searched for');
    const exclusions = [{ subject, fromAmountMsat: AMOUNT } as const];
    is(find({ request: { hints }, context: { exclusions }, search: unknownPayee() }).answer.type, 'none', subject);
  }
  const exclusions = [{ subject: channel, fromAmountMsat: AMOUNT + 1n }];
  is(find({ request: { hints }, context: { exclusions }, search: unknownPayee() }).answer.type, 'route');
});

test('without a way the reason is a price if one was asked, else that of the hint, else that of the direct search', () => {
  const hints = [TWO_HOPS];
  const search = (direct: string) => (query: GetrouteQuery) =>
    query.destination === NODE_D ? direct : 'no way to the hint';
  equal(told(find({ search: search('no way') }).answer), [205, 'no way']);
  equal(told(find({ request: { hints }, search: search('no way') }).answer), [205, 'no way to the hint']);
  const price = find({ request: { hints, maxFeeMsat: 1n }, search: unknownPayee() }).answer;
  equal(told(price), [206, 'Route wanted fee of 1213msat']);
  const direct = (query: GetrouteQuery) => (query.destination === NODE_D ? { fee: 9n } : 'no way to the hint');
  equal(told(find({ request: { hints, maxFeeMsat: 8n }, search: direct }).answer), [206, 'Route wanted fee of 9msat']);
});

test.run();
