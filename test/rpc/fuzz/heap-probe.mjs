/**
 * Loaded into a fuzzed daemon before its program: on SIGUSR2 it collects garbage until nothing more goes, and appends what the heap
 * then holds, in bytes, as a line to the file `SENDPAY_HEAP_FILE` names.
 */
import { appendFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
/** Finalizers and weak references take a turn each. */
const ROUNDS = 6;

process.on('SIGUSR2', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  appendFileSync(process.env.SENDPAY_HEAP_FILE, `${process.memoryUsage().heapUsed}\n`);
});
