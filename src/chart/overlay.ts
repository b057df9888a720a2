/**
 * One run laid over a chart: which states are active, which transitions were taken and how often, which of them failed.
 *
 * Invariant: an overlay names states and transitions by the chart's ids and says nothing of how they look; a chart without
 * overlay and one with it have the same layout. Does not follow a live actor: it is a picture of one moment.
 */
import { type AnyMachineSnapshot, type AnyStateMachine, createActor, type EventObject, fromTransition } from 'xstate';
import { transitionIdOf } from './from-machine.ts';
import type { Chart, ChartState, ChartTransition, StateId, TransitionId } from './model.ts';

/** XState's state value: `'idle'`, `{ complete: 'settled' }`. */
export type ChartValue = string | { readonly [key: string]: ChartValue | undefined };

export interface Overlay {
  /** Where the machine is; absent: nowhere to show. */
  readonly active?: ChartValue;
  /** How often each transition was taken; one that is not here was never taken. */
  readonly visited: Readonly<Record<TransitionId, number>>;
  /** Transitions to mark as a failure. */
  readonly failed?: readonly TransitionId[];
}

/** How an overlay shows a transition. `plain`: there is no overlay. */
export type TransitionStatus = 'plain' | 'never' | 'visited' | 'failed';

export interface TransitionMark {
  readonly status: TransitionStatus;
  readonly count: number;
  /** What tells the status without colour: `×2`, `✗ ×1`, or nothing. */
  readonly badge: string;
}

export function markOf(transition: ChartTransition, overlay: Overlay | undefined): TransitionMark {
  if (overlay === undefined) return { status: 'plain', count: 0, badge: '' };
  const count = overlay.visited[transition.id] ?? 0;
  if (overlay.failed?.includes(transition.id)) return { status: 'failed', count, badge: `✗ ×${count}` };
  return count > 0 ? { status: 'visited', count, badge: `×${count}` } : { status: 'never', count, badge: '' };
}

/** From what says least to what says most. */
const STATUSES: readonly TransitionStatus[] = ['plain', 'never', 'visited', 'failed'];

/** How the line of transitions that share one is shown: as the one that says most. */
export function arrowStatus(transitions: readonly ChartTransition[], overlay: Overlay | undefined): TransitionStatus {
  const statuses = transitions.map((transition) => STATUSES.indexOf(markOf(transition, overlay).status));
  return STATUSES[Math.max(0, ...statuses)] as TransitionStatus;
}

/** The ids of all states a state value stands for, the root first. An unknown key is the caller's mistake and throws. */
export function activeStates(chart: Chart, value: ChartValue | undefined): ReadonlySet<StateId> {
  return new Set(value === undefined ? [] : [chart.root.id, ...idsWithin(chart.root, value)]);
}

function idsWithin(parent: ChartState, value: ChartValue): readonly StateId[] {
  const entries = typeof value === 'string' ? [[value, undefined] as const] : Object.entries(value);
  return entries.flatMap(([key, below]) => {
    const state = parent.states.find((child) => child.key === key);
    if (state === undefined) throw new RangeError(`state ${parent.id} has no child "${key}"`);
    return [state.id, ...(below === undefined ? [] : idsWithin(state, below))];
  });
}

export interface TraceOptions<TEvent extends EventObject> {
  /** Input of the machine, if it takes one. */
  readonly input?: unknown;
  /** Whether the transitions an event causes count as failures. */
  readonly isFailure?: (event: TEvent) => boolean;
}

/**
 * Runs the events through the machine and reports where it ends and what it took on the way, `always` steps and raised
 * events included. Effects are not executed: actions are decided and dropped, actors and timers are not started.
 */
export function traceOverlay<TEvent extends EventObject>(
  machine: AnyStateMachine,
  events: Iterable<TEvent>,
  options: TraceOptions<TEvent> = {},
): Overlay & { readonly active: ChartValue } {
  const visited: Record<TransitionId, number> = {};
  const failed = new Set<TransitionId>();
  let failing = false;
  const scope = inertScope((definition) => {
    const id = transitionIdOf(definition);
    if (id === undefined) return;
    visited[id] = (visited[id] ?? 0) + 1;
    if (failing) failed.add(id);
  });
  let snapshot: AnyMachineSnapshot = machine.getInitialSnapshot(scope, options.input);
  for (const event of events) {
    failing = options.isFailure?.(event) ?? false;
    snapshot = machine.transition(snapshot, event, scope);
  }
  return { active: snapshot.value as ChartValue, visited, failed: [...failed] };
}

type Scope = Parameters<AnyStateMachine['transition']>[2];
type Taken = Parameters<typeof transitionIdOf>[0];

/** An actor scope whose executor does nothing and whose system reports each microstep's transitions. */
function inertScope(onTaken: (definition: Taken) => void): Scope {
  const self = createActor(
    fromTransition((state: object) => state, {}),
    {
      inspect: (inspected) => {
        if (inspected.type !== '@xstate.microstep') return;
        for (const definition of inspected._transitions) onTaken(definition as Taken);
      },
    },
  );
  const ignore = (): void => {};
  return {
    self: self as unknown as Scope['self'],
    system: self.system,
    id: '',
    sessionId: '',
    logger: ignore,
    defer: ignore,
    emit: ignore,
    stopChild: ignore,
    actionExecutor: ignore,
  };
}
