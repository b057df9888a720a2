/**
 * Test model of a simulated node: both connections, every behaviour, each reached from each.
 *
 * The states say everything; the failure message or preimage of a behaviour is compared but splits no situations.
 */
import { type NodeBehaviour, type NodeEvent, nodeMachine } from '../../../../machines/node.ts';
import type { Preimage } from '../../../domain/ids.ts';
import { defineModel } from '../../../testing/model.ts';

const BEHAVIOURS: readonly NodeBehaviour[] = [
  { mode: 'normal' },
  { mode: 'hold' },
  { mode: 'fail', failureMessage: '2002' },
  { mode: 'resolve', preimage: '11'.repeat(32) as Preimage },
  { mode: 'corrupt' },
];

export const nodeModel = defineModel({
  machine: nodeMachine,
  events: [
    { type: 'NODE_WENT_OFFLINE' },
    { type: 'NODE_CAME_ONLINE' },
    ...BEHAVIOURS.map((behaviour): NodeEvent => ({ type: 'BEHAVIOUR_CHANGED', behaviour })),
  ],
  abstract: () => ({}),
  observe: ({ context }) => context,
  isGoal: (snapshot) => snapshot.matches({ connection: 'online', behaviour: 'normal' }),
  label: (event) => (event.type === 'BEHAVIOUR_CHANGED' ? `${event.type} ${event.behaviour.mode}` : event.type),
});
