/**
 * The second phase of a run: faults stop, and everything that was started must end.
 *
 * Invariant: nothing is helped along but by what a network does by itself: nodes are up and honest, time passes, and only if
 * money is stuck in closed channels are blocks found, as the chain is what it waits for. Then nobody waits, and nothing of
 * what is over is kept in memory (G6, G11).
 */
import { channelKind } from '../../../machines/channel-kind.ts';
import type { Clients } from './clients.ts';
import { settle, type World } from './world.ts';

/** Timers a run may still need: each moves an HTLC one hop or ends a wait. More is a loop. */
const MAX_TIMERS = 20_000;
/** Longer than any route is locked. */
const BLOCKS = 3_000;

/** Brings a world to rest. `afterEach` checks it on the way. */
export async function calmDown(world: World, clients: Clients, afterEach: () => Promise<void>): Promise<void> {
  const { network } = world.engine;
  for (const { id } of world.network.nodes) {
    network.simulation.release(id);
    network.simulation.setOnline(id, true);
  }
  await rest(world, afterEach);
  if (inFlight(world).length > 0 && isWaitingForTheChain(world)) {
    network.simulation.mine(BLOCKS);
    await rest(world, afterEach);
  }
  for (const name of inFlight(world)) world.fault(`${name} never ends (G6)`);
  for (const owed of clients.owed) world.fault(`${owed} is never answered (G6)`);
  checkMemory(world);
}

async function rest(world: World, afterEach: () => Promise<void>): Promise<void> {
  for (let timers = 0; ; timers++) {
    world.journal.flush();
    await settle();
    await afterEach();
    if (world.faults.length > 0) return;
    if (timers >= MAX_TIMERS) {
      world.fault(`after ${MAX_TIMERS} timers there is no rest (G6)`);
      return;
    }
    if (!runNextMoment(world)) return;
  }
}

/** Every timer of the next moment. */
function runNextMoment({ clock }: World): boolean {
  const due = clock.nextDueMs();
  while (clock.nextDueMs() === due && clock.runNext());
  return due !== undefined;
}

function inFlight(world: World): string[] {
  return [...world.believed.payments].flatMap(([stream, { rows }]) =>
    rows.filter((row) => row.status === 'pending').map((row) => `${stream}/${row.groupid}/${row.partid}`),
  );
}

/** Some HTLC is in a channel that was closed. */
function isWaitingForTheChain({ engine }: World): boolean {
  return engine.runtime.inFlight('channel').some((stream) => {
    const { gone, shuttingDown, htlcs } = engine.runtime.snapshot(channelKind, channelKind.idOf(stream)).context;
    return htlcs.length > 0 && (gone || shuttingDown);
  });
}

/** G11: no actor, listener or timer is left for what is over. */
function checkMemory(world: World): void {
  const { engine } = world;
  for (const kind of ['payment', 'pay', 'invoice'])
    for (const stream of engine.runtime.inFlight(kind))
      world.fault(`${stream} is kept in memory though it is over (G11)`);
  const kept = {
    'HTLCs in flight': engine.network.simulation.htlcsInFlight,
    'payments listened to': engine.payments.changes.keyCount,
    'pays listened to': engine.pays.waiterCount,
    'timers set': world.clock.nextDueMs() === undefined ? 0 : 1,
  };
  for (const [what, count] of Object.entries(kept))
    if (count > 0) world.fault(`${what}: ${count}, though nothing is going on (G11)`);
}
