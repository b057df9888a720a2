/**
 * The contract between a plan and a system that runs it: the machine itself, an engine, an engine that crashes after
 * every step, a node behind a socket.
 *
 * A driver reports what it saw, facet by facet; what it cannot see it leaves out and is not compared. What it cannot do
 * it says, with the reason. A driver never decides whether a step passed.
 */
import type { AnyStateMachine, EventObject } from 'xstate';
import { lensOf } from './explore.ts';
import { erase, modelName, type TestModel } from './model.ts';
import { type Expectation, expectationOf } from './plan.ts';
import { createStepper } from './stepper.ts';

/** What a driver saw; an absent facet was not observable. */
export interface Observed {
  readonly kind: 'observed';
  readonly state?: string;
  readonly data?: unknown;
  readonly effects?: readonly unknown[];
}

/** The driver cannot deliver this event, or could see nothing of its result. */
export interface NotRunnable {
  readonly kind: 'not runnable';
  readonly reason: string;
}

export type Observation = Observed | NotRunnable;

export interface Driver {
  /** Names the driver in reports. */
  readonly name: string;
  /** What of an expectation such a system lets see, for one that shows only a part of a facet. Default: all of it. */
  readonly view?: (expect: Expectation) => Expectation;
  /** A fresh system in the machine's initial state. Called once per path. */
  start(): Observation | Promise<Observation>;
  /** Delivers one event and says what is seen when everything it caused has settled. */
  step(event: EventObject): Observation | Promise<Observation>;
  /** Ends the system of this path. Called after every `start`, failed or not. */
  stop(): void | Promise<void>;
}

/** The machine by itself: sees everything, can do everything. */
export function pureDriver<M extends AnyStateMachine>(given: TestModel<M>, name?: string): Driver {
  const model = erase(given);
  const lens = lensOf(model);
  const stepper = createStepper(model.machine, model.input);
  let at = stepper.initial();
  const seen = (): Observed => ({ kind: 'observed', ...expectationOf(lens, at) });
  return {
    name: name ?? `pure ${modelName(model)}`,
    start() {
      at = stepper.initial();
      return seen();
    },
    step(event) {
      at = stepper.step(at.snapshot, event);
      return seen();
    },
    stop() {},
  };
}
