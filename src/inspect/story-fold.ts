/**
 * A story taken record by record: the payment's state, its HTLCs and the nodes on its way, as of the last record taken.
 *
 * Invariant: the state is what the machines' own transition functions give for the records so far, so every view of a
 * story agrees with the engine. One pass over a story costs what the story holds, however many views are taken on the way.
 */

import { invoiceKind } from '../../machines/invoice-kind.ts';
import { type NodeBehaviour, type NodeEvent, nodeMachine } from '../../machines/node.ts';
import { nodeKind } from '../../machines/node-kind.ts';
import { type PaymentContext, type PaymentEvent, paymentMachine } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { NodeId } from '../domain/ids.ts';
import { factsOf, type Part, type PaymentStatus, paymentStatus } from '../domain/payment-part.ts';
import type { JournalRecord, LoggedEvent } from '../journal/port.ts';
import { Fold } from '../runtime/fold.ts';
import { type HtlcTrack, TrackBuilder } from './htlcs.ts';
import type { Story } from './story.ts';

const paymentFold = new Fold(paymentMachine);
const nodeFold = new Fold(nodeMachine);

export interface NodeCondition {
  readonly online: boolean;
  readonly mode: NodeBehaviour['mode'];
}

export class StoryFold {
  readonly story: Story;
  readonly #tracks: TrackBuilder;
  readonly #paymentStream: string;
  readonly #nodes = new Map<string, typeof nodeFold.initial>();
  readonly #lastArrival = new Map<string, LoggedEvent>();
  #payment = paymentFold.initial;

  constructor(story: Story) {
    this.story = story;
    this.#tracks = new TrackBuilder(story);
    this.#paymentStream = paymentKind.streamOf(story);
  }

  take(record: JournalRecord): void {
    const { stream, event } = record;
    this.#tracks.add(record);
    if (stream === this.#paymentStream)
      this.#payment = paymentFold.step(this.#payment, event as unknown as PaymentEvent).snapshot;
    if (nodeKind.owns(stream)) {
      const before = this.#nodes.get(stream) ?? nodeFold.initial;
      this.#nodes.set(stream, nodeFold.step(before, event as unknown as NodeEvent).snapshot);
    }
    if (event.type === 'HTLC_ARRIVED') this.#lastArrival.set(stream, event);
  }

  get value(): unknown {
    return this.#payment.value;
  }

  get parts(): readonly Part[] {
    return this.#context.parts;
  }

  get status(): PaymentStatus | 'idle' {
    return paymentStatus(factsOf(this.#context.parts, this.#context.tombstones));
  }

  /** HTLCs of a part so far, in the order they were offered. */
  tracksOf({ groupid, partid }: Pick<Part, 'groupid' | 'partid'>): readonly HtlcTrack[] {
    return this.#tracks.ofPart(groupid, partid);
  }

  /** HTLCs of the payment that wait at a node. */
  openAt(node: NodeId): readonly HtlcTrack[] {
    return this.#tracks.tracks.filter(({ to, end }) => to === node && end === undefined);
  }

  condition(node: NodeId): NodeCondition {
    const snapshot = this.#nodes.get(nodeKind.streamOf(node)) ?? nodeFold.initial;
    return { online: snapshot.matches({ connection: 'online' }), mode: snapshot.context.behaviour.mode };
  }

  /** The last HTLC an invoice of this hash at `node` was shown. */
  lastArrival(node: NodeId): LoggedEvent | undefined {
    return this.#lastArrival.get(invoiceKind.streamOf({ node, paymentHash: this.story.paymentHash }));
  }

  get #context(): PaymentContext {
    return this.#payment.context;
  }
}
