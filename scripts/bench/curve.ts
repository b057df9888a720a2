/**
 * Both implementations of the curve, side by side: the table in `src/bolt/curve.ts` and ARCHITECTURE.md.
 *
 * Usage: node --import tsx scripts/bench/curve.ts. Invariant: the two are measured in turns, each in a process of its own
 * that has no other, and the best of the rounds counts, so that a busy minute does not decide.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { curve } from '../../src/bolt/index.ts';
import { onionSeconds } from './ceilings.ts';

const ROUNDS = 3;
const ONE_MEASUREMENT_MS = 1_000;
const ONIONS = 300;
const PER_LOOK_AT_THE_CLOCK = 20;

type Figures = Readonly<Record<string, number>>;

/** Operations a second of the curve this process has. */
async function measure(): Promise<Figures> {
  const [key, other, hash] = ['key', 'other', 'hash'].map((text) =>
    Uint8Array.from(createHash('sha256').update(text).digest()),
  ) as [Uint8Array, Uint8Array, Uint8Array];
  const point = curve.publicKey(other);
  const { signature, recoveryId } = curve.signRecoverable(hash, key);
  return {
    'point multiplications': perSecond(() => curve.multiplyPoint(point, key)),
    'shared secrets': perSecond(() => curve.sharedSecret(point, key)),
    'public keys': perSecond(() => curve.publicKey(key)),
    signatures: perSecond(() => curve.signRecoverable(hash, key)),
    recoveries: perSecond(() => curve.recover(hash, signature, recoveryId)),
    verifications: perSecond(() => curve.verify(hash, signature, point)),
    'three-hop onions, built and peeled': 1 / (await onionSeconds(ONIONS)),
  };
}

function perSecond(operation: () => unknown): number {
  let count = 0;
  let started = performance.now();
  let elapsed = 0;
  for (let isWarm = false; !isWarm || elapsed < ONE_MEASUREMENT_MS; elapsed = performance.now() - started) {
    if (!isWarm && elapsed > ONE_MEASUREMENT_MS / 4) {
      isWarm = true;
      count = 0;
      started = performance.now();
    }
    for (let i = 0; i < PER_LOOK_AT_THE_CLOCK; i++) operation();
    count += PER_LOOK_AT_THE_CLOCK;
  }
  return (count * 1000) / elapsed;
}

function report(): void {
  const native: Figures[] = [];
  const wasm: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    native.push(inAProcess([]));
    wasm.push(inAProcess(['--import', join(import.meta.dirname, 'native-curve-off.mjs')]));
  }
  process.stdout.write('| a second | native | wasm | native is faster by |\n|---|---|---|---|\n');
  for (const what of Object.keys(native[0] ?? {})) {
    const [fast, slow] = [best(native, what), best(wasm, what)];
    process.stdout.write(`| ${what} | ${whole(fast)} | ${whole(slow)} | ${(fast / slow).toFixed(1)} |\n`);
  }
}

function inAProcess(node: readonly string[]): Figures {
  const words = ['--import', 'tsx', ...node, import.meta.filename, '--measure'];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as Figures;
}

const best = (rounds: readonly Figures[], what: string): number =>
  Math.max(...rounds.map((figures) => figures[what] ?? 0));
const whole = (value: number): string => Math.round(value).toLocaleString('en');

if (process.argv.includes('--measure')) process.stdout.write(JSON.stringify(await measure()));
else report();
