/**
 * The payment actor's shell: delivers events to payment machines, and tells everyone of the parts that changed.
 *
 * Invariants: an HTLC is offered only for a logged `PART_SENT`; what is told carries the position it depends on; numbers of rows
 * are never given twice, also when several events of one turn wait to be logged.
 * Does not decide anything (`machines/payment.ts` does) and does not speak to the Switch (`offers.ts` does).
 */
import {
  type PaymentContext,
  type PaymentEffect,
  type PaymentEvent,
  partOf,
  type paymentMachine,
} from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import { sendpayKeys } from '../../machines/payment-rows.ts';
import { SendpayError } from '../domain/errors.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { LoggedEvent, Position } from '../domain/log-record.ts';
import type { PaymentId } from '../domain/payment-id.ts';
import type { Part } from '../domain/payment-part.ts';
import type { Journal } from '../journal/port.ts';
import { type Actor, actor, type Delivering, type EffectSite } from '../runtime/actor.ts';
import { KeyedBus } from '../runtime/bus.ts';

/** A change of one part, as `wait`, waiters and the penalty actor hear of it. */
export interface PartChange extends PaymentId {
  readonly type: 'created' | 'updated' | 'deleted';
  readonly part: Part;
  /** created_index, updated_index or count of deleted rows. */
  readonly index: number;
  /** Nobody outside may hear of it before this is durable. */
  readonly position: Position;
}

type Site = EffectSite<typeof paymentMachine>;
type Deletion = Extract<PaymentEvent, { type: 'PARTS_DELETED' }>;

export interface PaymentShellOptions {
  readonly journal: Journal;
  /** The part is logged: its HTLC may leave. `position`: of its PART_SENT. */
  readonly offer: (id: PaymentId, part: Part, position: Position) => void;
}

export class PaymentShell {
  readonly actor: Actor;
  /** Every change of a part, by stream. */
  readonly changes = new KeyedBus<string, PartChange>();
  readonly #journal: Journal;
  readonly #counters = new Map<string, number>();
  #runtime: Delivering | undefined;

  constructor({ journal, offer }: PaymentShellOptions) {
    this.#journal = journal;
    this.actor = actor(paymentKind, {
      OFFER_HTLC: (name, site) => {
        const part = partOf(site.after.context, name) as Part;
        this.#tell('created', site, part, part.createdIndex);
        offer(paymentKind.idOf(site.stream), part, site.record.position);
      },
      PART_RESOLVED: (name, site) => {
        const part = partOf(site.after.context, name) as Part;
        this.#tell('updated', site, part, part.updatedIndex as number);
      },
      PARTS_REMOVED: ({ parts }: Extract<PaymentEffect, { type: 'PARTS_REMOVED' }>, site) => {
        let index = (site.record.event as unknown as Deletion).deletedBefore;
        for (const part of parts) this.#tell('deleted', site, part, ++index);
      },
    });
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  context(node: NodeId, paymentHash: PaymentHash): PaymentContext {
    return this.#deliverer().snapshot(paymentKind, { node, paymentHash }).context;
  }

  /** The next created_index or updated_index: whoever takes it must use it. */
  nextIndex(node: NodeId, which: 'created' | 'updated'): number {
    const next = this.counter(node, which) + 1;
    this.#counters.set(sendpayKeys.counter(node, which), next);
    return next;
  }

  /** The last created_index or updated_index, or the count of rows deleted so far. */
  counter(node: NodeId, which: 'created' | 'updated' | 'deleted'): number {
    const key = sendpayKeys.counter(node, which);
    return Math.max(this.#counters.get(key) ?? 0, this.#journal.row<number>(key) ?? 0);
  }

  /** Logs an event of a payment and runs what follows inside. */
  deliver(node: NodeId, paymentHash: PaymentHash, event: PaymentEvent, cause: Position = 0): void {
    const stream = paymentKind.streamOf({ node, paymentHash });
    this.#deliverer().deliver({ stream, event: event as unknown as LoggedEvent, cause });
  }

  /** Changes of one payment's parts, as they are logged: hold back what is told until its position is durable. */
  changesOf(node: NodeId, paymentHash: PaymentHash): ReturnType<KeyedBus<string, PartChange>['on']> {
    return this.changes.on(paymentKind.streamOf({ node, paymentHash }));
  }

  close(): void {
    this.changes.close();
  }

  #tell(type: PartChange['type'], { stream, record }: Site, part: Part, index: number): void {
    const { node, paymentHash } = paymentKind.idOf(stream);
    this.changes.publish(stream, { type, node, paymentHash, part, index, position: record.position });
  }

  #deliverer(): Delivering {
    if (!this.#runtime) throw new SendpayError('SENDPAY_ASSERTION', 'the payment shell is not attached to a runtime');
    return this.#runtime;
  }
}
