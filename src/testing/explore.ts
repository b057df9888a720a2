/**
 * Exploration: every abstract state a machine can reach with a model's events, and every edge between them.
 *
 * The traversal is @xstate/graph's `getAdjacencyMap`; what it cannot tell (which transition was taken, guards, effects,
 * refused against ignored) is recorded on the way, so that hitting the limit still leaves a partial report.
 * Invariant: deterministic; states and edges are in the order of discovery, breadth first.
 * Hazard: one concrete snapshot stands for each key. A few others are compared afterwards (`unstable`); an empty list is
 * evidence, not proof, that the abstraction hides nothing.
 */
import { getAdjacencyMap } from '@xstate/graph';
import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { TestingError } from './error.ts';
import { DEFAULT_STATE_LIMIT, erase, modelName, type TestModel } from './model.ts';
import { canonical } from './plain.ts';
import { createStepper, type GuardReading, type Outcome, type Step, type Stepper, stateName } from './stepper.ts';

/** Snapshots kept per key to check that the abstraction hides nothing: more find more, each costs one exploration. */
const WITNESSES_PER_STATE = 4;

export interface ExploreOptions {
  /** Default true: also look whether the abstraction hides anything (`unstable`), which costs most of an exploration. */
  readonly checkAbstraction?: boolean;
}

export interface AbstractState {
  /** State value and abstracted context, canonical text. */
  readonly key: string;
  /** Short unique name for people: `pending`, `pending~2`. */
  readonly label: string;
  /** The state value alone, e.g. `complete.settled`. */
  readonly name: string;
  readonly data: unknown;
  readonly isGoal: boolean;
  readonly isFinal: boolean;
}

export interface Edge {
  readonly from: string;
  readonly event: EventObject;
  readonly to: string;
  readonly outcome: Outcome;
  readonly taken: readonly string[];
  readonly guards: readonly GuardReading[];
}

/** Two contexts with one key that behave differently: the abstraction hides something a guard reads. */
export interface Unstable {
  readonly state: string;
  readonly event: EventObject;
  readonly expected: string;
  readonly found: string;
}

export interface Exploration {
  readonly machine: string;
  readonly initial: string;
  readonly states: ReadonlyMap<string, AbstractState>;
  readonly edges: readonly Edge[];
  readonly unstable: readonly Unstable[];
  /** false: the limit was hit and this is what was found before. */
  readonly complete: boolean;
}

export class ExplorationLimitError extends TestingError {
  readonly partial: Exploration;
  constructor(limit: number, partial: Exploration) {
    super(
      'TESTING_LIMIT',
      `"${partial.machine}" has more than ${limit} abstract states: bound its counters in \`abstract\`, ` +
        'offer fewer events where they add nothing, or raise `limit`',
    );
    this.partial = partial;
  }
}

/** How snapshots become keys and concrete events are found. Shared with plans and coverage. */
export interface Lens {
  keyOf(snapshot: AnyMachineSnapshot): string;
  dataOf(snapshot: AnyMachineSnapshot): unknown;
  observe(snapshot: AnyMachineSnapshot): unknown;
  eventsOf(snapshot: AnyMachineSnapshot): readonly EventObject[];
}

export function lensOf(model: TestModel): Lens {
  const dataOf = (snapshot: AnyMachineSnapshot): unknown =>
    model.abstract ? model.abstract(snapshot as never) : snapshot.context;
  const keys = new WeakMap<AnyMachineSnapshot, string>();
  const keyOf = (snapshot: AnyMachineSnapshot): string => {
    const key = keys.get(snapshot) ?? canonical([snapshot.value, dataOf(snapshot), historyOf(snapshot)]);
    keys.set(snapshot, key);
    return key;
  };
  return {
    dataOf,
    keyOf,
    observe: (snapshot) => (model.observe ? model.observe(snapshot as never) : dataOf(snapshot)),
    eventsOf: (snapshot) =>
      (typeof model.events === 'function' ? model.events(snapshot as never) : model.events) as readonly EventObject[],
  };
}

function historyOf(snapshot: AnyMachineSnapshot): unknown {
  const entries = Object.entries(snapshot.historyValue as Record<string, readonly { id: string }[]>);
  return entries.length === 0 ? undefined : entries.map(([id, nodes]) => [id, nodes.map((node) => node.id)]);
}

interface Survey {
  readonly model: TestModel;
  readonly lens: Lens;
  readonly stepper: Stepper;
  readonly states: Map<string, AbstractState>;
  readonly edges: Edge[];
  readonly names: Map<string, number>;
  /** Further snapshots of a key; undefined if nobody asks for them. */
  readonly witnesses: Map<string, Map<string, AnyMachineSnapshot>> | undefined;
}

/** Thrown through `getAdjacencyMap`, which has no partial answer of its own. */
const LIMIT_REACHED = Symbol('limit reached');

