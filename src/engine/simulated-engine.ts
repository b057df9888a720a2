/**
 * An engine over the simulated network: what the demo, the daemon without a node, and most tests run.
 *
 * Invariant: the network lives in the same journal, under the same clock and randomness.
 */
import type { Clock } from '../domain/clock.ts';
import { SendpayError } from '../domain/errors.ts';
import type { NodeId } from '../domain/ids.ts';
import { namesTold } from '../domain/names-told.ts';
import type { PenaltyPolicy } from '../domain/penalty-policy.ts';
import type { RandomSource } from '../domain/random.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import type { Journal } from '../journal/port.ts';
import { SimulatedNetwork, type SimulatedNetworkSettings } from '../network/simulated-network.ts';
import { systemClock } from '../runtime/clock.ts';
import { systemRandom } from '../runtime/random.ts';
import { Engine, type EngineOptions } from './engine.ts';

export interface SimulatedEngineOptions
  extends Pick<EngineOptions, 'kinds' | 'onRebuild' | 'epochNote' | 'acceptRollback'> {
  readonly journal: Journal;
  readonly network: NetworkDescription;
  /** Names or ids of the nodes to operate. */
  readonly operate: readonly string[];
  readonly clock?: Clock;
  readonly random?: RandomSource;
  /** How fast penalties lose half their weight. Default 60,000. */
  readonly penaltyHalfLifeMs?: number;
  /** By which failures are weighed, where it is not this program's own; logged when it changes. */
  readonly penaltyPolicy?: Partial<PenaltyPolicy>;
  readonly settings?: SimulatedNetworkSettings;
}

export type SimulatedEngine = Engine<SimulatedNetwork>;

/** Opens it. Throws SENDPAY_NETWORK_MISMATCH, SENDPAY_UNKNOWN_NODE. */
export async function openSimulatedEngine(options: SimulatedEngineOptions): Promise<SimulatedEngine> {
  const { network: description, operate, settings, clock = systemClock, random = systemRandom(), ...rest } = options;
  const operated = operate.map((name) => resolveNode(description, name));
  const { journal } = rest;
  const network = new SimulatedNetwork({ network: description, journal, clock, random, operated, ...settings });
  return Engine.open({ ...rest, clock, random, network });
}

/** A node by id, name or alias. Throws SENDPAY_UNKNOWN_NODE. */
export function resolveNode(network: NetworkDescription, nameOrId: string): NodeId {
  const { nodes } = network;
  const found = nodes.find(({ id, alias }) => id === nameOrId || (alias !== undefined && alias === nameOrId));
  if (found) return found.id;
  const why = `the network has no node "${String(nameOrId)}"; it has ${namesTold(nodes)}`;
  throw new SendpayError('SENDPAY_UNKNOWN_NODE', why);
}
