/**
 * Tours: few long runs from the initial state that cover every item of a criterion.
 *
 * Greedy: from where the run stands go to the nearest uncovered item (breadth first); start a new run only when that is
 * shorter or the item cannot be reached from here. The graph is abstract, so every step is executed; where it lands
 * elsewhere than the graph says, the tour goes on from the real place and retries the item from a fresh start, where the
 * run follows the very snapshots the exploration saw.
 * Invariant: deterministic and bounded; what cannot be covered is left out, never claimed (`coverage.ts` measures).
 */
import type { AnyMachineSnapshot } from 'xstate';
import { type Goal, groupBy, type ItemNamer, itemNamer } from './criteria.ts';
import { type Edge, type Exploration, type Lens, lensOf } from './explore.ts';
import type { TestModel } from './model.ts';
import { canonical } from './plain.ts';
import { createStepper, type Step, type Stepper } from './stepper.ts';

/** A longer run is hard to read when it fails; a shorter one repeats its beginning too often. */
export const DEFAULT_MAX_STEPS = 60;

/** An item missed this often is not reachable along the abstract graph; give it up. */
const ATTEMPTS_PER_ITEM = 3;

/** Above this many states the order of branches is not tuned: the reach of every state would cost too much. */
const REACH_STATE_LIMIT = 2_000;

/** One run, as executed: `steps[i]` is what `edges[i].event` led to. */
export interface Run {
  readonly edges: readonly Edge[];
  readonly steps: readonly Step[];
}

interface Tour {
  readonly exploration: Exploration;
  readonly lens: Lens;
  readonly stepper: Stepper;
  readonly namer: ItemNamer;
  readonly paired: boolean;
  readonly maxSteps: number;
  readonly uncovered: Set<string>;
  readonly attempts: Map<string, number>;
  /** Those that lose least first: for going on. As discovered: for a fresh start along the snapshots explored. */
  readonly tuned: Roads;
  readonly discovered: Roads;
  readonly known: ReadonlyMap<string, Edge>;
}

/** Edges by the state they leave, in one order. */
interface Roads {
  readonly leaving: ReadonlyMap<string, readonly Edge[]>;
  /** The same, one edge per pair of states: enough to get about. */
  readonly ways: ReadonlyMap<string, readonly Edge[]>;
  /** Edges that may still cover something, by state or (for pairs) by the edge before. */
  readonly open: Map<string | Edge, readonly Edge[]>;
}

interface Standing {
  key: string;
  previous: Edge | undefined;
  snapshot: AnyMachineSnapshot;
  edges: Edge[];
  steps: Step[];
}

export function tours(model: TestModel, exploration: Exploration, goal: Goal, maxSteps = DEFAULT_MAX_STEPS): Run[] {
  const tour = prepare(model, exploration, goal, maxSteps);
  const runs: Run[] = [];
  for (let run = nextRun(tour); run.edges.length > 0; run = nextRun(tour)) runs.push(run);
  return withoutRedundant(runs, tour.namer);
}

function prepare(model: TestModel, exploration: Exploration, goal: Goal, maxSteps: number): Tour {
  const everyEvent = goal.criterion === 'guards' || goal.criterion === 'event-matrix';
  const usable = exploration.edges.filter((edge) => everyEvent || edge.outcome === 'handled');
  const inChart = goal.granularity === 'chart';
  const namer = itemNamer(model, exploration, goal);
  const uncovered = new Set(namer.all());
  for (const item of namer.initial) uncovered.delete(item);
  return {
    exploration,
    lens: lensOf(model),
    stepper: createStepper(model.machine, model.input),
    namer,
    paired: goal.criterion === 'transition-pairs',
    maxSteps,
    uncovered,
    attempts: new Map(),
    tuned: roadsOf(inChart ? unchangedLast(leastLossFirst(usable)) : leastLossFirst(usable)),
    discovered: roadsOf(inChart ? unchangedLast(usable) : usable),
    known: new Map(usable.map((edge) => [edgeKey(edge), edge])),
  };
}

