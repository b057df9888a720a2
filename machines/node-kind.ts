/** The kind of simulated nodes: one stream a node that ever was anything but online and honest, `node/<id>`. */
import { type NodeId, parseNodeId } from '../src/domain/ids.ts';
import { type Kind, namedBy, type StateOf } from './kind.ts';
import { behaviourFault, nodeMachine } from './node.ts';

export const isOnline = (snapshot: StateOf<typeof nodeMachine>): boolean => snapshot.matches({ connection: 'online' });

const naming = namedBy<NodeId>('node');

export const nodeKind: Kind<typeof nodeMachine, NodeId> = {
  ...naming,
  machine: nodeMachine,
  version: 1,
  snapshotEvery: 0,
  isFinished: (snapshot) => isOnline(snapshot) && snapshot.context.behaviour.mode === 'normal',
  rowsVersion: 1,
  rowSpaces: [],
  rows: () => [],
  faultOf(stream, event) {
    const id = naming.idOf(stream);
    if (parseNodeId(id) === undefined) return `"${id}" is no node id`;
    if (event.type !== 'BEHAVIOUR_CHANGED') return undefined;
    const fault = behaviourFault(event.behaviour);
    return fault && `behaviour: ${fault}`;
  },
};
