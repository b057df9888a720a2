/**
 * `findRoute`: what `getroute` answers (lightning-getroute(7), with the rules and texts of Core Lightning v24.11).
 *
 * Invariants: amounts and delays of an answer are computed with bigint from the exact policies, never from the search's
 * floats. Avoidance never makes a destination unreachable: the search prefers less avoidance to any saving, so a route
 * without any is found if there is one and else the least avoided; if that fails (a way round may be too long, or carry
 * more than a channel before it allows) avoidance is dropped.
 * Does not remember failures; what to avoid comes with the query (`src/payments` keeps penalties).
 */
import { forwardingFeeMsat, type Msat } from '../domain/amount.ts';
import { type Refusal, RpcErrorCode, SendpayError } from '../domain/errors.ts';
import type { NodeId } from '../domain/ids.ts';
import type { RouteHop } from '../domain/route.ts';
import type { ChannelGraph } from './channel-graph.ts';
import { MAX_NODES, type SearchTerms, type Step, shortestPath } from './dijkstra.ts';
import { type AvoidanceMode, EdgeRules } from './edge-rules.ts';
import { feeScaleOf } from './fuzz.ts';
import { localEdges } from './local-edges.ts';
import { DEFAULT_FINAL_CLTV, DEFAULT_MAX_HOPS, type RouteAnswer, type RouteQuery } from './route-query.ts';

/** In this order; the first mode that finds a route short enough decides. */
const WITH_AVOIDANCE: readonly AvoidanceMode[] = ['minimise', 'ignore'];
const WITHOUT_AVOIDANCE: readonly AvoidanceMode[] = ['ignore'];

/**
 * The best route for a query. Refuses with -32602 for a node the graph does not know and 205 if there is no route.
 * @throws SendpayError SENDPAY_ROUTE_QUERY for a programmer's mistake: a weight that is no weight, too many nodes.
 */
export function findRoute(graph: ChannelGraph, query: RouteQuery): RouteAnswer {
  const local = query.local && localEdges(graph, query.local);
  if (local && local.size > 0) graph.addNode(query.source);
  if (graph.nodeCount > MAX_NODES) throw new SendpayError('SENDPAY_ROUTE_QUERY', `more than ${MAX_NODES} nodes`);
  const isKnown = (index: number | undefined, hasLocal: boolean): index is number =>
    index !== undefined && (hasLocal || graph.hasChannels(index));
  const source = graph.nodeIndex(query.source);
  const destination = graph.nodeIndex(query.destination);
  if (!isKnown(source, (local?.size ?? 0) > 0)) return unknownNode(query.source, 'source');
  const isPeer = destination !== undefined && (local?.has(destination) || destination === source);
  if (!isKnown(destination, isPeer)) return unknownNode(query.destination, 'destination');
  if (source === destination) return { type: 'route', hops: [], avoided: false };
  const needsRules = (query.exclude?.length ?? 0) + (query.avoid?.length ?? 0) > 0;
  return searchInTurn(graph, query, {
    source,
    destination,
    // Amounts too large to be exact are above every capacity (MAX_EXACT_MSAT), so how they round does not matter.
    amountMsat: Number(query.amountMsat),
    riskFactor: query.riskFactor,
    rules: needsRules ? new EdgeRules(graph, query) : undefined,
    feeScale: feeScaleOf(graph, query.fuzz),
    local,
  });
}

type CommonTerms = Omit<SearchTerms, 'order' | 'avoidance'>;

/** A path, or how long the shortest was if that was too long. */
type Finding = { type: 'path'; steps: Step[] } | { type: 'too-long'; hops: number } | { type: 'none' };

function searchInTurn(graph: ChannelGraph, query: RouteQuery, terms: CommonTerms): RouteAnswer {
  const modes = terms.rules?.hasAvoidance ? WITH_AVOIDANCE : WITHOUT_AVOIDANCE;
  let finding: Finding = { type: 'none' };
  for (const avoidance of modes) {
    finding = searchWithin(graph, terms, avoidance, query.maxHops ?? DEFAULT_MAX_HOPS);
    if (finding.type !== 'path') continue;
    const hops = toHops(graph, finding.steps, query);
    return { type: 'route', hops, avoided: isAvoided(graph, terms, finding.steps, hops) };
  }
  return noRoute(finding.type === 'too-long' ? `Shortest route was ${finding.hops}` : 'Could not find a route');
}

/** The cheapest route; if that has too many hops, the one with the fewest (without fuzz, as v0.7 to v24.11). */
function searchWithin(graph: ChannelGraph, terms: CommonTerms, avoidance: AvoidanceMode, maxHops: number): Finding {
  const cheapest = shortestPath(graph, { ...terms, avoidance, order: 'cheapest' });
  if (!cheapest) return { type: 'none' };
  if (cheapest.length <= maxHops) return { type: 'path', steps: cheapest };
  const shortest = shortestPath(graph, { ...terms, avoidance, order: 'shortest', feeScale: undefined });
  if (!shortest) return { type: 'none' };
  return shortest.length <= maxHops ? { type: 'path', steps: shortest } : { type: 'too-long', hops: shortest.length };
}

/** Amounts and delays, from the destination back (BOLT 7). The first channel is the source's own and asks nothing. */
function toHops(graph: ChannelGraph, steps: readonly Step[], query: RouteQuery): RouteHop[] {
  let amountMsat: Msat = query.amountMsat;
  let delay = query.finalCltv ?? DEFAULT_FINAL_CLTV;
  const hops: RouteHop[] = [];
  for (const step of steps.toReversed()) {
    hops.push({ ...endOf(graph, step), amountMsat, delay });
    if (!('half' in step)) continue;
    const policy = graph.slotOfHalf(step.half).policies[step.half & 1];
    if (!policy) throw new SendpayError('SENDPAY_GRAPH', `a search used half ${step.half}, which has no policy`);
    amountMsat += forwardingFeeMsat(amountMsat, policy.feeBaseMsat, policy.feePpm);
    delay += policy.cltvDelta;
  }
  return hops.reverse();
}

function endOf(graph: ChannelGraph, step: Step): Pick<RouteHop, 'id' | 'channel' | 'direction'> {
  if ('local' in step) {
    const { peer, shortChannelId, direction } = step.local.channel;
    return { id: peer, channel: shortChannelId, direction };
  }
  const { ends, shortChannelId } = graph.slotOfHalf(step.half);
  const direction = step.half & 1 ? 1 : 0;
  return { id: graph.nodeId(ends[1 - direction]!), channel: shortChannelId, direction };
}

function isAvoided(
  graph: ChannelGraph,
  terms: CommonTerms,
  steps: readonly Step[],
  hops: readonly RouteHop[],
): boolean {
  const { rules } = terms;
  if (!rules?.hasAvoidance) return false;
  return steps.some((step, i) => {
    const amount = Number(hops[i]!.amountMsat);
    if ('local' in step) return rules.weighLocal(step.local.key, amount, 'minimise') > 0;
    const from = graph.slotOfHalf(step.half).ends[step.half & 1]!;
    return rules.weigh(step.half, from, amount, 'minimise') > 0;
  });
}

function unknownNode(id: NodeId, role: 'source' | 'destination'): RouteAnswer {
  const message = `${id}: unknown ${role} node_id (no public channels?)`;
  return refused({ code: RpcErrorCode.INVALID_PARAMS, message });
}

function noRoute(message: string): RouteAnswer {
  return refused({ code: RpcErrorCode.PAY_ROUTE_NOT_FOUND, message });
}

function refused(refusal: Refusal): RouteAnswer {
  return { type: 'refused', refusal };
}
