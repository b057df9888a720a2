/**
 * The way back: refusals and results of HTLCs, from where they happen to who offered them, hop by hop.
 *
 * Invariant: every HTLC that ends is told to its offerer once: to the sender through `origin`, to a node in the middle as the
 * end of the HTLC before it, in an error onion which that node wraps (BOLT 4, "Returning Errors").
 */

import type { ChannelEffect, channelMachine } from '../../machines/channel.ts';
import { channelKind } from '../../machines/channel-kind.ts';
import { buildErrorOnion, fromHex, toHex, wrapErrorOnion } from '../bolt/index.ts';
import { FailureCode, UPDATE } from '../domain/failures.ts';
import type { ChannelHtlc, HtlcOrigin, HtlcRef, HtlcResolution } from '../domain/htlc.ts';
import { directionOf, type NodeId, type Preimage, type ShortChannelId } from '../domain/ids.ts';
import type { Position } from '../journal/port.ts';
import type { EffectSite } from '../runtime/actor.ts';
import type { AttemptName } from '../switch/port.ts';
import { attemptOf, type ChannelActors, offererOf, receiverOf } from './channel-actors.ts';
import type { ChannelUpdates } from './channel-updates.ts';
import { type FailureFacts, failureMessage } from './failure-messages.ts';
import type { InvoiceActors } from './invoice-actors.ts';
import type { OnionMemory } from './onion-memory.ts';
import type { SimulatedNodes } from './simulated-nodes.ts';

type ChannelSite = EffectSite<typeof channelMachine>;
type Refused = Extract<ChannelEffect, { type: 'HTLC_REFUSED' }>;
type Settled = Extract<ChannelEffect, { type: 'HTLC_SETTLED' }>;

/** What the sender of a payment hears of its first HTLC. */
export interface OriginResult {
  readonly name: AttemptName;
  readonly cause: Position;
  readonly outcome:
    | HtlcResolution
    | { readonly type: 'refused'; readonly failureMessage: string; readonly failcode: number; readonly detail: string };
}

export interface ReturnsParts {
  readonly channels: ChannelActors;
  readonly nodes: SimulatedNodes;
  readonly invoices: InvoiceActors;
  readonly onions: OnionMemory;
  readonly updates: ChannelUpdates;
  /** Nodes whose forwards are listed. */
  readonly operated: ReadonlySet<NodeId>;
  readonly height: () => number;
  /** Tells the sender of a payment. */
  readonly origin: (result: OriginResult) => void;
}

/** A byte of an error onion a corrupting node turns over. */
const CORRUPTED_BYTE = 40;

export class Returns {
  readonly #parts: ReturnsParts;

  constructor(parts: ReturnsParts) {
    this.#parts = parts;
  }

