/** What the tests of this room share: hex, typed refusals, seeds, and the specification's vectors where they are present. */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { BoltError, type BoltErrorCode, fromHex, toHex } from '../../src/bolt/index.ts';

export const hex = fromHex;
export { toHex };

/** Runs `act` and gives the BoltError it throws; any other outcome fails. */
export function refusal(act: () => unknown, code?: BoltErrorCode): BoltError {
  try {
    act();
  } catch (error) {
    assert.instance(error, BoltError, `not a BoltError: ${error}`);
    const refused = error as BoltError;
    if (code !== undefined) assert.is(refused.code, code, refused.message);
    return refused;
  }
  return assert.unreachable(`nothing was refused, ${code} was expected`) as never;
}

/** Runs `act`: a value or a BoltError is fine, anything else fails. */
export function valueOrRefusal<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof BoltError) return undefined;
    throw error;
  }
}

const DEFAULT_SEED = 20260822;
export const seed = Number(process.env.SENDPAY_TEST_SEED ?? DEFAULT_SEED);

export function always<T extends [unknown, ...unknown[]]>(
  runs: number,
  arbitraries: { [I in keyof T]: fc.Arbitrary<T[I]> },
  holds: (...values: T) => void,
): void {
  const property = fc.property(...(arbitraries as unknown as [fc.Arbitrary<unknown>]), ((...values: T) => {
    holds(...values);
  }) as unknown as (value: unknown) => void);
  fc.assert(property, { seed, numRuns: runs });
}

export const bytes = (options: fc.IntArrayConstraints & { minLength?: number; maxLength?: number } = {}) =>
  fc.uint8Array(options).map((array) => Uint8Array.from(array));
export const bytesOf = (length: number) => bytes({ minLength: length, maxLength: length });
/** Any 32 bytes below the group order and not zero, without asking the curve. */
export const privateKeys = bytesOf(32).map((key) => {
  key[0] = (key[0] as number) & 0x7f;
  key[31] = (key[31] as number) | 1;
  return key;
});

/** `valid` with one to four bytes changed, cut short or lengthened. */
export const damaged = (valid: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      valid,
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 4 }),
      fc.nat(3),
      bytes({ maxLength: 3 }),
    )
    .map(([original, flips, cut, tail]) => {
      const copy = Uint8Array.from([...original.slice(0, Math.max(0, original.length - cut)), ...tail]);
      for (const [position, mask] of flips) {
        if (copy.length > 0) copy[position % copy.length] = (copy[position % copy.length] as number) ^ mask;
      }
      return copy;
    });

const VECTORS = new URL('../../../shared/data/bolt04/', import.meta.url);
export const vectorsMissing = existsSync(VECTORS) ? undefined : 'the BOLT 4 vector files are not on this machine';
export function vector<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8')) as T;
}
