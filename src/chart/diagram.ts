/**
 * What is drawn, before anyone decides where: boxes, pseudo-states, transitions and the lines between them.
 *
 * A transition is a node of its own (a label with a line in and a line out), because a layout then keeps labels apart
 * from each other and from the states, which Graphviz does not promise for labels of edges.
 * Invariant: every state is a leaf or a cluster, every transition is (or shares) a node or is a row inside its source; every
 * line's ends exist. Shared by DOT and SVG, so that both show the same.
 */
import { type Chart, type ChartState, type ChartTransition, type StateId, statesOf } from './model.ts';

export type DiagramNode =
  | { readonly kind: 'state'; readonly id: string; readonly state: ChartState }
  /** The dot that leads to a compound state's initial child. */
  | { readonly kind: 'initial'; readonly id: string; readonly of: StateId }
  /** Stands for the border of a state that has children, for transitions between it and something inside it. */
  | { readonly kind: 'border'; readonly id: string; readonly of: StateId }
  /** One transition, or several with the same ends. */
  | { readonly kind: 'transition'; readonly id: string; readonly transitions: Arrow };

/** Transitions drawn as one arrow; all have the source and the targets of the first. */
export type Arrow = readonly [ChartTransition, ...ChartTransition[]];

export interface DiagramLine {
  readonly role: 'initial' | 'history' | 'source' | 'target';
  readonly from: string;
  readonly to: string;
  /** The line starts (ends) at the border of this state although its node lies within. */
  readonly fromCluster?: StateId | undefined;
  readonly toCluster?: StateId | undefined;
  readonly transitions?: Arrow;
}

export interface DiagramCluster {
  readonly state: ChartState;
  readonly isRegion: boolean;
  readonly rows: readonly ChartTransition[];
  readonly nodes: readonly DiagramNode[];
  readonly clusters: readonly DiagramCluster[];
}

export interface Diagram {
  readonly root: DiagramCluster;
  readonly lines: readonly DiagramLine[];
}

/** Transitions that stay where they are: rows of their state's box. */
export const rowsOf = (state: ChartState): readonly ChartTransition[] =>
  state.transitions.filter(({ targets }) => targets.length === 0);
const arrowsOf = (state: ChartState): readonly ChartTransition[] =>
  state.transitions.filter(({ targets }) => targets.length > 0);

export const isCluster = (state: ChartState): boolean => state.states.length > 0;
const initialId = (id: StateId): string => `initial ${id}`;
const borderId = (id: StateId): string => `border ${id}`;

/** Who contains whom, and which node stands for a state. */
interface Family {
  readonly state: (id: StateId) => ChartState;
  /** From the root down to the state itself. */
  readonly path: (id: StateId) => readonly StateId[];
}

function familyOf(chart: Chart): Family {
  const states = new Map(statesOf(chart).map((state) => [state.id, state]));
  const paths = new Map<StateId, readonly StateId[]>();
  const walk = (state: ChartState, above: readonly StateId[]): void => {
    const path = [...above, state.id];
    paths.set(state.id, path);
    for (const child of state.states) walk(child, path);
  };
  walk(chart.root, []);
  return { state: (id) => states.get(id) as ChartState, path: (id) => paths.get(id) as readonly StateId[] };
}

/** The innermost state that holds the whole transition; its source or target itself when that contains the other end. */
function containerOf({ source, targets }: ChartTransition, { path, state }: Family): StateId {
  const ends = [source, ...targets];
  const holdsAll = (id: StateId): boolean => isCluster(state(id)) && ends.every((end) => path(end).includes(id));
  const isOutside = (id: StateId): boolean =>
    !ends.includes(id) || ends.some((end) => end !== id && path(end).includes(id));
  return path(source).findLast((id) => holdsAll(id) && isOutside(id)) ?? (path(source)[0] as StateId);
}

export interface DiagramOptions {
  /** Draws transitions between the same states as one arrow with all their labels. */
  readonly merge?: boolean;
}

