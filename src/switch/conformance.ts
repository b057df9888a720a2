/**
 * What every switch must do, as a list of cases for any test framework.
 *
 * Invariant: a case uses nothing but the port and the harness, so an implementation that passes can take another's place. Each
 * case gets a switch and a world of its own. How it is used, and what each hook of the harness is for: docs/switch.md.
 */
import { Bench, DOES_NOT_APPLY } from './conformance/bench.ts';
import { CAPABILITY_CASES } from './conformance/capabilities.ts';
import type { SwitchHarness } from './conformance/harness.ts';
import { type Body, SENDING_CASES } from './conformance/sending.ts';
import { VIEW_CASES } from './conformance/views.ts';

export type { Fate, SwitchHarness, WantedAttempt } from './conformance/harness.ts';

/** `does not apply`: the switch has no such capability, or the harness cannot arrange what the case needs. */
export type Verdict = 'holds' | 'does not apply';

export interface SwitchCase {
  /** A sentence of the contract. */
  readonly title: string;
  /** Throws an AssertionError if the sentence does not hold. */
  run(): Promise<Verdict>;
}

const CASES: Readonly<Record<string, Body>> = { ...SENDING_CASES, ...VIEW_CASES, ...CAPABILITY_CASES };

/** The cases for the implementation `name`; `make` sets up a switch, not started, in a world of its own. */
export function switchConformance(name: string, make: () => Promise<SwitchHarness>): SwitchCase[] {
  return Object.entries(CASES).map(([title, body]) => ({
    title: `${name}: ${title}`,
    run: async () => {
      const harness = await make();
      try {
        return await verdictOf(body, new Bench(harness));
      } finally {
        await harness.dispose();
      }
    },
  }));
}

async function verdictOf(body: Body, bench: Bench): Promise<Verdict> {
  try {
    await body(bench);
    bench.checkTold();
    return 'holds';
  } catch (error) {
    if (error === DOES_NOT_APPLY) return 'does not apply';
    throw error;
  } finally {
    bench.stop();
  }
}