function roadsOf(edges: readonly Edge[]): Roads {
  const ways = new Map<string, Edge>();
  for (const edge of edges) {
    const way = `${edge.from} ${edge.to}`;
    if (edge.from !== edge.to && !ways.has(way)) ways.set(way, edge);
  }
  const from = (edge: Edge): string => edge.from;
  return { leaving: groupBy(edges, from), ways: groupBy([...ways.values()], from), open: new Map() };
}

const edgeKey = (edge: Edge): string =>
  `${edge.from} ${canonical(edge.event)} ${edge.to} ${edge.outcome} ${edge.taken.join(' ')}`;

/**
 * Edges that stay first, then those to states from which most can still be reached: dead ends are entered last.
 */
function leastLossFirst(edges: readonly Edge[]): Edge[] {
  const reach = reachOf(edges);
  const loss = (edge: Edge): number => (edge.from === edge.to ? Number.NEGATIVE_INFINITY : -(reach.get(edge.to) ?? 0));
  return [...edges].sort((a, b) => (loss(a) === loss(b) ? 0 : loss(a) - loss(b)));
}

/**
 * Several edges may be one item of the chart; those that change something show more and come first.
 * Only edges that change nothing move, so the tree of discovery, which fresh starts follow, stays as it is.
 */
function unchangedLast(edges: readonly Edge[]): Edge[] {
  return [...edges.filter((edge) => edge.from !== edge.to), ...edges.filter((edge) => edge.from === edge.to)];
}

function reachOf(edges: readonly Edge[]): ReadonlyMap<string, number> {
  const targets = new Map(
    [...groupBy(edges, (edge) => edge.from)].map(([from, out]) => [from, new Set(out.map((e) => e.to))]),
  );
  if (targets.size > REACH_STATE_LIMIT) return new Map();
  return new Map(
    [...targets.keys()].map((start) => {
      const seen = new Set([start]);
      for (const key of seen) for (const next of targets.get(key) ?? []) seen.add(next);
      return [start, seen.size];
    }),
  );
}

/** A run that covers something new; empty when nothing is left or reachable. */
function nextRun(tour: Tour): Run {
  const start = tour.stepper.initial().snapshot;
  const at: Standing = { key: tour.exploration.initial, previous: undefined, snapshot: start, edges: [], steps: [] };
  while (at.edges.length < tour.maxSteps) {
    const way = nextWay(tour, at);
    if (way === undefined) break;
    follow(tour, at, way);
    if (!tour.exploration.states.has(at.key)) break;
  }
  return { edges: at.edges, steps: at.steps };
}

/** Edges to the nearest uncovered item, or undefined if a new run (or none) should take it. */
function nextWay(tour: Tour, at: Standing): readonly Edge[] | undefined {
  if (tour.uncovered.size === 0) return undefined;
  const fresh = at.edges.length === 0;
  const here = nearest(tour, fresh ? tour.discovered : tour.tuned, at.key, at.previous, fresh ? 'any' : 'untried');
  if (fresh || here === undefined) return here;
  if (at.edges.length + here.length > tour.maxSteps) return undefined;
  if (here.length === 1) return here;
  const restart = nearest(tour, tour.discovered, tour.exploration.initial, undefined, 'any');
  return restart !== undefined && restart.length < here.length - 1 ? undefined : here;
}

interface Trail {
  readonly edge: Edge;
  readonly before: Trail | undefined;
}

interface Place {
  readonly key: string;
  readonly previous: Edge | undefined;
  readonly trail: Trail | undefined;
}

/** Breadth first over states, or over edges when items are pairs, to an edge that covers something. */
function nearest(
  tour: Tour,
  roads: Roads,
  key: string,
  previous: Edge | undefined,
  which: 'any' | 'untried',
): readonly Edge[] | undefined {
  const seen = new Set<string | Edge>();
  let frontier: Place[] = [{ key, previous, trail: undefined }];
  while (frontier.length > 0) {
    const next: Place[] = [];
    for (const place of frontier) {
      const found = openEdge(tour, roads, place, which);
      if (found !== undefined) return unroll({ edge: found, before: place.trail });
      for (const edge of (tour.paired ? roads.leaving : roads.ways).get(place.key) ?? []) {
        const vertex = tour.paired ? edge : edge.to;
        if (seen.has(vertex)) continue;
        seen.add(vertex);
        next.push({ key: edge.to, previous: edge, trail: { edge, before: place.trail } });
      }
    }
    frontier = next;
  }
  return undefined;
}

