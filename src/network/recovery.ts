/**
 * What a restart finds in the channels: HTLCs in flight, and which of them nobody has acted on.
 *
 * Invariant: an HTLC is idle if no HTLC names it as its origin and no invoice holds it: the ones their receivers must look at
 * again. (One whose result is known but owed is among them; its receiver sees that there is nothing left to do.)
 */
import type { HtlcRef } from '../domain/htlc.ts';
import type { ShortChannelId } from '../domain/ids.ts';
import type { AttemptName } from '../switch/port.ts';
import { attemptOf, type ChannelActors, offererOf } from './channel-actors.ts';
import { refKey } from './onion-memory.ts';

export interface FoundHtlcs {
  readonly all: readonly HtlcRef[];
  readonly idle: readonly HtlcRef[];
  /** Attempts whose first HTLC is in flight. */
  readonly attempts: readonly AttemptName[];
}

/** `held`: the HTLCs invoices hold. */
export function findHtlcs(
  channels: ChannelActors,
  busyChannels: readonly ShortChannelId[],
  held: readonly HtlcRef[],
): FoundHtlcs {
  const actedOn = new Set(held.map(refKey));
  const all: HtlcRef[] = [];
  const attempts: AttemptName[] = [];
  for (const channel of busyChannels) {
    const context = channels.context(channel);
    for (const htlc of context.htlcs) {
      const ref: HtlcRef = [channel, htlc.id];
      all.push(ref);
      if ('prev' in htlc.origin) actedOn.add(refKey(htlc.origin.prev));
      else attempts.push(attemptOf(offererOf(context, htlc), htlc.hash, htlc.origin.part));
    }
  }
  return { all, idle: all.filter((ref) => !actedOn.has(refKey(ref))), attempts };
}
