/** HTLCs in flight: all of a simulated network's, or those in the channels of the nodes we send for. */
import type { Engine } from '../engine/engine.ts';

export function htlcsInFlight({ network, nodes }: Engine): number {
  const { simulation } = network.capabilities;
  if (simulation !== undefined) return simulation.htlcsInFlight;
  let count = 0;
  for (const node of nodes.values()) for (const { htlcs } of node.localChannels()) count += htlcs.length;
  return count;
}
