/**
 * A route for one piece of a `pay`: through the graph, or over a private path the invoice names, within fee and delay limits.
 *
 * Invariant: gives a route only if it keeps to the pay's fee budget, delay limit and exclusions; otherwise the reason, in
 * Core Lightning's words. A pure function of the view, the context and the amount.
 */
import {
  feesInFlightMsat,
  type PayContext,
  type PayFailure,
  type PayRequest,
  type RouteHint,
} from '../../machines/pay.ts';
import { forwardingFeeMsat, type Msat } from '../domain/amount.ts';
import { RpcErrorCode } from '../domain/errors.ts';
import { directionOf, type NodeId } from '../domain/ids.ts';
import type { RouteHop } from '../domain/route.ts';
import { type Exclusion, parseExclusion } from '../graph/route-query.ts';
import type { GetrouteQuery, GraphView } from './graph-view.ts';

export type PayRouteAnswer =
  | { readonly type: 'route'; readonly hops: readonly RouteHop[]; readonly feeMsat: Msat }
  | { readonly type: 'none'; readonly reason: PayFailure };

/** The cheapest of the direct route and those over each hint. */
export function findPayRoute(
  view: GraphView,
  context: PayContext,
  request: PayRequest,
  amountMsat: Msat,
): PayRouteAnswer {
  const exclude = exclusionsFor(context, request, amountMsat);
  const answers = [
    direct(view, request, amountMsat, exclude),
    ...request.hints.map((hint) => overHint(view, request, amountMsat, exclude, hint)),
  ].map((answer) => limited(answer, context, request));
  const routes = answers.filter((answer) => answer.type === 'route');
  routes.sort((a, b) => (a.feeMsat < b.feeMsat ? -1 : 1));
  return routes[0] ?? (answers[0] as PayRouteAnswer);
}

function exclusionsFor(context: PayContext, request: PayRequest, amountMsat: Msat): Exclusion[] {
  const learned = context.exclusions
    .filter((entry) => amountMsat >= entry.fromAmountMsat)
    .map((entry) => entry.subject);
  return [...request.exclude, ...learned].map(parseExclusion).filter((entry) => entry !== undefined);
}

function ask(view: GraphView, query: GetrouteQuery): PayRouteAnswer {
  const answer = view.route(query);
  if (answer.type === 'refused')
    return { type: 'none', reason: { code: RpcErrorCode.PAY_ROUTE_NOT_FOUND, message: answer.refusal.message } };
  const { hops } = answer;
  const feeMsat = hops.length === 0 ? 0n : (hops[0] as RouteHop).amountMsat - query.amountMsat;
  return { type: 'route', hops, feeMsat };
}

function direct(view: GraphView, request: PayRequest, amountMsat: Msat, exclude: Exclusion[]): PayRouteAnswer {
  const { payee: destination, riskFactor, finalCltv } = request;
  return ask(view, { destination, amountMsat, riskFactor, finalCltv, exclude });
}

/** Route to the hint's first node with what its hops will ask on top, then the hint's hops. */
function overHint(
  view: GraphView,
  request: PayRequest,
  amountMsat: Msat,
  exclude: Exclusion[],
  hint: RouteHint,
): PayRouteAnswer {
  const tail: RouteHop[] = [];
  let [amount, delay, to] = [amountMsat, request.finalCltv, request.payee];
  for (const hop of [...hint].reverse()) {
    tail.unshift({ id: to, channel: hop.channel, amountMsat: amount, delay, direction: directionOf(hop.node, to) });
    amount += forwardingFeeMsat(amount, hop.feeBaseMsat, hop.feePpm);
    delay += hop.cltvDelta;
    to = hop.node;
  }
  const answer = ask(view, {
    destination: to,
    amountMsat: amount,
    riskFactor: request.riskFactor,
    finalCltv: delay,
    exclude,
  });
  if (answer.type === 'none') return answer;
  return { type: 'route', hops: [...answer.hops, ...tail], feeMsat: answer.feeMsat + amount - amountMsat };
}

function limited(answer: PayRouteAnswer, context: PayContext, request: PayRequest): PayRouteAnswer {
  if (answer.type === 'none') return answer;
  const { feeMsat, hops } = answer;
  const delay = hops[0]?.delay ?? 0;
  if (hops.length === 0) return none(RpcErrorCode.PAY_ROUTE_NOT_FOUND, 'The destination is this node itself');
  if (feeMsat + feesInFlightMsat(context) > request.maxFeeMsat)
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
