/**
 * Which of a node's channels a first hop means, or why there is none (lightningd/pay.c, send_payment_core).
 *
 * Invariant: a pure function of the channels as they are known now, so both kinds of answer may be out of date on a real node;
 * what binds is what `offer` answers.
 */
import type { Msat } from '../domain/amount.ts';
import type { FirstHopRefusal } from '../domain/first-hop.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import type { LocalChannel } from './port.ts';

export interface WantedFirstHop {
  readonly peer: NodeId;
  /** Absent: any channel with the peer that carries the amount. */
  readonly channel?: ShortChannelId;
  readonly amountMsat: Msat;
}

export type FoundFirstHop =
  | { readonly type: 'found'; readonly channel: LocalChannel }
  | { readonly type: 'refused'; readonly refusal: FirstHopRefusal };

export function findFirstHop(channels: readonly LocalChannel[], hop: WantedFirstHop): FoundFirstHop {
  const found = channels.find(
    (channel) =>
      channel.peer === hop.peer &&
      channel.state !== 'ONCHAIN' &&
      (hop.channel === undefined ? channel.toUsMsat > hop.amountMsat : channel.shortChannelId === hop.channel),
  );
  if (found === undefined) return refused('unknown-peer');
  if (found.state !== 'CHANNELD_NORMAL') return refused('channel-not-ready');
  return found.connected ? { type: 'found', channel: found } : refused('peer-away');
}

const refused = (kind: FirstHopRefusal['kind']): FoundFirstHop => ({ type: 'refused', refusal: { kind } });