/** The first edge here that covers something. Edges that no longer do are struck off, so each is looked at about once. */
function openEdge(tour: Tour, roads: Roads, place: Place, which: 'any' | 'untried'): Edge | undefined {
  const vertex = tour.paired ? (place.previous ?? place.key) : place.key;
  const before = roads.open.get(vertex) ?? roads.leaving.get(place.key) ?? [];
  const itemsOf = (edge: Edge): readonly string[] => tour.namer.itemsOf(place.previous, edge);
  const open = before.filter((edge) => itemsOf(edge).some((item) => tour.uncovered.has(item)));
  roads.open.set(vertex, open);
  if (which === 'any') return open[0];
  return open.find((edge) => itemsOf(edge).some((item) => tour.uncovered.has(item) && !tour.attempts.has(item)));
}

function unroll(trail: Trail): readonly Edge[] {
  const edges: Edge[] = [];
  for (let at: Trail | undefined = trail; at !== undefined; at = at.before) edges.unshift(at.edge);
  return edges;
}

/** Executes the way; stops where the machine lands elsewhere than the graph says. */
function follow(tour: Tour, at: Standing, way: readonly Edge[]): void {
  const target = way.at(-1) as Edge;
  const beforeTarget = way.at(-2) ?? at.previous;
  for (const planned of way) {
    const edge = advance(tour, at, planned);
    if (edge !== planned) break;
  }
  for (const item of tour.namer.itemsOf(beforeTarget, target)) {
    if (!tour.uncovered.has(item)) continue;
    const attempts = (tour.attempts.get(item) ?? 0) + 1;
    tour.attempts.set(item, attempts);
    if (attempts >= ATTEMPTS_PER_ITEM) tour.uncovered.delete(item);
  }
}

function advance(tour: Tour, at: Standing, planned: Edge): Edge {
  const step = tour.stepper.step(at.snapshot, planned.event);
  const { outcome, taken, guards } = step;
  const actual = { from: at.key, event: planned.event, to: tour.lens.keyOf(step.snapshot), outcome, taken, guards };
  const edge = edgeKey(actual) === edgeKey(planned) ? planned : (tour.known.get(edgeKey(actual)) ?? actual);
  for (const item of tour.namer.itemsOf(at.previous, edge)) tour.uncovered.delete(item);
  at.edges.push(edge);
  at.steps.push(step);
  at.key = edge.to;
  at.snapshot = step.snapshot;
  if (edge.outcome === 'handled') at.previous = edge;
  return edge;
}

/** Drops runs all of whose items other runs cover too, the shortest first. */
function withoutRedundant(runs: readonly Run[], namer: ItemNamer): Run[] {
  const itemsOf = new Map(runs.map((run) => [run, itemsOfRun(run, namer)]));
  const covering = new Map<string, number>();
  for (const items of itemsOf.values()) for (const item of items) covering.set(item, (covering.get(item) ?? 0) + 1);
  const kept = new Set(runs);
  for (const run of [...runs].sort((a, b) => a.edges.length - b.edges.length)) {
    const items = itemsOf.get(run) as ReadonlySet<string>;
    if ([...items].some((item) => covering.get(item) === 1)) continue;
    kept.delete(run);
    for (const item of items) covering.set(item, (covering.get(item) as number) - 1);
  }
  return runs.filter((run) => kept.has(run));
}

function itemsOfRun(run: Run, namer: ItemNamer): ReadonlySet<string> {
  const items = new Set<string>();
  let previous: Edge | undefined;
  for (const edge of run.edges) {
    for (const item of namer.itemsOf(previous, edge)) items.add(item);
    if (edge.outcome === 'handled') previous = edge;
  }
  return items;
}
