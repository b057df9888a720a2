/**
 * One client of the socket: its requests in, its answers out.
 *
 * Invariant: every request gets exactly one reply, in the order the commands finish, unless the client is gone; a client
 * that is gone has its commands' signals aborted. A list is read while it is sent (`list-answer.ts`, `output.ts`). Input is not read
 * while output waits to be read (Core Lightning does the same) nor faster than the rate limit, so what is kept for a client is
 * bounded by `limits.ts`.
 */
import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import { applyFilter } from './filter.ts';
import { type Frame, JsonSplitter } from './framing.ts';
import { type JsonValue, writeJson } from './json-value.ts';
import { MAX_ECHO_CHARS, type RpcLimits } from './limits.ts';
import { type ListAnswer, piecesOf } from './list-answer.ts';
import { Output } from './output.ts';
import { idOfBroken, parseRequest, type RpcRequest } from './request.ts';

/** What a command answers: a `Result`, whole or a list still to be read, or why not. */
export type RpcAnswer<Result extends JsonValue = JsonValue> = ShortAnswer<Result> | ListAnswer<Result>;
type ShortAnswer<Result extends JsonValue = JsonValue> = { readonly result: Result } | { readonly error: Refusal };

/** What a command may do to the connection it came from. */
export interface RpcCall {
  readonly method: string;
  readonly params: RpcRequest['params'];
  /** Aborted when the client is gone or the server closes: nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Sends a message if the client asked for them (`notifications`). */
  readonly notify: (note: Notification) => void;
  /** Turns such messages on or off for this connection. */
  readonly enableNotifications: (enable: boolean) => void;
}

/**
 * What a command says on its way. Only `message`s: pyln-client takes any other notification for the answer, and lightning-cli
 * draws `progress` into a buffer that a last step (`num` = `total`) overflows.
 */
export interface Notification {
  readonly level: 'info' | 'debug' | 'unusual';
  readonly message: string;
}

export type RpcHandler = (call: RpcCall) => Promise<RpcAnswer>;

/** Core Lightning ends every message so; no reply contains an empty line. */
const END = '\n\n';

export class RpcConnection {
  readonly #socket: Socket;
  readonly #handler: RpcHandler;
  readonly #limits: RpcLimits;
  readonly #splitter: JsonSplitter;
  readonly #rate: TokenBucket;
  readonly #output: Output;
  readonly #aborter = new AbortController();
  #outstanding = 0;
  #notifications = false;
  #scheduled: NodeJS.Timeout | NodeJS.Immediate | undefined;
  /** The client sends no more; what it sent may not all have been handled yet: `end` comes even while input is paused. */
  #halfClosed = false;
  /** No further request is handled. */
  #inputEnded = false;

