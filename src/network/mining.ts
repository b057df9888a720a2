/**
 * Blocks are found, and HTLCs whose expiry they pass time out on chain (BOLT 5).
 *
 * Invariant: each HTLC times out at its own height, one block after its cltv_expiry, however many blocks are found at once:
 * a node has its outgoing HTLC back before its incoming one expires, so one stuck HTLC closes one channel only.
 */

import type { HtlcRef } from '../domain/htlc.ts';
import type { ShortChannelId } from '../domain/ids.ts';
import type { ChainActor } from './chain-actor.ts';
import type { ChannelActors } from './channel-actors.ts';

export class Mining {
  readonly #chain: ChainActor;
  readonly #channels: ChannelActors;

  constructor(chain: ChainActor, channels: ChannelActors) {
    this.#chain = chain;
    this.#channels = channels;
  }

  get height(): number {
    return this.#chain.height;
  }

  /** `busy`: the channels that may have HTLCs, asked for again at each height. */
  mine(blocks: number, busy: () => readonly ShortChannelId[]): void {
    const until = this.#chain.height + blocks;
    while (this.#chain.height < until) {
      const next = Math.min(this.#nextTimeout(busy()) ?? until, until);
      this.#chain.mine(next - this.#chain.height);
      this.#timeOut(busy());
    }
  }

  /** The next height at which an HTLC times out. */
  #nextTimeout(busy: readonly ShortChannelId[]): number | undefined {
    let next: number | undefined;
    for (const { expiry } of this.#expiries(busy))
      if (expiry >= this.#chain.height && (next === undefined || expiry + 1 < next)) next = expiry + 1;
    return next;
  }

  #timeOut(busy: readonly ShortChannelId[]): void {
    for (const { ref, expiry } of this.#expiries(busy))
      if (expiry < this.#chain.height) this.#channels.deliver(ref[0], { type: 'HTLC_TIMED_OUT', id: ref[1] }, 0);
  }

  #expiries(busy: readonly ShortChannelId[]): { ref: HtlcRef; expiry: number }[] {
    return busy.flatMap((channel) =>
      this.#channels.context(channel).htlcs.map(({ id, expiry }) => ({ ref: [channel, id] as const, expiry })),
    );
  }
}
