/**
 * What a copied test file gets instead of `test/support/suite.ts`: its suites are kept, to be run test by test and again.
 */
import type { Suite, SuiteOptions } from '../../test/support/suite.ts';

export interface KeptSuite {
  readonly tests: { readonly title: string; readonly body: () => unknown }[];
  readonly before: (() => unknown)[];
  ready: boolean;
}

const KEPT = Symbol.for('sendpay.mutation.suites');
const shared = globalThis as unknown as Record<symbol, KeptSuite[] | undefined>;
shared[KEPT] ??= [];

/** The suites of the files that were loaded. */
export const keptSuites = (): readonly KeptSuite[] => shared[KEPT] ?? [];

export const TEST_TIMEOUT_MS = 120_000;

export function suite(_name: string, { skip }: SuiteOptions = {}): Suite {
  const kept: KeptSuite = { tests: [], before: [], ready: false };
  shared[KEPT]?.push(kept);
  const declare = (title: string, body: () => unknown): void => {
    if (skip === undefined) kept.tests.push({ title, body });
  };
  const hook = (body: () => unknown): void => {
    kept.before.push(body);
  };
  return Object.assign(declare, {
    skip() {},
    before: hook,
    after() {},
    run() {
      kept.ready = true;
    },
  }) as unknown as Suite;
}
