/**
 * The kinds of actors for reading a log without running it: machines and projections, no network and no effects.
 *
 * Invariant: the same kinds, in the same versions, as the engine registers; `test/cli/verify.test.ts` would see one missing.
 */
import type { NodeId } from '../domain/ids.ts';
import type { Journal } from '../journal/port.ts';
import { SimulatedNetwork } from '../network/simulated-network.ts';
import { PayShell } from '../payments/pay-actor.ts';
import { PaymentShell } from '../payments/payment-actor.ts';
import { PenaltyShell } from '../payments/penalty-actor.ts';
import type { ActorKind } from '../runtime/actor-kind.ts';
import { systemClock } from '../runtime/clock.ts';
import { systemRandom } from '../runtime/random.ts';

/** What a log says does not depend on the network it was made with. */
const NO_NETWORK = { chain: 'regtest', blockheight: 0, nodes: [], channels: [] } as const;

/** `operated`: nodes whose forwards have rows. */
export function logKinds(journal: Journal, operated: readonly NodeId[]): ActorKind[] {
  const parts = { journal, clock: systemClock, random: systemRandom() };
  const network = new SimulatedNetwork({ ...parts, network: NO_NETWORK, operated });
  const payments = new PaymentShell({ ...parts, network });
  const penalties = new PenaltyShell(payments);
  const viewOf = (): never => {
    throw new TypeError('a log that is only read asks for no routes');
  };
  const pays = new PayShell({ ...parts, network, payments, viewOf });
  return [...network.kinds, payments.kind, penalties.kind, pays.kind] as unknown as ActorKind[];
}
