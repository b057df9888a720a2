/**
 * A fingerprint of a network description, so that a database is not opened with another network.
 * Invariant: equal descriptions give equal digests whatever file form they came from. Private keys are not part of it.
 */
import { createHash } from 'node:crypto';
import type { NetworkDescription } from './network-description.ts';

/** SHA256 over nodes, channels, balances and policies, hex. */
export function networkDigest(network: NetworkDescription): string {
  const hash = createHash('sha256').update(`${network.chain}\n`);
  for (const { id, alias } of network.nodes) hash.update(`${id} ${alias ?? ''}\n`);
  for (const channel of network.channels) hash.update(`${JSON.stringify(channel, amountsAsText)}\n`);
  return hash.digest('hex');
}

const amountsAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
