/** The kind of simulated nodes: one stream a node that ever was anything but online and honest, `node/<id>`. */
import type { SnapshotFrom } from 'xstate';
import type { NodeId } from '../src/domain/ids.ts';
import { type Kind, namedBy } from './kind.ts';
import { nodeMachine } from './node.ts';

export const isOnline = (snapshot: SnapshotFrom<typeof nodeMachine>): boolean =>
  snapshot.matches({ connection: 'online' });

export const nodeKind: Kind<typeof nodeMachine, NodeId> = {
  ...namedBy<NodeId>('node'),
  machine: nodeMachine,
  version: 1,
  snapshotEvery: 0,
  isFinished: (snapshot) => isOnline(snapshot) && snapshot.context.behaviour.mode === 'normal',
  rowsVersion: 1,
  rowSpaces: [],
  rows: () => [],
};
