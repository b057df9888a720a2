/**
 * The pay actor's shell: finds routes, sends parts and keeps deadlines for pay machines.
 *
 * Invariants: every attempt is in the log before its HTLC leaves (both happen in one cascade); after a restart a pay goes on
 * where it was: its deadline is armed again, pieces without a route are routed, ends it missed are told.
 * Does not judge failures: `machines/pay.ts` does.
 */
import {
  type ErringHop,
  nextPartid,
  PAY_VERSION,
  type PayContext,
  type PayEffect,
  type PayEvent,
  type PayRequest,
  payMachine,
} from '../../machines/pay.ts';
import type { PaymentEvent, SentPart } from '../../machines/payment.ts';
import { judged } from '../domain/blame.ts';
import type { Clock } from '../domain/clock.ts';
import { RpcErrorCode, SendpayError } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import { channelDirection, directionOf, type NodeId, type PaymentHash } from '../domain/ids.ts';
import { failcodeName } from '../domain/payment-failure.ts';
import type { Part, PartSend } from '../domain/payment-part.ts';
import type { RandomSource } from '../domain/random.ts';
import { decideSendpay } from '../domain/sendpay-decision.ts';
import type { Journal, JournalRecord, LoggedEvent, Position, RowWrite } from '../journal/port.ts';
import type { ActorKind, Delivering, SnapshotFrom } from '../runtime/actor-kind.ts';
import { KeyedBus } from '../runtime/bus.ts';
import type { Switch } from '../switch/port.ts';
import { channelUpdateOf } from './failure-reading.ts';
import type { GraphView } from './graph-view.ts';
import { findPayRoute, routeArrays } from './pay-route.ts';
import type { PartChange, PaymentShell } from './payment-actor.ts';

export const payStream = (node: NodeId, hash: PaymentHash): string => `pay/${node}/${hash}`;

/** A pay's stream is read through a snapshot at most this many records old. */
const SNAPSHOT_EVERY = 64;

type RouteChosen = Extract<PayEvent, { type: 'ROUTE_CHOSEN' }>;
type RouteSend = Extract<PartSend, { kind: 'route' }>;

export interface PayShellOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly network: Switch;
  readonly payments: PaymentShell;
  /** The view of an operated node. */
  readonly viewOf: (node: NodeId) => GraphView;
}

export class PayShell {
  readonly kind: ActorKind<typeof payMachine, PayEffect>;
  /** Pays that ended, by stream. */
  readonly resolved = new KeyedBus<string, Position>();
  readonly #options: PayShellOptions;
  readonly #timers = new Map<string, () => void>();
  /** Streams of pays that may still have parts in flight: most payments belong to none, and asking the log costs a read. */
  readonly #running = new Set<string>();
  #runtime: Delivering | undefined;

  constructor(options: PayShellOptions) {
    this.#options = options;
    this.kind = {
      kind: 'pay',
      machine: payMachine,
      version: PAY_VERSION,
      snapshotEvery: SNAPSHOT_EVERY,
      isFinished: ({ context }) => !isRunning(context),
      rows: payRows,
      perform: (effect, at) => this.#perform(effect, at.stream, at.record, at.after.context),
    };
    options.payments.changes.all$.subscribe(({ message }) => {
      if (message.type === 'updated') this.#deliverer().guard(() => this.#partEnded(message));
    });
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  snapshot(node: NodeId, hash: PaymentHash): SnapshotFrom<typeof payMachine> {
    return this.#deliverer().snapshot(this.kind, payStream(node, hash));
  }

  /** Starts a pay; the caller checked that none is running and that the hash is not paid. */
  start(node: NodeId, request: PayRequest): Position {
    const atMs = this.#options.clock.nowMs();
    this.#deliver(payStream(node, request.paymentHash), { type: 'PAY_STARTED', request, atMs });
    return this.#options.journal.position;
  }

  /** Takes up running pays: deadlines, missed ends, pieces without a route. */
  recover(streams: readonly string[]): void {
    for (const stream of streams.filter((name) => name.startsWith('pay/'))) {
      const { node, hash } = partsOf(stream);
      const { context } = this.snapshot(node, hash);
      if (!context.request) continue;
      this.#running.add(stream);
      this.#tellMissedEnds(stream, node, hash, context);
      this.#armDeadline(stream, context.request.deadlineMs);
      const { context: now } = this.snapshot(node, hash);
      const [piece] = now.toRouteMsat;
      if (piece !== undefined) this.#findRoute(stream, now, piece, 0);
    }
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.resolved.close();
  }

  #perform(effect: PayEffect, stream: string, record: JournalRecord, context: PayContext): void {
    switch (effect.type) {
      case 'ARM_DEADLINE':
        this.#running.add(stream);
        this.#armDeadline(stream, effect.deadlineMs);
        return;
      case 'FIND_ROUTE':
        this.#findRoute(stream, context, effect.amountMsat, record.position);
        return;
      case 'SEND_PART':
        this.#send(stream, record.event as unknown as RouteChosen, context.request as PayRequest, record.position);
        return;
      case 'PAY_RESOLVED':
        this.#timers.get(stream)?.();
        this.#timers.delete(stream);
        if (!isRunning(context)) this.#running.delete(stream);
        this.resolved.publish(stream, record.position);
    }
  }

