/**
 * The pay actor's shell: finds routes, sends parts and keeps deadlines for pay machines.
 *
 * Invariants: every attempt is in the log before its HTLC leaves (both happen in one cascade); after a restart a pay goes on
 * where it was: its deadline and its pause are armed again, pieces without a route are routed, ends it missed are told.
 * Does not judge failures: `machines/pay.ts` does.
 */
import type { Observable } from 'rxjs';
import {
  attemptsInFlight,
  isRunning,
  nextPartid,
  type PayContext,
  type PayEvent,
  type PayEventOf,
  type PayRequest,
} from '../../machines/pay.ts';
import { payKind } from '../../machines/pay-kind.ts';
import type { Clock } from '../domain/clock.ts';
import { RpcErrorCode, SendpayError } from '../domain/errors.ts';
import { given } from '../domain/given.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { LoggedEvent, Position } from '../domain/log-record.ts';
import { pauseLeftMs } from '../domain/pay-lesson.ts';
import { type Actor, actor, type Delivering } from '../runtime/actor.ts';
import { KeyedBus } from '../runtime/bus.ts';
import { endOf, firstHopFailure, unsendable, type WhyFailed } from './attempt-end.ts';
import type { GraphView } from './graph-view.ts';
import { findPayRoute, routeArrays } from './pay-route.ts';
import type { PartChange, PaymentShell } from './payment-actor.ts';
import type { Sending, SendRequest } from './sending.ts';

type RouteChosen = PayEventOf<'ROUTE_CHOSEN'>;

/** A self-payment is one part and no other: Core Lightning gives it no number (sendpay, reference 1.8). */
const SELF_PARTID = 0n;

export interface PayShellOptions {
  readonly clock: Clock;
  readonly sending: Sending;
  readonly payments: PaymentShell;
  /** The view of an operated node. */
  readonly viewOf: (node: NodeId) => GraphView;
}

export class PayShell {
  readonly actor: Actor;
  /** Pays that ended, by stream. */
  readonly #resolved = new KeyedBus<string, Position>();
  readonly #options: PayShellOptions;
  /** What ends the wait for a pay's deadline, and for the end of its pause, by stream. */
  readonly #deadlines = new Map<string, () => void>();
  readonly #pauses = new Map<string, () => void>();
  /** Streams of pays that may still have parts in flight: most payments belong to none, and asking the log costs a read. */
  readonly #running = new Set<string>();
  #runtime: Delivering | undefined;