export function diagramOf(chart: Chart, { merge = false }: DiagramOptions = {}): Diagram {
  const family = familyOf(chart);
  const transitions = statesOf(chart).flatMap(arrowsOf);
  const arrows = merge ? merged(transitions) : transitions.map((transition): Arrow => [transition]);
  const containers = new Map(arrows.map((arrow) => [arrow, containerOf(arrow[0], family)]));
  const lines = [
    ...statesOf(chart).flatMap((state) => pseudoLines(state, family)),
    ...arrows.flatMap((arrow) => arrowLines(arrow, containers.get(arrow)!, family)),
  ];
  const used = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const build = (state: ChartState, isRegion: boolean): DiagramCluster => ({
    state,
    isRegion,
    rows: rowsOf(state),
    nodes: [
      ...(used.has(borderId(state.id)) ? [{ kind: 'border', id: borderId(state.id), of: state.id } as const] : []),
      ...(state.initial === undefined ? [] : [{ kind: 'initial', id: initialId(state.id), of: state.id } as const]),
      ...[state, ...state.states]
        .filter((leaf) => !isCluster(leaf))
        .map((leaf) => ({ kind: 'state', id: leaf.id, state: leaf }) as const),
      ...arrows
        .filter((arrow) => containers.get(arrow) === state.id)
        .map((arrow) => ({ kind: 'transition', id: arrow[0].id, transitions: arrow }) as const),
    ],
    clusters: state.states.filter(isCluster).map((child) => build(child, state.kind === 'parallel')),
  });
  return { root: build(chart.root, false), lines };
}

/** By source and targets, in the order of the first of each. */
function merged(transitions: readonly ChartTransition[]): readonly Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const transition of transitions) {
    const ends = JSON.stringify([transition.source, transition.targets]);
    const others = arrows.get(ends);
    arrows.set(ends, others === undefined ? [transition] : [...others, transition]);
  }
  return [...arrows.values()];
}

interface End {
  readonly node: string;
  readonly cluster?: StateId;
}

/** Where a line that comes from outside (or inside) a state meets it. */
function headOf(id: StateId, from: StateId, family: Family): End {
  const state = family.state(id);
  if (!isCluster(state)) return { node: id };
  if (family.path(from).includes(id)) return { node: state.initial === undefined ? borderId(id) : initialId(id) };
  return { node: state.initial === undefined ? lastLeaf(state) : initialId(id), cluster: id };
}

function tailOf(id: StateId, container: StateId, family: Family): End {
  const state = family.state(id);
  if (!isCluster(state)) return { node: id };
  return family.path(container).includes(id) ? { node: borderId(id) } : { node: lastLeaf(state), cluster: id };
}

/** The leaf a line out of the state starts behind: a final one if there is one, so that the line leaves below it. */
function lastLeaf(state: ChartState): StateId {
  if (!isCluster(state)) return state.id;
  const child =
    state.states.findLast(({ kind }) => kind === 'final') ?? state.states.findLast(({ kind }) => kind !== 'history');
  return lastLeaf(child ?? (state.states[0] as ChartState));
}

function arrowLines(transitions: Arrow, container: StateId, family: Family): DiagramLine[] {
  const [{ id, source, targets }] = transitions;
  const tail = tailOf(source, container, family);
  return [
    { role: 'source', from: tail.node, to: id, fromCluster: tail.cluster, transitions },
    ...targets.map((target): DiagramLine => {
      const head = headOf(target, container, family);
      return { role: 'target', from: id, to: head.node, toCluster: head.cluster, transitions };
    }),
  ];
}

function pseudoLines(state: ChartState, family: Family): DiagramLine[] {
  const to = (role: 'initial' | 'history', from: string, target: StateId): DiagramLine => {
    const head = headOf(target, state.id, family);
    return { role, from, to: head.node, toCluster: head.cluster };
  };
  return [
    ...(state.initial === undefined ? [] : [to('initial', initialId(state.id), state.initial.target)]),
    ...(state.history?.defaults ?? []).map((target) => to('history', state.id, target)),
  ];
}
