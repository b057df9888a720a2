/** The kind of the log's own history: one stream, `history`. */
import { historyMachine } from './history.ts';
import type { Kind } from './kind.ts';

const STREAM = 'history';

/** There is one log: it needs no id. It holds a record per import, rollback and acceptance, so it needs no snapshots. */
export const historyKind: Kind<typeof historyMachine, void> = {
  name: STREAM,
  machine: historyMachine,
  version: 1,
  snapshotEvery: 0,
  isFinished: () => true,
  rowsVersion: 1,
  rowSpaces: [],
  rows: () => [],
  streamOf: () => STREAM,
  owns: (stream) => stream === STREAM,
  idOf: () => undefined,
};