  constructor(socket: Socket, handler: RpcHandler, limits: RpcLimits) {
    this.#socket = socket;
    this.#handler = handler;
    this.#limits = limits;
    this.#splitter = new JsonSplitter(limits);
    this.#rate = new TokenBucket(limits.requestBurst, limits.requestsPerSecond);
    this.#output = new Output({ socket, maxUnreadBytes: limits.maxUnreadBytes, close: () => this.close() });
    // One listener per command that waits: bounded by `maxOutstanding`, which Node cannot know.
    setMaxListeners(0, this.#aborter.signal);
    socket.on('data', (chunk) => {
      if (this.#inputEnded) return;
      this.#splitter.push(chunk);
      this.#work();
    });
    socket.on('drain', () => this.#work());
    socket.on('end', () => {
      this.#halfClosed = true;
      this.#work();
    });
    socket.on('error', () => this.close());
    socket.on('close', () => this.close());
  }

  /** Ends the connection at once; commands still running lose their reader. */
  close(): void {
    this.#unschedule();
    this.#aborter.abort();
    this.#socket.destroy();
  }

  /** Handles what has arrived, a batch at a time, as far as output and rate allow. */
  #work(): void {
    if (this.#scheduled !== undefined || this.#inputEnded) return;
    for (let handled = 0; handled < this.#limits.batchSize; handled++) {
      if (this.#output.isBehind) {
        this.#socket.pause();
        return;
      }
      const waitMs = this.#rate.waitMs();
      if (waitMs > 0) {
        this.#resumeAfter(waitMs);
        return;
      }
      const frame = this.#splitter.next();
      if (frame === undefined) {
        if (this.#halfClosed) this.#clientEnded();
        else this.#socket.resume();
        return;
      }
      this.#rate.take();
      this.#frame(frame);
      if (this.#inputEnded) return;
    }
    this.#resumeAfter(0);
  }

  #resumeAfter(delayMs: number): void {
    this.#socket.pause();
    const resume = (): void => {
      this.#scheduled = undefined;
      this.#work();
    };
    this.#scheduled = delayMs > 0 ? setTimeout(resume, delayMs) : setImmediate(resume);
  }

  #unschedule(): void {
    clearTimeout(this.#scheduled as NodeJS.Timeout);
    clearImmediate(this.#scheduled as NodeJS.Immediate);
    this.#scheduled = undefined;
  }

  #frame(frame: Frame): void {
    const parsed = frame.type === 'broken' ? frame : parseRequest(frame, this.#limits.maxDepth);
    switch (parsed.type) {
      case 'broken':
        this.#brokenInput(parsed.reason, parsed.input);
        break;
      case 'refused':
        this.#reply(parsed.id, { error: parsed.refusal });
        break;
      case 'request':
        void this.#run(parsed.request);
    }
  }

  /** No later byte can be understood: says so, then closes this side (Core Lightning does the same). */
  #brokenInput(reason: string, input: Uint8Array): void {
    const hex = Buffer.from(input.subarray(0, MAX_ECHO_CHARS / 2)).toString('hex');
    const message = `Invalid token in json input: '${hex}' (${reason})`;
    const id = idOfBroken(Buffer.from(input).toString('utf8'), this.#limits.maxDepth);
    this.#reply(id, { error: { code: RpcErrorCode.INVALID_REQUEST, message } });
    this.#clientEnded();
  }

  async #run(request: RpcRequest): Promise<void> {
    if (this.#outstanding >= this.#limits.maxOutstanding) {
      const message = `Too many commands outstanding on this connection: ${this.#outstanding}`;
      return this.#reply(request.id, { error: { code: RpcErrorCode.LIGHTNINGD, message } });
    }
    this.#outstanding++;
    try {
      const answer = await this.#handler(this.#callOf(request));
      if ('list' in answer) await this.#output.sendLong(listMessage(request, answer));
      else this.#reply(request.id, filtered(answer, request));
    } catch (error) {
      this.#reply(request.id, { error: { code: RpcErrorCode.LIGHTNINGD, message: messageOf(error) } });
    } finally {
      this.#outstanding--;
      this.#endIfDone();
      this.#work();
    }
  }

  #callOf(request: RpcRequest): RpcCall {
    return {
      method: request.method,
      params: request.params,
      signal: this.#aborter.signal,
      notify: (note) => this.#notify(request.id, note),
      enableNotifications: (enable) => {
        this.#notifications = enable;
      },
    };
  }

  /** Dropped rather than kept for a client that does not read. */
  #notify(id: string, { level, message }: Notification): void {
    if (!this.#notifications || this.#output.isBehind) return;
    const params = `{"id":${id},"level":"${level}","message":${writeJson(message)}}`;
    this.#output.send(`{"jsonrpc":"2.0","method":"message","params":${params}}${END}`);
  }

  #reply(id: string, answer: ShortAnswer): void {
    if (!this.#socket.writable) return;
    this.#output.send(`${headOf(id)}${bodyOf(answer)}}${END}`);
    if (this.#output.isBehind) this.#socket.pause();
  }

  /** Nothing more comes: commands that only wait are released, the others may still answer. */
  #clientEnded(): void {
    this.#inputEnded = true;
    this.#unschedule();
    this.#aborter.abort();
    this.#endIfDone();
  }

  #endIfDone(): void {
    if (!this.#inputEnded || this.#outstanding > 0 || !this.#socket.writable) return;
    this.#socket.end(() => this.#socket.destroy());
  }
}

const headOf = (id: string): string => `{"jsonrpc":"2.0","id":${id},`;

async function* listMessage({ id, filter }: RpcRequest, answer: ListAnswer): AsyncGenerator<string, void> {
  let head = `${headOf(id)}"result":`;
  for await (const piece of piecesOf(answer, filter)) {
    yield head + piece;
    head = '';
  }
  yield `}${END}`;
}

function filtered(answer: ShortAnswer, request: RpcRequest): ShortAnswer {
  if ('error' in answer || request.filter === undefined) return answer;
  return { ...answer, result: applyFilter(answer.result, request.filter) };
}

function bodyOf(answer: ShortAnswer): string {
  if ('error' in answer) {
    const { code, message, data } = answer.error;
    return `"error":${writeJson({ code, message, data: data as JsonValue | undefined })}`;
  }
  return `"result":${writeJson(answer.result)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `burst` requests at once, then `perSecond`. Measured in monotonic time, as it paces a real socket. */
class TokenBucket {
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #atMs = performance.now();

  constructor(burst: number, perSecond: number) {
    this.#burst = burst;
    this.#perMs = perSecond / 1000;
    this.#tokens = burst;
  }

  /** 0 if a request may be taken now, else how long until one may. */
  waitMs(): number {
    const now = performance.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#atMs) * this.#perMs);
    this.#atMs = now;
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) / this.#perMs);
  }

  take(): void {
    this.#tokens -= 1;
  }
}
