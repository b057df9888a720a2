/**
 * A state chart compiled once into tables: per leaf state and event type the transitions in the order XState tries them, each
 * with its guard, its actions as closures, and the leaf it leads to.
 *
 * Why: XState's own step walks guard lists by name, rebuilds a snapshot and allocates an object per action; these are the
 * dearest part of folding. Invariant: for what it compiles, a step gives the value, the context and the effects that
 * `transition()` gives, and the very same state where XState gives the same snapshot. The machine stays the only source: what
 * a chart uses that is not in `compileChart` is named and not compiled, and `Fold` steps it with XState.
 * Does not know invoke, spawn, raise, history, parallel, final and eventless states: no chart of ours folds them often.
 */
import { type AnyStateMachine, type AnyStateNode, matchesState, type StateValue } from 'xstate';
import type { Effect } from './actor.ts';

/** What a chart uses that is not compiled. */
export class NotCompiled extends Error {}

/** Where a machine is, shared by all actors that are there. */
interface Leaf {
  readonly value: StateValue;
  readonly tags: ReadonlySet<string>;
  /** In the order XState tries them: the leaf's own, then its parents'. */
  readonly transitions: ReadonlyMap<string, readonly CompiledTransition[]>;
}

interface CompiledTransition {
  readonly guard: Guard | undefined;
  readonly actions: readonly Action[];
  /** Leaf by its node's id. */
  readonly target: string;
}

/** What guards and actions are given. Whoever asks for an actor or a system is not compiled. */
class Args {
  readonly context: unknown;
  readonly event: unknown;

  constructor(context: unknown, event: unknown) {
    this.context = context;
    this.event = event;
  }

  get self(): never {
    throw new NotCompiled('a guard or an action asks for the actor');
  }

  get system(): never {
    throw new NotCompiled('a guard or an action asks for the system');
  }

  get spawn(): never {
    throw new NotCompiled('an action spawns');
  }
}
type Guard = (args: Args) => boolean;
/** Gives the context after it; adds what it emits. */
type Action = (args: Args, effects: Effect[]) => unknown;

/** Value and context of an actor, with the questions a snapshot answers. Plain data otherwise: nothing of XState is kept alive. */
export class ChartState {
  readonly leaf: Leaf;
  readonly context: unknown;

  constructor(leaf: Leaf, context: unknown) {
    this.leaf = leaf;
    this.context = context;
  }

  get value(): StateValue {
    return this.leaf.value;
  }

  matches(value: StateValue): boolean {
    return matchesState(value, this.leaf.value);
  }

  hasTag(tag: string): boolean {
    return this.leaf.tags.has(tag);
  }
}

export interface CompiledChart {
  step(state: ChartState, event: { readonly type: string }, effects: Effect[]): ChartState;
  /** undefined: the chart has no such state. */
  stateAt(value: StateValue, context: unknown): ChartState | undefined;
}

/** Throws `NotCompiled` with the name of what the chart uses that a table does not hold. */
export function compileChart(machine: AnyStateMachine): CompiledChart {
  const leaves = new Map<string, Leaf>();
  const byValue = new Map<string, Leaf>();
  for (const node of leafNodesOf(machine.root)) {
    const leaf = compileLeaf(machine, node);
    leaves.set(node.id, leaf);
    byValue.set(JSON.stringify(leaf.value), leaf);
  }
  return {
    step(state, event, effects) {
      const candidates = state.leaf.transitions.get(event.type);
      if (candidates === undefined) return state;
      const args = new Args(state.context, event);
      const chosen = candidates.find(({ guard }) => guard === undefined || guard(args));
      if (chosen === undefined) return state;
      const context = perform(chosen.actions, args, effects);
      const leaf = leaves.get(chosen.target) as Leaf;
      return leaf === state.leaf && context === state.context ? state : new ChartState(leaf, context);
    },
    stateAt(value, context) {
      const leaf = byValue.get(JSON.stringify(value));
      return leaf && new ChartState(leaf, context);
    },
  };
}

/** The context after the actions, each of which sees what the one before it left. */
function perform(actions: readonly Action[], args: Args, effects: Effect[]): unknown {
  let now = args;
  for (const act of actions) {
    const context = act(now, effects);
    if (context !== now.context) now = new Args(context, args.event);
  }
  return now.context;
}

