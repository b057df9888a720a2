/**
 * The neutral model of a chart: what every emitter draws, and all it may look at.
 *
 * Invariant: plain JSON data in document order (no functions, no cycles, no bigint), so that equal machines give equal
 * charts and equal bytes. Names are those of XState v5 and SCXML.
 * Holds the shape of a machine, not its data: the initial context and the code of actions and guards are not in it.
 */

/** Data of the machine's author (meta, params, payloads) made safe to print; see `plain.ts`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** XState's full state id, such as `payment.complete.settled`; unique in a chart. */
export type StateId = string;
/** `<state id>|<event descriptor>|<n>`, n counting the candidates of that descriptor from 0; unique and stable. */
export type TransitionId = string;

export type StateKind = 'atomic' | 'compound' | 'parallel' | 'final' | 'history';

/** An event as raised, emitted or sent: known in full, or computed by a function when the action runs. */
export type ChartEvent =
  | { readonly kind: 'known'; readonly type: string; readonly payload?: Json }
  | { readonly kind: 'computed'; readonly by: string };

/** Milliseconds, a name from `setup({ delays })` with its milliseconds when they are fixed, or a function's result. */
export type ChartDelay =
  | { readonly kind: 'ms'; readonly ms: number }
  | { readonly kind: 'named'; readonly name: string; readonly ms?: number }
  | { readonly kind: 'computed'; readonly by: string };

export type ChartAction =
  /** Referred to by name; `does` is what the name stands for when it is one of XState's own actions. */
  | {
      readonly kind: 'named';
      readonly name: string;
      readonly params?: Json | undefined;
      readonly does?: ChartAction | undefined;
    }
  | { readonly kind: 'inline'; readonly name: string }
  | { readonly kind: 'assign'; readonly keys: readonly string[]; readonly by: string }
  | {
      readonly kind: 'raise';
      readonly event: ChartEvent;
      readonly delay?: ChartDelay | undefined;
      readonly id?: string | undefined;
    }
  | { readonly kind: 'emit'; readonly event: ChartEvent }
  | {
      readonly kind: 'sendTo';
      readonly to: string;
      readonly event: ChartEvent;
      readonly delay?: ChartDelay | undefined;
      readonly id?: string | undefined;
    }
  | {
      readonly kind: 'spawnChild';
      readonly src: string;
      readonly id?: string | undefined;
      readonly systemId?: string | undefined;
    }
  | { readonly kind: 'stopChild'; readonly ref: string }
  | { readonly kind: 'cancel'; readonly sendId: string }
  | { readonly kind: 'log'; readonly value: string; readonly label?: string | undefined }
  | { readonly kind: 'enqueueActions'; readonly by: string };

export type ChartGuard =
  /** Referred to by name; `means` is what the name stands for when it is a composite. */
  | {
      readonly kind: 'named';
      readonly name: string;
      readonly params?: Json | undefined;
      readonly means?: ChartGuard | undefined;
    }
  | { readonly kind: 'inline'; readonly name: string }
  | { readonly kind: 'not'; readonly guard: ChartGuard }
  | { readonly kind: 'and'; readonly guards: readonly ChartGuard[] }
  | { readonly kind: 'or'; readonly guards: readonly ChartGuard[] }
  | { readonly kind: 'stateIn'; readonly value: Json };

/** What makes a transition a candidate. */
export type ChartTrigger =
  | { readonly kind: 'event'; readonly type: string }
  /** `*`, or a partial wildcard such as `mouse.*`. */
  | { readonly kind: 'wildcard'; readonly pattern: string }
  | { readonly kind: 'always' }
  | { readonly kind: 'after'; readonly delay: ChartDelay }
  | { readonly kind: 'onDone' }
  | { readonly kind: 'actorDone'; readonly actor: string }
  | { readonly kind: 'actorError'; readonly actor: string }
  | { readonly kind: 'actorSnapshot'; readonly actor: string }
  | { readonly kind: 'route' };

/** Counted from 1. */
export interface ChartOrder {
  readonly nth: number;
  readonly of: number;
}

export interface ChartTransition {
  readonly id: TransitionId;
  readonly source: StateId;
  /** Empty: the transition runs its actions and stays; with no actions either, the event is refused on purpose. */
  readonly targets: readonly StateId[];
  readonly trigger: ChartTrigger;
  /** Its place among the transitions for the same trigger, of which the first whose guard holds is taken; absent if alone. */
  readonly order?: ChartOrder | undefined;
  readonly guard?: ChartGuard | undefined;
  readonly actions: readonly ChartAction[];
  readonly reenter: boolean;
  readonly description?: string | undefined;
  readonly meta?: Json | undefined;
}

export interface ChartInvoke {
  readonly id: string;
  readonly src: string;
  readonly systemId?: string | undefined;
  readonly input?: Json | undefined;
}

export interface ChartInitial {
  readonly target: StateId;
  readonly actions: readonly ChartAction[];
  readonly description?: string | undefined;
  readonly meta?: Json | undefined;
}

export interface ChartHistory {
  readonly depth: 'shallow' | 'deep';
  /** Where it leads when there is nothing to remember; empty: the parent's initial states. */
  readonly defaults: readonly StateId[];
}

export interface ChartState {
  readonly id: StateId;
  readonly key: string;
  readonly kind: StateKind;
  /** Whether the compound parent starts here. The root and the regions of a parallel state are not marked. */
  readonly isInitial: boolean;
  readonly initial?: ChartInitial | undefined;
  readonly history?: ChartHistory | undefined;
  readonly description?: string | undefined;
  readonly tags: readonly string[];
  readonly meta?: Json | undefined;
  readonly output?: Json | undefined;
  readonly entry: readonly ChartAction[];
  readonly exit: readonly ChartAction[];
  readonly invokes: readonly ChartInvoke[];
  readonly transitions: readonly ChartTransition[];
  readonly states: readonly ChartState[];
}

export interface Chart {
  readonly id: string;
  readonly version?: string | undefined;
  readonly root: ChartState;
}

/** Every state, parents before children, in document order. */
export function statesOf(chart: Chart): readonly ChartState[] {
  const below = (state: ChartState): readonly ChartState[] => [state, ...state.states.flatMap(below)];
  return below(chart.root);
}

/** Every transition, in the document order of its source. */
export function transitionsOf(chart: Chart): readonly ChartTransition[] {
  return statesOf(chart).flatMap((state) => state.transitions);
}
