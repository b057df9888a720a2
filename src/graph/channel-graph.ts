/**
 * The channel graph: nodes, channels, and what each direction of a channel asks to forward.
 *
 * Invariant: `incoming()` always reflects every change made before it. Policies and closings are patched into its arrays
 * in place; a new node or channel makes the next call lay them out again, once, however many were added.
 * Amounts in the arrays are float64 and therefore limited to MAX_EXACT_MSAT; the exact policies stay beside them.
 * Does not hold balances (nobody but the two ends knows them) nor avoidance (that is per search, `route-search.ts`).
 */
import type { Msat } from '../domain/amount.ts';
import { SendpayError } from '../domain/errors.ts';
import { type Direction, directionOf, MAX_U16, MAX_U32, type NodeId, type ShortChannelId } from '../domain/ids.ts';
import type { ChannelPolicy } from '../domain/route.ts';
import type { ChannelSlot } from './channel-slot.ts';
import { type IncomingEdges, layOutIncoming, writePolicy } from './incoming-edges.ts';

/** Largest amount float64 counts exactly: 2^53 - 1 msat, some 90,000 BTC. Larger ones are refused. */
export const MAX_EXACT_MSAT: Msat = BigInt(Number.MAX_SAFE_INTEGER);

/** A channel as the graph knows it. `policies[d]` is of direction d (BOLT 7); undefined: no update seen. */
export interface GraphChannel {
  readonly shortChannelId: ShortChannelId;
  /** The lesser node id and the greater. */
  readonly node1: NodeId;
  readonly node2: NodeId;
  readonly capacityMsat: Msat;
  readonly policies: readonly [ChannelPolicy | undefined, ChannelPolicy | undefined];
}

export class ChannelGraph {
  readonly #nodeIds: NodeId[] = [];
  readonly #nodeIndex = new Map<NodeId, number>();
  readonly #degree: number[] = [];
  readonly #slots: (ChannelSlot | undefined)[] = [];
  readonly #slotIndex = new Map<ShortChannelId, number>();
  readonly #freeSlots: number[] = [];
  #incoming: IncomingEdges | undefined;

  /** Nodes ever named, those without channels included. Indexes are dense from 0 and never change. */
  get nodeCount(): number {
    return this.#nodeIds.length;
  }

  get channelCount(): number {
    return this.#slotIndex.size;
  }

  nodeIndex(id: NodeId): number | undefined {
    return this.#nodeIndex.get(id);
  }

  /** @throws RangeError for an index that was never given out. */
  nodeId(index: number): NodeId {
    const id = this.#nodeIds[index];
    if (id === undefined) throw new RangeError(`no node has index ${index}`);
    return id;
  }

