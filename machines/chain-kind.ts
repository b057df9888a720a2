/** The kind of the block chain: one stream, `chain`. */
import { MAX_BLOCKHEIGHT } from '../src/domain/block-limits.ts';
import { chainMachine } from './chain.ts';
import type { Kind } from './kind.ts';

const STREAM = 'chain';
/** Records after which the height is stored. */
const SNAPSHOT_EVERY = 100;

/** There is one chain: it needs no id. */
export const chainKind: Kind<typeof chainMachine, void> = {
  name: STREAM,
  machine: chainMachine,
  version: 1,
  snapshotEvery: SNAPSHOT_EVERY,
  isFinished: () => true,
  rowsVersion: 1,
  rowSpaces: [],
  rows: () => [],
  faultOf: (_stream, { count }) =>
    Number.isInteger(count) && (count as number) > 0 && (count as number) <= MAX_BLOCKHEIGHT
      ? undefined
      : `count: should be a whole number from 1 to ${MAX_BLOCKHEIGHT}`,
  streamOf: () => STREAM,
  owns: (stream) => stream === STREAM,
  idOf: () => undefined,
};