  #armDeadline(stream: string, deadlineMs: number): void {
    const { clock } = this.#options;
    this.#timers.get(stream)?.();
    const cancel = clock.after(deadlineMs - clock.nowMs(), () => {
      this.#timers.delete(stream);
      this.#deliver(stream, { type: 'DEADLINE_PASSED', atMs: clock.nowMs() });
    });
    this.#timers.set(stream, cancel);
  }

  #findRoute(stream: string, context: PayContext, amountMsat: bigint, cause: Position): void {
    const { node } = partsOf(stream);
    const atMs = this.#options.clock.nowMs();
    const answer = findPayRoute(this.#options.viewOf(node), context, context.request as PayRequest, amountMsat);
    if (answer.type === 'none') {
      this.#deliver(stream, { type: 'ROUTE_NOT_FOUND', amountMsat, reason: answer.reason, atMs }, cause);
      return;
    }
    const { feeMsat, hops } = answer;
    const chosen = { partid: nextPartid(context), amountMsat, feeMsat, ...routeArrays(hops), atMs };
    this.#deliver(stream, { type: 'ROUTE_CHOSEN', ...chosen }, cause);
  }

  #send(stream: string, route: RouteChosen, request: PayRequest, cause: Position): void {
    const { node, hash } = partsOf(stream);
    const { network, payments } = this.#options;
    const firstHop = { peer: route.ids[0] as NodeId, channel: route.channels[0] as never };
    const event: PaymentEvent = { type: 'PART_SENT', ...this.#part(node, route, request) };
    const { parts, tombstones } = payments.context(node, hash);
    const decision = decideSendpay(parts, tombstones, { ...event, paymentHash: hash, destination: request.payee });
    if (decision.type !== 'send') {
      // Someone paid or is paying this hash by other means: this pay must not send beside it.
      const message = decision.type === 'refuse' ? decision.refusal.message : `The payment is ${decision.type}`;
      const code = RpcErrorCode.PAY_DESTINATION_PERM_FAIL;
      this.#deliver(stream, { type: 'ATTEMPT_FAILED', partid: route.partid, code, message, atMs: route.atMs }, cause);
      return;
    }
    const refusal = network.checkFirstHop(node, { ...firstHop, amountMsat: route.amountsMsat[0] as bigint });
    if (refusal) {
      const channel = channelDirection(firstHop.channel, directionOf(node, firstHop.peer));
      const at = { erringIndex: 0, hops: route.ids.length, failcode: refusal.failcode };
      const erring = {
        ...at,
        blame: judged(at),
        channel,
        amountMsat: route.amountMsat,
        corrected: false,
      };
      const message = `failed: ${failcodeName(refusal.failcode)} (${refusal.detail})`;
      this.#deliver(
        stream,
        { type: 'ATTEMPT_FAILED', partid: route.partid, code: 204, message, erring, atMs: route.atMs },
        cause,
      );
      return;
    }
    payments.deliver(node, hash, event, cause);
  }

  #part(node: NodeId, route: RouteChosen, request: PayRequest): SentPart {
    const { ids, channels, amountsMsat, delays, partid, amountMsat, atMs } = route;
    const { paymentSecret, paymentMetadata, keysendPreimage, invstring, label, description, localinvreqid } = request;
    const send: RouteSend = {
      kind: 'route',
      ids,
      channels,
      amountsMsat,
      delays,
      sessionKey: Buffer.from(this.#options.random.bytes(32)).toString('hex'),
      ...given({ paymentSecret, paymentMetadata, keysendPreimage }),
    };
    return {
      groupid: request.groupid,
      partid,
      createdIndex: this.#options.payments.nextIndex(node, 'created'),
      createdAtMs: atMs,
      amountMsat,
      sentMsat: amountsMsat[0] as bigint,
      totalMsat: request.amountMsat,
      destination: request.payee,
      height: this.#options.network.blockheight(node),
      ...given({ invstring, label, description, localinvreqid }),
      send,
    };
  }

  /** A part of this node ended: if a pay waits for it, it hears of it. */
  #partEnded({ node, paymentHash, part, position }: PartChange): void {
    const stream = payStream(node, paymentHash);
    if (!this.#running.has(stream)) return;
    const { context } = this.snapshot(node, paymentHash);
    if (context.request?.groupid !== part.groupid) return;
    const isLastLatePart = context.preimage !== null && inFlightCount(context) <= 1;
    if (isLastLatePart) this.#running.delete(stream);
    this.#deliver(stream, endOf(node, part), position);
  }

  #tellMissedEnds(stream: string, node: NodeId, hash: PaymentHash, context: PayContext): void {
    const { parts } = this.#options.payments.context(node, hash);
    for (const attempt of context.attempts.filter(({ status }) => status === 'pending')) {
      const part = parts.find(
        ({ partid, groupid }) => partid === attempt.partid && groupid === context.request?.groupid,
      );
      if (part && part.status !== 'pending') this.#deliver(stream, endOf(node, part));
    }
  }

  #deliver(stream: string, event: PayEvent, cause: Position = 0): void {
    this.#deliverer().deliver({ stream, event: event as unknown as LoggedEvent, cause });
  }

  #deliverer(): Delivering {
    if (!this.#runtime) throw new SendpayError('SENDPAY_ASSERTION', 'the pay shell is not attached to a runtime');
    return this.#runtime;
  }
}

