/**
 * uvu's suite, with what uvu 0.5.6 lacks: a file whose `before` hook throws, whose test hangs or which forgets
 * `test.run()` must fail. Each suite reports on exit how many tests it declared and how many ended; `scripts/test.ts`
 * reads those lines. Use `suite(name)` from here instead of `uvu`'s, and end every file with `test.run()`.
 */
import { type Test, suite as uvuSuite } from 'uvu';

/** A test that takes longer than this is stuck; its file fails with the test's name. */
export const TEST_TIMEOUT_MS = 120_000;

interface Tally {
  name: string;
  declared: number;
  passed: number;
  failed: number;
  skipped: { title: string; reason: string }[];
}
const tallies: Tally[] = [];

process.on('exit', () => {
  for (const tally of tallies) process.stdout.write(`\n#suite ${JSON.stringify(tally)}\n`);
});

export interface SuiteOptions {
  /** Why every test of the suite is skipped; undefined runs them. Printed and counted. */
  skip?: string | undefined;
}

type Body = () => void | Promise<void>;
export interface Suite {
  (title: string, body: Body): void;
  /** Declares a test that does not run here, with the reason; printed and counted. */
  skip(title: string, reason: string): void;
  before: Test['before'];
  after: Test['after'];
  run(): void;
}

export function suite(name: string, options: SuiteOptions = {}): Suite {
  const tally: Tally = { name, declared: 0, passed: 0, failed: 0, skipped: [] };
  tallies.push(tally);
  const inner = uvuSuite(name);
  const declare = (title: string, body: Body): void => {
    tally.declared++;
    if (options.skip !== undefined) {
      tally.skipped.push({ title, reason: options.skip });
      return;
    }
    inner(title, async () => {
      try {
        await withTimeout(title, body);
        tally.passed++;
      } catch (error) {
        tally.failed++;
        throw error;
      }
    });
  };
  return Object.assign(declare, {
    skip(title: string, reason: string) {
      tally.declared++;
      tally.skipped.push({ title, reason });
    },
    before: inner.before,
    after: inner.after,
    run: () => inner.run(),
  });
}

async function withTimeout(title: string, body: Body): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`"${title}" did not end in ${TEST_TIMEOUT_MS} ms`)), TEST_TIMEOUT_MS);
  });
  try {
    await Promise.race([body(), expiry]);
  } finally {
    clearTimeout(timer);
  }
}
