/**
 * The pay actor's shell: finds routes, sends parts and keeps deadlines for pay machines.
 *
 * Invariants: every attempt is in the log before its HTLC leaves (both happen in one cascade); after a restart a pay goes on
 * where it was: its deadline is armed again, pieces without a route are routed, ends it missed are told.
 * Does not judge failures: `machines/pay.ts` does.
 */
import type { Observable } from 'rxjs';
import {
  attemptsInFlight,
  type ErringHop,
  isRunning,
  nextPartid,
  type PayContext,
  type PayEvent,
  type PayRequest,
} from '../../machines/pay.ts';
import { payKind } from '../../machines/pay-kind.ts';
import { judged } from '../domain/blame.ts';
import type { Clock } from '../domain/clock.ts';
import { RpcErrorCode, SendpayError } from '../domain/errors.ts';
import { type FirstHopRefusal, wordsOf } from '../domain/first-hop.ts';
import { given } from '../domain/given.ts';
import { channelDirection, directionOf, type NodeId, type PaymentHash, type ShortChannelId } from '../domain/ids.ts';
import type { LoggedEvent, Position } from '../domain/log-record.ts';
import { failcodeName } from '../domain/payment-failure.ts';
import type { Part } from '../domain/payment-part.ts';
import { type Actor, actor, type Delivering } from '../runtime/actor.ts';
import { KeyedBus } from '../runtime/bus.ts';
import { channelUpdateOf } from './failure-reading.ts';
import type { GraphView } from './graph-view.ts';
import { findPayRoute, routeArrays } from './pay-route.ts';
import type { PartChange, PaymentShell } from './payment-actor.ts';
import type { Sending, SendRequest } from './sending.ts';

type RouteChosen = Extract<PayEvent, { type: 'ROUTE_CHOSEN' }>;
type AttemptFailed = Extract<PayEvent, { type: 'ATTEMPT_FAILED' }>;

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
  readonly #timers = new Map<string, () => void>();
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
        this.#timers.get(stream)?.();
        this.#timers.delete(stream);
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

  /** Takes up running pays: deadlines, missed ends, pieces without a route. */
  recover(streams: readonly string[]): void {
    for (const stream of streams.filter(payKind.owns)) {
      const { node, paymentHash: hash } = payKind.idOf(stream);
      const context = this.context(node, hash);
      if (!context.request) continue;
      this.#running.add(stream);
      this.#tellMissedEnds(stream, node, hash, context);
      this.#armDeadline(stream, context.request.deadlineMs);
      const now = this.context(node, hash);
      const [piece] = now.toRouteMsat;
      if (piece !== undefined) this.#findRoute(stream, now, piece, 0);
    }
  }

  /** Pays somebody waits for now. */
  get waiterCount(): number {
    return this.#resolved.keyCount;
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#resolved.close();
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
    const { node } = payKind.idOf(stream);
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

  /** A part that cannot be sent ends here, before anything left. */
  #send(stream: string, route: RouteChosen, request: PayRequest, cause: Position): void {
    const { node } = payKind.idOf(stream);
    const failed = (failure: Pick<AttemptFailed, 'code' | 'message' | 'erring'>): void =>
      this.#deliver(stream, { type: 'ATTEMPT_FAILED', partid: route.partid, ...failure, atMs: route.atMs }, cause);
    const { answer, leaves } = this.#options.sending.send(node, requestOf(route, request), cause);
    if (leaves) return;
    if (answer.type === 'first-hop-refused') {
      failed(firstHopFailure(node, route, answer.refusal));
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

function requestOf(route: RouteChosen, request: PayRequest): SendRequest {
  const { ids, channels, amountsMsat, delays, partid, amountMsat } = route;
  const { paymentSecret, paymentMetadata, keysendPreimage, invstring, label, description, localinvreqid } = request;
  return {
    paymentHash: request.paymentHash,
    send: {
      kind: 'route',
      ids,
      channels,
      amountsMsat,
      delays,
      ...given({ paymentSecret, paymentMetadata, keysendPreimage }),
    },
    groupid: request.groupid,
    partid,
    amountMsat,
    sentMsat: amountsMsat[0] as bigint,
    totalMsat: request.totalMsat ?? request.amountMsat,
    destination: request.payee,
    ...given({ invstring, label, description, localinvreqid }),
  };
}

function firstHopFailure(node: NodeId, route: RouteChosen, refusal: FirstHopRefusal) {
  const { failcode, detail } = wordsOf(refusal);
  const channel = channelDirection(route.channels[0] as ShortChannelId, directionOf(node, route.ids[0] as NodeId));
  const at = { erringIndex: 0, hops: route.ids.length, failcode };
  const erring = { ...at, blame: judged(at), channel, amountMsat: route.amountMsat, corrected: false };
  return { code: RpcErrorCode.PAY_TRY_OTHER_ROUTE, message: `failed: ${failcodeName(failcode)} (${detail})`, erring };
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