/**
 * Explores `model.machine`.
 *
 * @throws ExplorationLimitError with the partial exploration; TestingError for a machine that cannot be tested.
 */
export function explore<M extends AnyStateMachine>(given: TestModel<M>, options: ExploreOptions = {}): Exploration {
  const model = erase(given);
  const survey: Survey = {
    model,
    lens: lensOf(model),
    stepper: createStepper(model.machine, model.input),
    states: new Map(),
    edges: [],
    names: new Map(),
    witnesses: options.checkAbstraction === false ? undefined : new Map(),
  };
  const initial = survey.stepper.initial().snapshot;
  const limit = model.limit ?? DEFAULT_STATE_LIMIT;
  const complete = traverse(survey, initial, limit);
  const exploration: Exploration = {
    machine: modelName(model),
    initial: survey.lens.keyOf(initial),
    states: survey.states,
    edges: survey.edges,
    unstable: complete ? unstableOf(survey) : [],
    complete,
  };
  if (!complete) throw new ExplorationLimitError(limit, exploration);
  return exploration;
}

function traverse(survey: Survey, initial: AnyMachineSnapshot, limit: number): boolean {
  const logic = {
    transition(snapshot: AnyMachineSnapshot, event: EventObject): AnyMachineSnapshot {
      const step = survey.stepper.step(snapshot, event);
      const edge = toEdge(survey.lens, snapshot, event, step);
      survey.edges.push(edge);
      noteWitness(survey, edge.to, step.snapshot);
      return step.snapshot;
    },
    getInitialSnapshot: () => initial,
  };
  const serializeState = (snapshot: AnyMachineSnapshot): string => {
    const key = survey.lens.keyOf(snapshot);
    if (survey.states.has(key)) return key;
    if (survey.states.size >= limit) throw LIMIT_REACHED;
    survey.states.set(key, toState(survey, key, snapshot));
    return key;
  };
  try {
    getAdjacencyMap(logic as never, {
      fromState: initial as never,
      serializeState: serializeState as never,
      serializeEvent: canonical as never,
      events: survey.lens.eventsOf as never,
    });
    return true;
  } catch (error) {
    if (error === LIMIT_REACHED) return false;
    throw error;
  }
}

function toEdge(lens: Lens, snapshot: AnyMachineSnapshot, event: EventObject, step: Step): Edge {
  return {
    from: lens.keyOf(snapshot),
    event,
    to: lens.keyOf(step.snapshot),
    outcome: step.outcome,
    taken: step.taken,
    guards: step.guards,
  };
}

function toState(survey: Survey, key: string, snapshot: AnyMachineSnapshot): AbstractState {
  const name = stateName(snapshot);
  const count = (survey.names.get(name) ?? 0) + 1;
  survey.names.set(name, count);
  const isFinal = snapshot.status === 'done';
  return {
    key,
    label: count === 1 ? name : `${name}~${count}`,
    name,
    data: survey.lens.dataOf(snapshot),
    isGoal: survey.model.isGoal ? survey.model.isGoal(snapshot as never) : isFinal,
    isFinal,
  };
}

/** Keeps a further snapshot of a key; false if it is known or enough are kept. */
function noteWitness({ witnesses }: Survey, key: string, snapshot: AnyMachineSnapshot): boolean {
  if (witnesses === undefined) return false;
  const seen = witnesses.get(key) ?? new Map<string, AnyMachineSnapshot>();
  witnesses.set(key, seen);
  if (seen.size >= WITNESSES_PER_STATE) return false;
  const text = canonical(snapshot.context);
  if (seen.has(text)) return false;
  seen.set(text, snapshot);
  return true;
}

/**
 * Steps every witness through its events and compares with the edge of the snapshot that stands for its key. What that
 * leads to is a witness too: some differences show only several steps on.
 */
function unstableOf(survey: Survey): readonly Unstable[] {
  if (survey.witnesses === undefined) return [];
  const known = new Map(survey.edges.map((edge) => [`${edge.from} ${canonical(edge.event)}`, edge]));
  const queue = [...survey.witnesses.values()].flatMap((snapshots) => [...snapshots.values()]);
  const found: Unstable[] = [];
  for (const snapshot of queue) {
    const key = survey.lens.keyOf(snapshot);
    for (const event of survey.lens.eventsOf(snapshot)) {
      const expected = known.get(`${key} ${canonical(event)}`);
      if (expected === undefined) continue;
      const step = survey.stepper.step(snapshot, event);
      const edge = toEdge(survey.lens, snapshot, event, step);
      if (noteWitness(survey, edge.to, step.snapshot)) queue.push(step.snapshot);
      if (!sameEdge(edge, expected)) found.push({ state: key, event, expected: expected.to, found: edge.to });
    }
  }
  return found;
}

function sameEdge(a: Edge, b: Edge): boolean {
  return a.to === b.to && a.outcome === b.outcome && canonical(a.taken) === canonical(b.taken);
}