function leafNodesOf(node: AnyStateNode): AnyStateNode[] {
  refuseUnknown(node);
  return node.type === 'atomic' ? [node] : Object.values(node.states).flatMap(leafNodesOf);
}

/** What makes a node more than a table of guarded transitions. */
function refuseUnknown(node: AnyStateNode): void {
  const unknown: readonly [string, boolean][] = [
    [`a ${node.type} state`, node.type !== 'atomic' && node.type !== 'compound'],
    ['invoke', node.invoke.length > 0],
    ['a delayed transition', node.after.length > 0],
    ['an eventless transition', (node.always ?? []).length > 0],
    ['actions of an initial transition', node.type === 'compound' && node.initial.actions.length > 0],
    ['a wildcard', [...node.transitions.keys()].some((descriptor) => descriptor.includes('*'))],
    ['a done event', [...node.transitions.keys()].some((descriptor) => descriptor.startsWith('xstate.'))],
  ];
  const found = unknown.find(([, used]) => used);
  if (found) throw new NotCompiled(`${node.id} has ${found[0]}`);
}

/** The node and its parents, the root last. */
function pathUp(node: AnyStateNode): AnyStateNode[] {
  const path: AnyStateNode[] = [];
  for (let at: AnyStateNode | undefined = node; at; at = at.parent) path.push(at);
  return path;
}

function compileLeaf(machine: AnyStateMachine, node: AnyStateNode): Leaf {
  const path = pathUp(node);
  const types = new Set(path.flatMap((at) => [...at.transitions.keys()] as string[]));
  const candidates = (type: string): CompiledTransition[] =>
    path.flatMap((at) => (at.transitions.get(type) ?? []).map((row) => compileTransition(machine, node, row)));
  return {
    value: stateValueOf(path),
    tags: new Set(path.flatMap(({ tags }) => tags)),
    transitions: new Map([...types].map((type) => [type, candidates(type)])),
  };
}

/** From the leaf up: `'settled'` in `complete` is `{ complete: 'settled' }`. */
function stateValueOf(path: readonly AnyStateNode[]): StateValue {
  const [leaf, ...parents] = path.slice(0, -1);
  if (leaf === undefined) return {};
  return parents.reduce<StateValue>((inner, { key }) => ({ [key]: inner }), leaf.key);
}

type TransitionRow = AnyStateNode['transitions'] extends Map<string, (infer Row)[]> ? Row : never;

function compileTransition(machine: AnyStateMachine, from: AnyStateNode, row: TransitionRow): CompiledTransition {
  const targets = (row.target ?? []) as readonly AnyStateNode[];
  if (targets.length > 1) throw new NotCompiled(`a transition of ${from.id} has several targets`);
  const [target] = targets;
  const { leaf, exits, entries } =
    target === undefined ? { leaf: from, exits: [], entries: [] } : moveTo(from, row, target);
  const described = [
    ...exits.flatMap(({ exit }) => exit),
    ...row.actions,
    ...entries.flatMap(({ entry }) => entry),
  ] as readonly Described[];
  return {
    guard: row.guard === undefined ? undefined : compileGuard(machine, row.guard as Described),
    actions: described.map((action) => compileAction(machine, action)),
    target: leaf.id,
  };
}

/** Which states a transition leaves and enters, in XState's order (SCXML's exit and entry sets of one region). */
function moveTo(from: AnyStateNode, { source, reenter }: TransitionRow, target: AnyStateNode) {
  const isInside = (node: AnyStateNode, of: AnyStateNode): boolean => pathUp(node).slice(1).includes(of);
  const stays = !reenter && (target === source || isInside(target, source));
  const domain = stays
    ? source
    : pathUp(target)
        .slice(1)
        .find((node) => pathUp(source).slice(1).includes(node));
  const outside = (node: AnyStateNode): boolean => domain === undefined || isInside(node, domain);
  const leaf = initialLeaf(target);
  return { leaf, exits: pathUp(from).filter(outside), entries: pathUp(leaf).filter(outside).reverse() };
}

function initialLeaf(node: AnyStateNode): AnyStateNode {
  return node.type === 'atomic' ? node : initialLeaf(node.initial.target[0] as AnyStateNode);
}

