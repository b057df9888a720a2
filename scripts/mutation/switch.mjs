/**
 * Which mutant runs, and which places were reached: what instrumented files ask. Copied beside them, because a process that a
 * test starts has to know it too (by its environment), and has no tsx yet.
 */
import { appendFileSync } from 'node:fs';

let chosen = Number(process.env.SENDPAY_MUTANT ?? 0);
/** How often the chosen mutant may still be reached: a loop that never ends is noticed without a clock. */
let left = Number.POSITIVE_INFINITY;
/** A number per mutant: this is asked millions of times. */
const reached = new Uint32Array(1 << 17);

export function $mutant(id) {
  reached[id]++;
  if (id !== chosen) return false;
  if (left-- <= 0) throw new Error('the mutant runs away');
  return true;
}

/** 0: none. */
export function choose(id, times = Number.POSITIVE_INFINITY) {
  chosen = id;
  left = times;
  process.env.SENDPAY_MUTANT = String(id);
}

/** What was reached since it was last asked, and how often, by this process. */
export function takeReached() {
  const pairs = [];
  for (let id = 0; id < reached.length; id++) if (reached[id] > 0) pairs.push([id, reached[id]]);
  reached.fill(0);
  return pairs;
}

const { SENDPAY_MUTANTS_REACHED: file } = process.env;
if (file !== undefined)
  process.on('exit', () =>
    appendFileSync(
      file,
      `${takeReached()
        .map((pair) => pair.join(' '))
        .join('\n')}\n`,
    ),
  );
