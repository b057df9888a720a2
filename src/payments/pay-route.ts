/**
 * A route for one piece of a `pay`: through the graph, or over a private path the invoice names, within fee and delay limits.
 *
 * Invariants: gives a route only if it keeps to the pay's fee budget, delay limit and exclusions; otherwise the reason, in
 * Core Lightning's words, or why the last attempt failed. Of a channel that is announced, what is announced counts and not what
 * the invoice says of it. A pure function of the view, the context and the amount.
 */
import {
  committedFeesMsat,
  type PayContext,
  type PayFailure,
  type PayRequest,
  type RouteHint,
} from '../../machines/pay.ts';
import { forwardingFeeMsat, type Msat } from '../domain/amount.ts';
import { RpcErrorCode } from '../domain/errors.ts';
import { channelDirection, directionOf, type NodeId } from '../domain/ids.ts';
import { ranOut, taughtPolicy } from '../domain/pay-lesson.ts';
import type { ChannelPolicy, RouteHop } from '../domain/route.ts';
import { DEFAULT_MAX_HOPS, type Exclusion, parseExclusion } from '../graph/route-query.ts';
import { carries } from './attempt-end.ts';
import type { GetrouteQuery, GraphView } from './graph-view.ts';

export type PayRouteAnswer =
  | { readonly type: 'route'; readonly hops: readonly RouteHop[]; readonly feeMsat: Msat }
  | { readonly type: 'none'; readonly reason: PayFailure };

/** What a route is looked for. */
interface Wanted {
  readonly view: GraphView;
  readonly context: PayContext;
  readonly request: PayRequest;
  readonly amountMsat: Msat;
  /** By the caller, and by what failed in this pay. */
  readonly excluded: readonly (string | NodeId)[];
}

/** The cheapest of the direct route and those over each hint; to ourselves, none is needed. */
export function findPayRoute(
  view: GraphView,
  context: PayContext,
  request: PayRequest,
  amountMsat: Msat,
): PayRouteAnswer {
  if (request.payee === view.node) return { type: 'route', hops: [], feeMsat: 0n };
  const wanted = { view, context, request, amountMsat, excluded: excludedFor(context, request, amountMsat) };
  const answers = [direct(wanted), ...request.hints.map((hint) => overHint(wanted, hint))].map((answer) =>
    limited(answer, context, request),
  );
  const routes = answers.filter((answer) => answer.type === 'route');
  routes.sort((a, b) => (a.feeMsat === b.feeMsat ? 0 : a.feeMsat < b.feeMsat ? -1 : 1));
  return routes[0] ?? { type: 'none', reason: ranOut(context, reasonOf(answers)) };
}

/** A route that asks too much says more than one that is not there; with hints, a private payee is expected to be unknown. */
function reasonOf(answers: readonly PayRouteAnswer[]): PayFailure {
  const reasons = answers.flatMap((answer) => (answer.type === 'none' ? [answer.reason] : []));
  const tooMuch = reasons.find(({ code }) => code === RpcErrorCode.PAY_ROUTE_TOO_EXPENSIVE);
  return tooMuch ?? (reasons[1] as PayFailure | undefined) ?? (reasons[0] as PayFailure);
}

function excludedFor(context: PayContext, request: PayRequest, amountMsat: Msat): string[] {
  const learned = context.exclusions
    .filter((entry) => amountMsat >= entry.fromAmountMsat)
    .map((entry) => entry.subject);
  return [...request.exclude, ...learned];
}

function ask({ view, request, excluded }: Wanted, query: Omit<GetrouteQuery, 'riskFactor'>): PayRouteAnswer {
  const exclude = [...excluded.map(parseExclusion).filter((entry) => entry !== undefined), ...(query.exclude ?? [])];
  const answer = view.route({ ...query, riskFactor: request.riskFactor, exclude });
  if (answer.type === 'refused') return none(RpcErrorCode.PAY_ROUTE_NOT_FOUND, answer.refusal.message);
  const { hops } = answer;
  const feeMsat = hops.length === 0 ? 0n : (hops[0] as RouteHop).amountMsat - query.amountMsat;
  return { type: 'route', hops, feeMsat };
}