type Described = string | ((...args: never[]) => unknown) | { readonly type: string; readonly params?: unknown };
type Builtin = ((args: Args, params: unknown) => unknown) & Readonly<Record<string, unknown>>;

/** What a name stands for, and how its parameters are made. */
function implementation(table: Readonly<Record<string, unknown>>, described: Described) {
  const given = typeof described === 'object' ? described.params : undefined;
  const params = typeof given === 'function' ? (given as (args: Args) => unknown) : () => given;
  const found =
    typeof described === 'function' ? described : table[typeof described === 'string' ? described : described.type];
  if (typeof found !== 'function') throw new NotCompiled(`${nameOf(described)} is not a function of the machine`);
  return { found: found as unknown as Builtin, params };
}

const nameOf = (described: Described): string =>
  typeof described === 'string' ? described : typeof described === 'function' ? described.name : described.type;

function compileGuard(machine: AnyStateMachine, described: Described): Guard {
  const { found, params } = implementation(machine.implementations.guards, described);
  if ('check' in found) throw new NotCompiled(`the guard ${nameOf(described)} is combined of others`);
  return (args) => found(args, params(args)) as boolean;
}

function compileAction(machine: AnyStateMachine, described: Described): Action {
  const { found, params } = implementation(machine.implementations.actions, described);
  const compile = BUILTINS[String(found.type)];
  if (compile === undefined)
    throw new NotCompiled(`the action ${nameOf(described)} is none of ${Object.keys(BUILTINS)}`);
  return compile(machine, found, params);
}

type Params = (args: Args) => unknown;
type Compile = (machine: AnyStateMachine, builtin: Builtin, params: Params) => Action;
type Expression = (args: unknown, params: unknown) => unknown;

const BUILTINS: Readonly<Record<string, Compile>> = {
  'xstate.assign': (_machine, { assignment }, params) => assigning(assignment, params),
  'xstate.emit': (_machine, { event }, params) => emitting(event, params),
  'xstate.enqueueActions': (machine, { collect }, params) => {
    const { enqueue, take } = enqueueing(machine);
    return (args, effects) => {
      const check = (guard: Described): boolean => compileGuard(machine, guard)(args);
      (collect as Expression)({ context: args.context, event: args.event, enqueue, check }, params(args));
      return perform(take(), args, effects);
    };
  },
};

const NO_PARAMS = (): undefined => undefined;

function assigning(assignment: unknown, params: Params): Action {
  const update =
    typeof assignment === 'function'
      ? (args: Args): object => (assignment as Expression)(args, params(args)) as object
      : (args: Args): object => each(assignment as object, args, params(args));
  return (args) => ({ ...(args.context as object), ...update(args) });
}

function each(assignment: object, args: Args, params: unknown): object {
  const entries = Object.entries(assignment);
  return Object.fromEntries(entries.map(([key, to]) => [key, typeof to === 'function' ? to(args, params) : to]));
}

const emitting =
  (event: unknown, params: Params): Action =>
  (args, effects) => {
    effects.push((typeof event === 'function' ? (event as Expression)(args, params(args)) : event) as Effect);
    return args.context;
  };

const OF_OTHER_ACTORS = ['raise', 'sendTo', 'sendParent', 'spawnChild', 'stopChild', 'cancel'] as const;

/** XState's `enqueue`, as far as a chart without other actors uses it; `take` gives what was enqueued since it was last called. */
function enqueueing(machine: AnyStateMachine): { readonly enqueue: unknown; take(): readonly Action[] } {
  let queue: Action[] = [];
  const refuse = (what: string) => (): never => {
    throw new NotCompiled(`an action enqueues ${what}`);
  };
  const enqueue = Object.assign((action: Described) => void queue.push(compileAction(machine, action)), {
    assign: (assignment: unknown) => void queue.push(assigning(assignment, NO_PARAMS)),
    emit: (event: unknown) => void queue.push(emitting(event, NO_PARAMS)),
    ...Object.fromEntries(OF_OTHER_ACTORS.map((what) => [what, refuse(what)])),
  });
  const take = (): readonly Action[] => {
    const taken = queue;
    queue = [];
    return taken;
  };
  return { enqueue, take };
}
