/**
 * A client of the socket: what `sendpay call` and the tests use.
 *
 * Invariant: a call ends with exactly one outcome: the result, the error the server answered, or `closed` when the
 * connection ended without an answer. Replies are matched by id, so calls may be pipelined. Integers beyond 2^53 arrive
 * as bigint.
 */
import { connect, type Socket } from 'node:net';
import { SendpayError } from '../domain/errors.ts';
import { JsonSplitter } from './framing.ts';
import { memberOf, parseTokens, type Token } from './json-token.ts';
import { type JsonValue, jsonOf, writeJson } from './json-value.ts';

export type CallOutcome =
  | { readonly result: JsonValue }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: JsonValue } }
  | { readonly closed: true };

export interface CallOptions {
  /** Template of the answer's members to send back (`filter.ts`). */
  readonly filter?: JsonValue;
}

/** Our own server's answers may be large and are trusted: these only stop a stream that is not JSON-RPC. */
const REPLY_LIMITS = { maxRequestBytes: 1024 * 1024 * 1024, maxDepth: 128 };

export class RpcClient {
  readonly #socket: Socket;
  readonly #splitter = new JsonSplitter(REPLY_LIMITS);
  readonly #waiting = new Map<string, (outcome: CallOutcome) => void>();
  readonly #onNotification: (message: JsonValue) => void;
  #nextId = 1;

  private constructor(socket: Socket, onNotification: (message: JsonValue) => void) {
    this.#socket = socket;
    this.#onNotification = onNotification;
    socket.on('data', (chunk) => this.#data(chunk));
    socket.on('error', () => this.#closed());
    socket.on('close', () => this.#closed());
  }

  /** Connects. Throws SENDPAY_RPC_CONNECT if nobody listens there. */
  static connect(path: string, onNotification: (message: JsonValue) => void = () => {}): Promise<RpcClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      const refused = (cause: Error): void =>
        reject(new SendpayError('SENDPAY_RPC_CONNECT', `${path}: ${cause.message}`, { cause }));
      socket.once('error', refused);
      socket.once('connect', () => {
        socket.removeListener('error', refused);
        resolve(new RpcClient(socket, onNotification));
      });
    });
  }

  call(method: string, params: JsonValue = {}, options: CallOptions = {}): Promise<CallOutcome> {
    const id = `${method}#${this.#nextId++}`;
    if (this.#socket.destroyed) return Promise.resolve({ closed: true });
    return new Promise((resolve) => {
      this.#waiting.set(writeJson(id), resolve);
      this.#socket.write(writeJson({ jsonrpc: '2.0', id, method, params, filter: options.filter }));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #data(chunk: Uint8Array): void {
    this.#splitter.push(chunk);
    for (let frame = this.#splitter.next(); frame !== undefined; frame = this.#splitter.next()) {
      if (frame.type === 'broken') {
        this.close();
        return;
      }
      this.#message(parseTokens(frame.text, REPLY_LIMITS.maxDepth));
    }
  }

  #message(token: Token): void {
    const id = memberOf(token, 'id');
    if (id === undefined) {
      this.#onNotification(jsonOf(token));
      return;
    }
    const resolve = this.#waiting.get(id.raw);
    this.#waiting.delete(id.raw);
    resolve?.(outcomeOf(token));
  }

  #closed(): void {
    for (const resolve of this.#waiting.values()) resolve({ closed: true });
    this.#waiting.clear();
  }
}

function outcomeOf(token: Token): CallOutcome {
  const error = memberOf(token, 'error');
  if (error !== undefined) return { error: jsonOf(error) as { code: number; message: string; data?: JsonValue } };
  const result = memberOf(token, 'result');
  return { result: result === undefined ? null : jsonOf(result) };
}

/** One call on a connection of its own, as lightning-cli makes it. Throws SENDPAY_RPC_CONNECT. */
export async function call(
  path: string,
  method: string,
  params: JsonValue = {},
  options: CallOptions = {},
): Promise<CallOutcome> {
  const client = await RpcClient.connect(path);
  try {
    return await client.call(method, params, options);
  } finally {
    client.close();
  }
}
