/**
 * What a generated test calls: a path walked step by step on a driver, failing loudly at the first difference.
 *
 * A step the driver cannot run throws `TESTING_NOT_RUNNABLE`: a generated test is never green by leaving something out.
 */
import type { EventObject } from 'xstate';
import type { Driver } from './driver.ts';
import { TestingError } from './error.ts';
import type { Expectation } from './plan.ts';
import { compare, explain, type Verdict, visible } from './run-plan.ts';

/** A situation of the machine: where it is and what the model observes there. */
export type Situation = Pick<Expectation, 'state' | 'data'>;

export interface Walk {
  /** Delivers an event; the machine must be in `situation` afterwards, having caused exactly `effects`. */
  step(event: EventObject, situation: Situation, effects?: readonly unknown[]): Promise<void>;
  /** Delivers an event that must change nothing and cause nothing. */
  unmoved(event: EventObject): Promise<void>;
}

/**
 * Walks one path: starts the driver, checks `initial`, runs `body`, stops the driver.
 *
 * @throws TestingError `TESTING_EXPECTATION`, `TESTING_NOT_RUNNABLE`
 */
export async function walk(driver: Driver, initial: Expectation, body: (path: Walk) => Promise<void>): Promise<void> {
  let at: Situation = initial;
  let count = 0;
  const step: Walk['step'] = async (event, situation, effects = []) => {
    count++;
    const expect = { ...situation, effects };
    insist(compare(visible(expect, driver), await driver.step(event)), `step ${count} (${event.type})`, driver);
    at = situation;
  };
  try {
    insist(compare(visible(initial, driver), await driver.start()), 'the start', driver);
    await body({ step, unmoved: (event) => step(event, at) });
  } finally {
    await driver.stop();
  }
}

function insist(verdict: Verdict, where: string, driver: Driver): void {
  if (verdict.status === 'passed') return;
  if (verdict.status === 'not runnable')
    throw new TestingError('TESTING_NOT_RUNNABLE', `${driver.name} cannot run ${where}: ${verdict.reason}`);
  const differences = verdict.differences.map(explain).join('\n');
  throw new TestingError('TESTING_EXPECTATION', `${driver.name} differs at ${where}:\n${differences}`);
}