  /** Own offers go to the sender; a forward that our channel refuses fails the HTLC before it. */
  refused(effect: Refused, { stream, record: { position }, after: { context } }: ChannelSite): void {
    const channel = channelKind.idOf(stream);
    const { from, hash, origin, failcode, detail, amountMsat, expiry } = effect;
    const node = context.nodes[from];
    const facts = { htlcMsat: amountMsat, cltvExpiry: expiry, ...this.updateFor(failcode, channel, node) };
    if ('part' in origin) {
      const message = toHex(failureMessage(failcode, { ...this.#noFacts(), ...facts }));
      const outcome = { type: 'refused', failureMessage: message, failcode, detail } as const;
      this.#parts.origin({ name: attemptOf(node, hash, origin.part), cause: position, outcome });
      return;
    }
    const before = this.#parts.channels.htlc(origin.prev);
    if (before) this.fail(origin.prev, before, failcode, facts, position, channel);
  }

  /** An HTLC is gone: its receiver forgets it, its offerer passes the result back. */
  settled({ htlc, outcome }: Settled, { stream, record: { position }, after: { context } }: ChannelSite): void {
    const channel = channelKind.idOf(stream);
    const { onions, nodes, invoices, channels } = this.#parts;
    const ref: HtlcRef = [channel, htlc.id];
    onions.forget(ref);
    const receiver = receiverOf(context, htlc);
    nodes.forget(receiver, ref);
    if (outcome.type === 'timed-out') invoices.lose(receiver, htlc.hash, ref, position);
    const offerer = offererOf(context, htlc);
    if ('part' in htlc.origin)
      this.#parts.origin({ name: attemptOf(offerer, htlc.hash, htlc.origin.part), cause: position, outcome });
    else this.#passBack(offerer, htlc.origin, outcome, position);
    if (context.shuttingDown && context.htlcs.length === 0 && !context.gone)
      channels.deliver(channel, { type: 'CHANNEL_CLOSED' }, position);
  }

  /** Reveals the preimage to the nodes that sent these HTLCs. */
  fulfil(refs: readonly HtlcRef[], preimage: Preimage, cause: Position): void {
    for (const [channel, id] of refs)
      this.#parts.channels.deliver(channel, { type: 'HTLC_FULFILLED', id, preimage }, cause);
  }

  /** The destination fails these HTLCs. */
  failFinal(refs: readonly HtlcRef[], failcode: number, cause: Position): void {
    for (const ref of refs) {
      const htlc = this.#parts.channels.htlc(ref);
      if (htlc) this.fail(ref, htlc, failcode, {}, cause);
    }
  }

  /** The receiver of an HTLC fails it. `out` names the channel it would have gone to. */
  fail(
    ref: HtlcRef,
    htlc: ChannelHtlc,
    failcode: number,
    facts: Partial<FailureFacts>,
    cause: Position,
    out?: ShortChannelId,
  ): void {
    const secret = this.#parts.onions.sharedSecret(ref);
    if (secret === undefined) return;
    const node = receiverOf(this.#parts.channels.context(ref[0]), htlc);
    const known = { htlcMsat: htlc.amountMsat, cltvExpiry: htlc.expiry, height: this.#parts.height() };
    const reason = buildErrorOnion(secret, failureMessage(failcode, { ...known, ...facts }));
    const local = out !== undefined && this.#parts.operated.has(node) ? { failcode, out } : {};
    this.sendBack(node, ref, reason, cause, local);
  }

  /** Answers an HTLC with an error onion. */
  sendBack(
    node: NodeId,
    [channel, id]: HtlcRef,
    reason: Uint8Array,
    cause: Position,
    local: { failcode?: number; out?: ShortChannelId } = {},
  ): void {
    const sent = this.#parts.nodes.behaviour(node).mode === 'corrupt' ? corrupted(reason) : reason;
    this.#parts.channels.deliver(channel, { type: 'HTLC_FAILED', id, reason: toHex(sent), ...local }, cause);
  }

  /** The receiver could not read the onion; the node before it will put that into an error onion. */
  failMalformed([channel, id]: HtlcRef, failcode: number, sha256OfOnion: Uint8Array, cause: Position): void {
    const event = { type: 'HTLC_FAILED_MALFORMED', id, failcode, sha256OfOnion: toHex(sha256OfOnion) } as const;
    this.#parts.channels.deliver(channel, event, cause);
  }

  /** What a failure message says of an outgoing channel: codes with the UPDATE flag carry its update. */
  updateFor(failcode: number, channel: ShortChannelId, node: NodeId): Partial<FailureFacts> {
    if ((failcode & UPDATE) === 0) return {};
    const { nodes } = this.#parts.channels.context(channel);
    const peer = nodes[0] === node ? nodes[1] : nodes[0];
    return { channelUpdate: this.#parts.updates.bytes(channel, directionOf(node, peer)) };
  }

  /** The node in the middle hands a result from downstream to the node before it. */
  #passBack(
    node: NodeId,
    { prev }: Extract<HtlcOrigin, { prev: HtlcRef }>,
    outcome: HtlcResolution,
    cause: Position,
  ): void {
    const { channels, onions } = this.#parts;
    if (outcome.type === 'fulfilled') {
      this.fulfil([prev], outcome.preimage, cause);
      return;
    }
    const before = channels.htlc(prev);
    const secret = onions.sharedSecret(prev);
    if (before === undefined || secret === undefined) return;
    switch (outcome.type) {
      case 'failed':
        this.sendBack(node, prev, wrapErrorOnion(secret, fromHex(outcome.reason)), cause);
        return;
      case 'malformed': {
        const message = failureMessage(outcome.failcode, {
          ...this.#noFacts(),
          sha256OfOnion: fromHex(outcome.sha256OfOnion),
        });
        this.sendBack(node, prev, buildErrorOnion(secret, message), cause);
        return;
      }
      case 'timed-out':
        this.fail(prev, before, FailureCode.PERMANENT_CHANNEL_FAILURE, {}, cause);
        return;
    }
  }

  #noFacts(): FailureFacts {
    return { htlcMsat: 0n, cltvExpiry: 0, height: this.#parts.height() };
  }
}

function corrupted(onion: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(onion);
  copy[CORRUPTED_BYTE] = (copy[CORRUPTED_BYTE] as number) ^ 0xff;
  return copy;
}
