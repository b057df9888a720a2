/** The kind of route-penalty actors: one stream a node, `penalty/<node>`. Never unfinished: nothing is ever in flight. */
import type { NodeId } from '../src/domain/ids.ts';
import { sizeOf } from '../src/domain/penalty-book.ts';
import { type Kind, namedBy } from './kind.ts';
import { PENALTY_VERSION, penaltyMachine } from './penalty.ts';

/** A penalty stream is read through a snapshot at most this many records old, while it is small. */
const SNAPSHOT_EVERY = 64;
/** Entries that are written about as fast as one record: with many, the next snapshot waits until it costs no more than the log. */
const ENTRIES_A_RECORD = 8;

export const penaltyKind: Kind<typeof penaltyMachine, NodeId> = {
  ...namedBy<NodeId>('penalty'),
  machine: penaltyMachine,
  version: PENALTY_VERSION,
  snapshotEvery: ({ context: { channels, nodes, learned } }) =>
    Math.max(SNAPSHOT_EVERY, Math.ceil((sizeOf(channels) + sizeOf(nodes) + learned.size) / ENTRIES_A_RECORD)),
  isFinished: () => true,
  rowsVersion: 1,
  rowSpaces: [],
  rows: () => [],
};
