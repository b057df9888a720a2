/** The machines of a simulated node and of the block chain by themselves. */
import * as assert from 'uvu/assert';
import { type AnyActorLogic, type AnyStateMachine, initialTransition, transition } from 'xstate';
import { chainMachine } from '../../machines/chain.ts';
import { type NodeEvent, nodeMachine } from '../../machines/node.ts';
import { suite } from '../support/suite.ts';

const test = suite('the machines of nodes and of the chain');

const emitted = (actions: readonly { type: string; params?: unknown }[]): string[] =>
  actions.flatMap((action) =>
    action.type === 'xstate.emit' ? [(action.params as { event: { type: string } }).event.type] : [],
  );

function run(machine: AnyStateMachine, events: readonly { type: string }[]) {
  let [snapshot] = initialTransition(machine as AnyActorLogic as AnyStateMachine);
  const effects = events.map((event) => {
    const [next, actions] = transition(machine, snapshot, event);
    snapshot = next;
    return emitted(actions);
  });
  return { snapshot, effects };
}

test('a node nothing was asked of is online and honest', () => {
  const { snapshot } = run(nodeMachine, []);
  assert.equal(snapshot.value, { connection: 'online', behaviour: 'normal' });
});

test('going down and coming back tell the channels, once each', () => {
  const events = ['NODE_WENT_OFFLINE', 'NODE_WENT_OFFLINE', 'NODE_CAME_ONLINE', 'NODE_CAME_ONLINE'];
  const { effects } = run(
    nodeMachine,
    events.map((type) => ({ type })),
  );
  assert.equal(effects, [['DISCONNECT_CHANNELS'], [], ['RECONNECT_CHANNELS'], []]);
});

const BEHAVIOURS: readonly Extract<NodeEvent, { type: 'BEHAVIOUR_CHANGED' }>['behaviour'][] = [
  { mode: 'hold' },
  { mode: 'fail', failureMessage: '2002' },
  { mode: 'resolve', preimage: 'ab' as never },
  { mode: 'corrupt' },
  { mode: 'normal' },
];

for (const behaviour of BEHAVIOURS) {
  test(`told to ${behaviour.mode}, a node looks at the HTLCs it keeps again, and stays as reachable as it was`, () => {
    const { snapshot, effects } = run(nodeMachine, [
      { type: 'NODE_WENT_OFFLINE' },
      { type: 'BEHAVIOUR_CHANGED', behaviour } as NodeEvent,
    ]);
    assert.equal(snapshot.value, { connection: 'offline', behaviour: behaviour.mode });
    assert.equal(snapshot.context, { behaviour });
    assert.equal(effects[1], ['REVIEW_HELD_HTLCS']);
  });
}

test('blocks add up, and no blocks are no event', () => {
  const mine = (count: number) => ({ type: 'BLOCKS_MINED', count });
  assert.is(run(chainMachine, [mine(2), mine(3)]).snapshot.context.blocksMined, 5);
  const [before] = initialTransition(chainMachine);
  assert.is(transition(chainMachine, before, { type: 'BLOCKS_MINED', count: 0 })[0], before);
});

test.run();
