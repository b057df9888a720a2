/** The kind of route-penalty actors: one stream a node, `penalty/<node>`. Never unfinished: nothing is ever in flight. */
import type { NodeId } from '../src/domain/ids.ts';
import { type Kind, namedBy } from './kind.ts';
import { PENALTY_VERSION, penaltyMachine } from './penalty.ts';

/** A penalty stream is read through a snapshot at most this many records old. */
const SNAPSHOT_EVERY = 64;

export const penaltyKind: Kind<typeof penaltyMachine, NodeId> = {
  ...namedBy<NodeId>('penalty'),
  machine: penaltyMachine,
  version: PENALTY_VERSION,
  snapshotEvery: SNAPSHOT_EVERY,
  isFinished: () => true,
  rowsVersion: 1,
  rowSpaces: [],
  rows: () => [],
};