function direct(wanted: Wanted): PayRouteAnswer {
  const { payee: destination, finalCltv } = wanted.request;
  return ask(wanted, { destination, amountMsat: wanted.amountMsat, finalCltv });
}

/** Route to the hint's first node with what its hops will ask on top, then the hint's hops; from us on, if it names us. */
function overHint(wanted: Wanted, hint: RouteHint): PayRouteAnswer {
  const { request, amountMsat, view } = wanted;
  const ownHop = hint.findLastIndex(({ node }) => node === view.node);
  const tail: RouteHop[] = [];
  let [amount, delay, to] = [amountMsat, request.finalCltv, request.payee];
  for (const hop of hint.slice(Math.max(0, ownHop)).reverse()) {
    const asked = askedBy(wanted, hop, to, amount);
    if (asked === undefined) return none(RpcErrorCode.PAY_ROUTE_NOT_FOUND, 'Could not find a route');
    tail.unshift({ id: to, channel: hop.channel, amountMsat: amount, delay, direction: directionOf(hop.node, to) });
    amount += forwardingFeeMsat(amount, asked.feeBaseMsat, asked.feePpm);
    delay += asked.cltvDelta;
    to = hop.node;
  }
  const answer = ask(wanted, {
    destination: to,
    amountMsat: amount,
    finalCltv: delay,
    maxHops: Math.max(0, DEFAULT_MAX_HOPS - tail.length),
    exclude: tail.map(({ id }): Exclusion => ({ type: 'node', node: id })),
  });
  if (answer.type === 'none') return answer;
  const hops = [...answer.hops, ...tail];
  return { type: 'route', hops, feeMsat: (hops[0] as RouteHop).amountMsat - amountMsat };
}

/**
 * What a hint's hop asks for the amount: as announced, else as this pay was told by a failure, else as the invoice says.
 * undefined: it cannot be used.
 */
function askedBy(
  { view, context, excluded }: Wanted,
  { node, channel, feeBaseMsat, feePpm, cltvDelta }: RouteHint[number],
  to: NodeId,
  amountMsat: Msat,
): Pick<ChannelPolicy, 'feeBaseMsat' | 'feePpm' | 'cltvDelta'> | undefined {
  const direction = channelDirection(channel, directionOf(node, to));
  const isOut = excluded.includes(direction) || excluded.includes(to);
  if (isOut) return undefined;
  const known = view.announcedPolicy(node, channel, to) ?? taughtPolicy(context, direction);
  if (known === undefined) return { feeBaseMsat, feePpm, cltvDelta };
  return carries(known, amountMsat) ? known : undefined;
}

function limited(answer: PayRouteAnswer, context: PayContext, request: PayRequest): PayRouteAnswer {
  if (answer.type === 'none') return answer;
  const { feeMsat, hops } = answer;
  const delay = hops[0]?.delay ?? 0;
  if (feeMsat + committedFeesMsat(context) > request.maxFeeMsat)
    return none(RpcErrorCode.PAY_ROUTE_TOO_EXPENSIVE, `Route wanted fee of ${feeMsat}msat`);
  if (delay > request.maxDelay)
    return none(RpcErrorCode.PAY_ROUTE_TOO_EXPENSIVE, `Route wanted delay of ${delay} blocks`);
  return answer;
}

const none = (code: number, message: string): PayRouteAnswer => ({ type: 'none', reason: { code, message } });

/** The nodes and channels of a route as parallel arrays, as events carry them. */
export function routeArrays(hops: readonly RouteHop[]): {
  ids: NodeId[];
  channels: RouteHop['channel'][];
  amountsMsat: Msat[];
  delays: number[];
} {
  return {
    ids: hops.map((hop) => hop.id),
    channels: hops.map((hop) => hop.channel),
    amountsMsat: hops.map((hop) => hop.amountMsat),
    delays: hops.map((hop) => hop.delay),
  };
}