  constructor(options: PayShellOptions) {
    this.#options = options;
    this.actor = actor(payKind, {
      ARM_DEADLINE: ({ deadlineMs }, { stream }) => {
        this.#running.add(stream);
        this.#armDeadline(stream, deadlineMs);
      },
      ARM_PAUSE: ({ pauseMs }, { stream }) => this.#arm(this.#pauses, stream, pauseMs, 'PAUSE_ENDED'),
      FIND_ROUTE: ({ amountMsat }, { stream, record, after }) =>
        this.#findRoute(stream, after.context, amountMsat, record.position),
      SEND_PART: (_, { stream, record, after }) =>
        this.#send(
          stream,
          record.event as unknown as RouteChosen,
          after.context.request as PayRequest,
          record.position,
        ),
      PAY_RESOLVED: (_, { stream, record, after }) => {
        this.#disarm(this.#deadlines, stream);
        this.#disarm(this.#pauses, stream);
        if (!isRunning(after.context)) this.#running.delete(stream);
        this.#resolved.publish(stream, record.position);
      },
    });
    options.payments.changes.all$.subscribe(({ message }) => {
      if (message.type === 'updated') this.#deliverer().guard(() => this.#partEnded(message));
    });
  }

  attach(runtime: Delivering): void {
    this.#runtime = runtime;
  }

  context(node: NodeId, paymentHash: PaymentHash): PayContext {
    return this.#deliverer().snapshot(payKind, { node, paymentHash }).context;
  }

  /** Fires when the pay of a hash ended. */
  resolutionsOf(node: NodeId, paymentHash: PaymentHash): Observable<Position> {
    return this.#resolved.on(payKind.streamOf({ node, paymentHash }));
  }

  /** Starts a pay; the caller checked that none is running and that the hash is not paid. */
  start(node: NodeId, request: PayRequest): void {
    const atMs = this.#options.clock.nowMs();
    const stream = payKind.streamOf({ node, paymentHash: request.paymentHash });
    this.#deliver(stream, { type: 'PAY_STARTED', request, atMs });
  }

  /** Takes up running pays: missed ends, deadlines, pauses, pieces without a route. */
  recover(streams: readonly string[]): void {
    for (const stream of streams.filter(payKind.owns)) {
      const { node, paymentHash: hash } = payKind.idOf(stream);
      const context = this.context(node, hash);
      if (!context.request) continue;
      this.#running.add(stream);
      this.#tellMissedEnds(stream, node, hash, context);
      this.#goOn(stream, context.request.deadlineMs);
    }
  }

  /** The deadline first: what it ends must not try once more. */
  #goOn(stream: string, deadlineMs: number): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs >= deadlineMs) {
      this.#deliver(stream, { type: 'DEADLINE_PASSED', atMs: nowMs });
      return;
    }
    this.#armDeadline(stream, deadlineMs);
    const snapshot = this.#deliverer().snapshot(payKind, payKind.idOf(stream));
    const { context } = snapshot;
    const [piece] = context.toRouteMsat;
    if (snapshot.matches('pausing')) this.#arm(this.#pauses, stream, pauseLeftMs(context, nowMs), 'PAUSE_ENDED');
    else if (piece !== undefined) this.#findRoute(stream, context, piece, 0);
  }

  /** Pays somebody waits for now. */
  get waiterCount(): number {
    return this.#resolved.keyCount;
  }

  close(): void {
    for (const timers of [this.#deadlines, this.#pauses]) {
      for (const cancel of timers.values()) cancel();
      timers.clear();
    }
    this.#resolved.close();
  }

  #armDeadline(stream: string, deadlineMs: number): void {
    this.#arm(this.#deadlines, stream, deadlineMs - this.#options.clock.nowMs(), 'DEADLINE_PASSED');
  }

  #arm(
    timers: Map<string, () => void>,
    stream: string,
    delayMs: number,
    type: 'DEADLINE_PASSED' | 'PAUSE_ENDED',
  ): void {
    const { clock } = this.#options;
    timers.get(stream)?.();
    const cancel = clock.after(delayMs, () => {
      timers.delete(stream);
      this.#deliver(stream, { type, atMs: clock.nowMs() });
    });
    timers.set(stream, cancel);
  }

  #disarm(timers: Map<string, () => void>, stream: string): void {
    timers.get(stream)?.();
    timers.delete(stream);
  }

  #findRoute(stream: string, context: PayContext, amountMsat: bigint, cause: Position): void {
    const { node } = payKind.idOf(stream);
    const atMs = this.#options.clock.nowMs();
    const request = context.request as PayRequest;
    // A timer may be late, and the one of the deadline behind it. The first attempt is made however short the time is.
    if (context.attempts.length > 0 && atMs >= request.deadlineMs) {
      this.#deliver(stream, { type: 'DEADLINE_PASSED', atMs }, cause);
      return;
    }
    const answer = findPayRoute(this.#options.viewOf(node), context, request, amountMsat);
    if (answer.type === 'none') {
      this.#deliver(stream, { type: 'ROUTE_NOT_FOUND', amountMsat, reason: answer.reason, atMs }, cause);
      return;
    }
    const { feeMsat, hops } = answer;
    const partid = hops.length === 0 ? SELF_PARTID : nextPartid(context);
    const chosen = { partid, amountMsat, feeMsat, ...routeArrays(hops), atMs };
    this.#deliver(stream, { type: 'ROUTE_CHOSEN', ...chosen }, cause);
  }

  /** A part that cannot be sent ends here, before anything left. */
  #send(stream: string, route: RouteChosen, request: PayRequest, cause: Position): void {
    const { node } = payKind.idOf(stream);
    const failed = (failure: WhyFailed): void =>
      this.#deliver(stream, { type: 'ATTEMPT_FAILED', partid: route.partid, ...failure, atMs: route.atMs }, cause);
    const { answer, leaves } = this.#options.sending.send(node, requestOf(route, request), cause);
    if (leaves) return;
    if (answer.type === 'first-hop-refused') {
      failed(firstHopFailure(node, route, answer.refusal));
      return;
    }
    if (answer.type === 'refused' && answer.refusal.code === RpcErrorCode.LIGHTNINGD && route.ids.length > 0) {
      failed(unsendable(node, route, answer.refusal.message));
      return;
    }
    // Someone paid or is paying this hash by other means: this pay must not send beside it.
    const message = answer.type === 'refused' ? answer.refusal.message : `The payment is already-${answer.type}`;
    failed({ code: RpcErrorCode.PAY_DESTINATION_PERM_FAIL, message });
  }

  /** A part of this node ended: if a pay waits for it, it hears of it. */
  #partEnded({ node, paymentHash, part, position }: PartChange): void {
    const stream = payKind.streamOf({ node, paymentHash });
    if (!this.#running.has(stream)) return;
    const context = this.context(node, paymentHash);
    if (context.request?.groupid !== part.groupid) return;
    const isLastLatePart = context.preimage !== null && attemptsInFlight(context).length <= 1;
    if (isLastLatePart) this.#running.delete(stream);
    this.#deliver(stream, endOf(this.#options.viewOf(node), part), position);
  }

  #tellMissedEnds(stream: string, node: NodeId, hash: PaymentHash, context: PayContext): void {
    const { parts } = this.#options.payments.context(node, hash);
    for (const attempt of context.attempts.filter(({ status }) => status === 'pending')) {
      const part = parts.find(
        ({ partid, groupid }) => partid === attempt.partid && groupid === context.request?.groupid,
      );
      if (part && part.status !== 'pending') this.#deliver(stream, endOf(this.#options.viewOf(node), part));
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

function requestOf(route: RouteChosen, request: PayRequest): SendRequest {
  const { amountsMsat, partid, amountMsat } = route;
  const { invstring, label, description, localinvreqid } = request;
  return {
    paymentHash: request.paymentHash,
    send: sendOf(route, request),
    groupid: request.groupid,
    partid,
    amountMsat,
    sentMsat: amountsMsat[0] ?? amountMsat,
    totalMsat: request.totalMsat ?? request.amountMsat,
    destination: request.payee,
    ...given({ invstring, label, description, localinvreqid }),
  };
}

/** Without hops it is a payment to ourselves. */
function sendOf({ ids, channels, amountsMsat, delays }: RouteChosen, request: PayRequest): SendRequest['send'] {
  const { paymentSecret, paymentMetadata, keysendPreimage } = request;
  return ids.length === 0
    ? { kind: 'self', ...given({ paymentSecret }) }
    : {
        kind: 'route',
        ids,
        channels,
        amountsMsat,
        delays,
        ...given({ paymentSecret, paymentMetadata, keysendPreimage }),
      };
}