/** Rows of pays by the time they were started: what `paystatus` lists. */
export const payRowsPrefix = (node: NodeId): string => `pay/${node}/`;

const TIME_DIGITS = 16;

function payRows({ stream, record }: { stream: string; record: JournalRecord }): RowWrite[] {
  const event = record.event as unknown as PayEvent;
  if (event.type !== 'PAY_STARTED') return [];
  const { node, hash } = partsOf(stream);
  return [{ key: `${payRowsPrefix(node)}${String(event.atMs).padStart(TIME_DIGITS, '0')}/${hash}`, value: hash }];
}

/** Something may still come of it: unrouted pieces or parts in flight. */
export function isRunning(context: PayContext): boolean {
  return (
    context.request !== null && (inFlightCount(context) > 0 || (context.failure === null && context.preimage === null))
  );
}

function inFlightCount(context: PayContext): number {
  return context.attempts.filter((attempt) => attempt.status === 'pending').length;
}

function partsOf(stream: string): { node: NodeId; hash: PaymentHash } {
  const [, node, hash] = stream.split('/') as [string, NodeId, PaymentHash];
  return { node, hash };
}

function endOf(node: NodeId, part: Part): PayEvent {
  const { partid, completedAtMs: atMs = 0, preimage, failure } = part;
  if (preimage !== undefined) return { type: 'ATTEMPT_SUCCEEDED', partid, preimage, atMs };
  const { code, message } = failure as NonNullable<Part['failure']>;
  return { type: 'ATTEMPT_FAILED', partid, code, message, ...given({ erring: erringHop(node, part) }), atMs };
}

/** Where on its route a part failed; undefined if nobody could read the error. */
function erringHop(node: NodeId, part: Part): ErringHop | undefined {
  const { send, failure } = part;
  if (send.kind !== 'route' || failure?.erringIndex === undefined || failure.failcode === undefined) return undefined;
  const { erringIndex, failcode } = failure;
  const at = { erringIndex, hops: send.ids.length, failcode };
  const [id, nextId] = [erringIndex === 0 ? node : send.ids[erringIndex - 1], send.ids[erringIndex]];
  const channel = send.channels[erringIndex];
  return {
    ...at,
    blame: judged(at),
    ...given({
      node: id,
      nextNode: nextId,
      channel: channel && id && nextId ? channelDirection(channel, directionOf(id, nextId)) : undefined,
    }),
    amountMsat: part.amountMsat,
    corrected: failure.rawMessage !== undefined && channelUpdateOf(failure.rawMessage) !== undefined,
  };
}
