/**
 * A pay whose time is over has given up, whichever process began it: nothing new is tried, whoever waits is told once its parts end.
 *
 * Invariant: looks at quiet moments only, when no timer is due. That no route is chosen late is the pay ledger's to say.
 */
import { payKind } from '../../../../machines/pay-kind.ts';
import type { World } from '../world.ts';

export function checkDeadlines(world: World): void {
  const { engine, clock } = world;
  if ((clock.nextDueMs() ?? Number.POSITIVE_INFINITY) <= clock.nowMs()) return;
  for (const stream of engine.runtime.inFlight('pay')) {
    const { request, failure, preimage } = engine.runtime.snapshot(payKind, payKind.idOf(stream)).context;
    const isOver = request !== null && clock.nowMs() >= request.deadlineMs;
    if (isOver && failure === null && preimage === null)
      world.fault(`${stream} goes on ${clock.nowMs() - request.deadlineMs} ms after its deadline (G6)`);
  }
}
