/**
 * One line of `npm run bench`: a figure, the ceiling measured beside it in the same run, and what DESIGN section 6 asks for.
 *
 * Invariant: a row never asserts; it says whether its target was met on this machine, now.
 */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly figure: number;
  /** The best the parts could do, and which parts. */
  readonly ceiling?: { readonly value: number; readonly of: string };
  readonly target: { readonly text: string; readonly met: boolean };
  /** How it was measured, where that is not obvious. */
  readonly note?: string;
}

export interface SectionOptions {
  /** Smaller numbers: minutes become seconds, figures become rough. */
  readonly quick: boolean;
}

/** What a section's process prints: rows, or why there are none. */
export type SectionResult = { readonly rows: readonly Row[] } | { readonly skipped: string };
export type Section = (options: SectionOptions) => Promise<SectionResult>;

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export async function secondsOf(body: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now();
  await body();
  return (performance.now() - started) / 1000;
}
