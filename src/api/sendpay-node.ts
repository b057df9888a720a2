/**
 * A node as a TypeScript program holds it: a typed method per command, live payments, and the durable feed.
 *
 * Invariant: a method runs the very command a socket runs (same checks, same words, same answer), so there is one behaviour
 * whichever way in is taken. A refusal rejects with `CommandError`; everything that resolves is durable. What is not answered
 * yet, and who reads a feed, keeps the process alive (`outstanding.ts`).
 */
import { filter, map, type Observable } from 'rxjs';
import { rowOf, type SendpayRow } from '../../machines/payment-rows.ts';
import { type Refusal, type RpcErrorCode, SendpayError } from '../domain/errors.ts';
import { type NodeId, parsePaymentHash } from '../domain/ids.ts';
import type { JournalRecord, Position } from '../journal/port.ts';
import type { ObserveOptions, PaymentActor } from '../payments/observer.ts';
import type { PartChange } from '../payments/payment-actor.ts';
import type { RpcHandler } from '../rpc/connection.ts';
import type { JsonValue } from '../rpc/json-value.ts';
import { wholeAnswer } from '../rpc/list-answer.ts';
import type { ServedNode } from '../rpc/served-node.ts';
import type { NodeService } from '../rpc/serving.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { CallOptions, CommandMethods } from './command-types.ts';
import type { Outstanding } from './outstanding.ts';
import { tokensOf } from './param-tokens.ts';

/** A command's refusal: `code`, `message` and `data` are what a JSON-RPC client would get. */
export class CommandError extends Error {
  readonly code: RpcErrorCode;
  readonly data: JsonValue | undefined;
  readonly method: string;
  constructor(method: string, error: Refusal) {
    super(error.message);
    this.name = 'CommandError';
    this.method = method;
    this.code = error.code;
    this.data = error.data as JsonValue | undefined;
  }
}

/** A part of a payment that changed, in the feed of `payments$`. */
export interface PaymentChange {
  readonly type: 'created' | 'updated' | 'deleted';
  readonly payment: SendpayRow;
  readonly position: Position;
}

class NodeCore {
  readonly id: NodeId;
  readonly alias: string;
  /** Below the commands: the engine's own view of this node. */
  readonly served: ServedNode;
  readonly #handle: RpcHandler;
  readonly #outstanding: Outstanding;

  constructor({ node, handler }: NodeService, outstanding: Outstanding) {
    this.#outstanding = outstanding;
    this.served = node;
    this.id = node.operated.id;
    this.alias = node.operated.alias;
    this.#handle = handler;
  }

  /** Any command, by name. Rejects with `CommandError`. */
  async call(method: string, params: object = {}, { signal }: CallOptions = {}): Promise<JsonValue> {
    if (signal !== undefined && !(signal instanceof AbortSignal))
      throw new SendpayError('SENDPAY_BAD_ARGUMENT', 'signal: should be an AbortSignal');
    const given = tokensOf(params);
    if ('refusal' in given) throw new CommandError(method, given.refusal);
    const answer = await this.#outstanding.call(async (whileWaited) => {
      const answered = await this.#handle({
        method,
        params: given.tokens,
        signal: whileWaited,
        notify: () => {},
        enableNotifications: () => {},
      });
      return 'list' in answered ? wholeAnswer(answered, whileWaited) : answered;
    }, signal);
    if ('error' in answer) throw new CommandError(method, answer.error);
    return answer.result;
  }

  /**
   * A payment to watch: an XState actor moved by the durable log alone, done when the payment is at its end. Throws
   * SENDPAY_BAD_ARGUMENT if `paymentHash` is not 64 hex digits.
   */
  payment(paymentHash: string, options: ObserveOptions = {}): PaymentActor {
    const hash = typeof paymentHash === 'string' ? parsePaymentHash(paymentHash) : undefined;
    if (!hash) throw new SendpayError('SENDPAY_BAD_ARGUMENT', `paymentHash: not 64 hex digits: ${String(paymentHash)}`);
    return this.served.operated.observe(hash, { ...options, hold: () => this.#outstanding.hold() });
  }

  /**
   * The durable log from a position on: ordered, without gaps or duplicates, and going on. Whoever remembers the last
   * position it handled resumes there. All actors of the process are in it; `onlyThisNode` keeps this node's payments.
   * Whoever reads it keeps the process alive until it leaves or the nodes are closed. Throws SENDPAY_BAD_ARGUMENT for a
   * `from` that is no position.
   */
  events({
    from = 1,
    onlyThisNode = false,
  }: {
    from?: Position;
    onlyThisNode?: boolean;
  } = {}): Observable<JournalRecord> {
    if (!Number.isSafeInteger(from) || from < 0)
      throw new SendpayError('SENDPAY_BAD_ARGUMENT', `from: should be a position in the log: ${String(from)}`);
    const all = this.#outstanding.reading(this.served.operated.feed(from));
    return onlyThisNode ? all.pipe(filter((record) => record.stream.includes(`/${this.id}`))) : all;
  }

  /** This node's parts as they change, each once it is durable. Whoever reads it keeps the process alive, as with `events`. */
  get payments$(): Observable<PaymentChange> {
    return this.#outstanding.reading(this.served.operated.changes$.pipe(map(changeOf)));
  }
}

const changeOf = ({ type, paymentHash, part, position }: PartChange): PaymentChange => ({
  type,
  payment: rowOf(paymentHash, part),
  position,
});

/** A node: `NodeCore` and a method per command; of those that need what it may lack, only perhaps. */
export type SendpayNode<Has extends Capability = Capability> = NodeCore & CommandMethods<Has>;

/** Puts the methods on: of the commands the node has, as the registry says; `SendpayNode` says the same in types. */
export function sendpayNode(service: NodeService, outstanding: Outstanding): SendpayNode {
  const node = new NodeCore(service, outstanding);
  const methods = Object.fromEntries(
    [...service.registry.keys()].map((method) => [
      method,
      (params?: object, options?: CallOptions) => node.call(method, params, options),
    ]),
  );
  return Object.assign(node, methods as unknown as CommandMethods);
}