  /** Whether the graph has a channel of this node; a node without one is unknown to gossip (BOLT 7). */
  hasChannels(index: number): boolean {
    return (this.#degree[index] ?? 0) > 0;
  }

  /** The index of a node, made if new. */
  addNode(id: NodeId): number {
    const known = this.#nodeIndex.get(id);
    if (known !== undefined) return known;
    const index = this.#nodeIds.push(id) - 1;
    this.#degree.push(0);
    this.#nodeIndex.set(id, index);
    this.#incoming = undefined;
    return index;
  }

  /** @throws SendpayError SENDPAY_GRAPH for a channel already there, ends in the wrong order, or amounts too large. */
  addChannel(channel: GraphChannel): void {
    this.#checkNew(channel);
    const ends = [this.addNode(channel.node1), this.addNode(channel.node2)] as const;
    const { shortChannelId, capacityMsat } = channel;
    const slot: ChannelSlot = { shortChannelId, ends, capacityMsat, policies: [...channel.policies] };
    const index = this.#freeSlots.pop() ?? this.#slots.length;
    this.#slots[index] = slot;
    this.#slotIndex.set(shortChannelId, index);
    for (const end of ends) this.#degree[end]!++;
    this.#incoming = undefined;
  }

  /** Forgets a channel. False if it was not there. */
  closeChannel(shortChannelId: ShortChannelId): boolean {
    const index = this.#slotIndex.get(shortChannelId);
    if (index === undefined) return false;
    for (const direction of [0, 1] as const) this.setPolicy(shortChannelId, direction, undefined);
    for (const end of this.#slots[index]!.ends) this.#degree[end]!--;
    this.#slots[index] = undefined;
    this.#slotIndex.delete(shortChannelId);
    this.#freeSlots.push(index);
    return true;
  }

  /** Replaces what one direction asks; undefined takes it out of routing. False if the channel is not there. */
  setPolicy(shortChannelId: ShortChannelId, direction: Direction, policy: ChannelPolicy | undefined): boolean {
    const index = this.#slotIndex.get(shortChannelId);
    if (index === undefined) return false;
    const slot = this.#slots[index]!;
    checkPolicy(shortChannelId, policy);
    slot.policies[direction] = policy;
    if (this.#incoming) writePolicy(this.#incoming, 2 * index + direction, slot.capacityMsat, policy);
    return true;
  }

  channel(shortChannelId: ShortChannelId): GraphChannel | undefined {
    const index = this.#slotIndex.get(shortChannelId);
    return index === undefined ? undefined : this.#view(this.#slots[index]!);
  }

  /** The channels of a node; none if it is unknown. */
  channelsOf(id: NodeId): GraphChannel[] {
    const node = this.#nodeIndex.get(id);
    if (node === undefined) return [];
    const { start, half } = this.incoming();
    const edges = half.subarray(start[node], start[node + 1]);
    return Array.from(edges, (into) => this.#view(this.slotOfHalf(into)));
  }

  /** Every channel, in the order they were added. */
  *channels(): IterableIterator<GraphChannel> {
    for (const index of this.#slotIndex.values()) yield this.#view(this.#slots[index]!);
  }

  /** The number of one direction of a channel in `incoming()`. */
  halfOf(shortChannelId: ShortChannelId, direction: Direction): number | undefined {
    const index = this.#slotIndex.get(shortChannelId);
    return index === undefined ? undefined : 2 * index + direction;
  }

  /** @throws RangeError for a number that names no channel. */
  slotOfHalf(half: number): ChannelSlot {
    const slot = this.#slots[half >> 1];
    if (!slot) throw new RangeError(`no channel has half ${half}`);
    return slot;
  }

  /** The edges in the order a search from the destination reads them. Valid until the next change of the graph. */
  incoming(): IncomingEdges {
    this.#incoming ??= layOutIncoming(this.#nodeIds.length, this.#slots);
    return this.#incoming;
  }

  #view(slot: ChannelSlot): GraphChannel {
    const { shortChannelId, ends, capacityMsat, policies } = slot;
    return {
      shortChannelId,
      node1: this.nodeId(ends[0]),
      node2: this.nodeId(ends[1]),
      capacityMsat,
      policies: [policies[0], policies[1]],
    };
  }

  #checkNew(channel: GraphChannel): void {
    const { shortChannelId, node1, node2, capacityMsat } = channel;
    if (this.#slotIndex.has(shortChannelId)) throw refuse(shortChannelId, 'is already in the graph');
    if (node1 === node2) throw refuse(shortChannelId, 'has the same node at both ends');
    if (directionOf(node1, node2) !== 0) throw refuse(shortChannelId, 'node1 must be the lesser node id');
    if (capacityMsat > MAX_EXACT_MSAT) throw refuse(shortChannelId, `has more than ${MAX_EXACT_MSAT} msat`);
    for (const policy of channel.policies) checkPolicy(shortChannelId, policy);
  }
}

/** The columns of `incoming()` are as wide as the fields of channel_update; anything wider would be cut off in silence. */
function checkPolicy(shortChannelId: ShortChannelId, policy: ChannelPolicy | undefined): void {
  if (!policy) return;
  const { feeBaseMsat, feePpm, cltvDelta } = policy;
  if (feeBaseMsat > MAX_U32 || feePpm > MAX_U32) throw refuse(shortChannelId, 'has a fee of more than 32 bits');
  if (cltvDelta > MAX_U16) throw refuse(shortChannelId, 'has a CLTV delta of more than 16 bits');
}

function refuse(shortChannelId: ShortChannelId, reason: string): SendpayError {
  return new SendpayError('SENDPAY_GRAPH', `channel ${shortChannelId} ${reason}`);
}
