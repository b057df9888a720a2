/**
 * `--inspect-ws`: every transition of every logged actor, to a relay of Stately's inspector on this machine.
 *
 * `@statelyai/inspect` (0.7.2) is no dependency, and sendpay never starts its relay: that shows https://stately.ai/inspect in a
 * frame, posts every event to it, listens on all interfaces and checks neither token nor Origin. Whoever wants it runs it, or
 * anything that reads the same messages, and names its port; we connect to it on loopback.
 * Invariants: what is told is what the runtime did, told once it is durable, in the order of the log, each actor registered before
 * it moves; nothing is kept while nobody listens, and a listener that does not keep up is cut off, so watching costs the watched
 * nothing but the telling; after `close` nothing of it keeps the process alive.
 */
import { SendpayError } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { StatelyMessages } from './stately-messages.ts';
import { StatelyTeller } from './stately-teller.ts';
import { openTextSocket, type TextSocket } from './text-socket.ts';

const RETRY_MS = 2_000;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export interface StatelyOptions {
  readonly engine: Engine;
  /** Of the relay, as `statelyUrl` gives it. */
  readonly url: URL;
  readonly showSecrets?: boolean;
  /** Told, in a sentence, when the listener comes, goes, or was not there. */
  readonly say: (sentence: string) => void;
  /** Between two attempts to find a listener. */
  readonly retryMs?: number;
}

/** A port of this machine, or the whole address. Throws SENDPAY_INSPECT_WS. */
export function statelyUrl(portOrUrl: string): URL {
  const text = /^\d+$/.test(portOrUrl) ? `ws://127.0.0.1:${portOrUrl}/` : portOrUrl;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'ws:' || !LOOPBACK.includes(url.hostname))
    throw new SendpayError(
      'SENDPAY_INSPECT_WS',
      `${portOrUrl}: not a port, nor ws://HOST:PORT with a host of this machine (${LOOPBACK.join(', ')})`,
    );
  return url;
}

/** Resolves once the first attempt to connect has ended, either way; it goes on trying. The function it gives ends it. */
export async function connectStately(options: StatelyOptions): Promise<() => void> {
  const connection = new StatelyConnection(options);
  await connection.open();
  return () => connection.close();
}

class StatelyConnection {
  readonly #options: StatelyOptions;
  #retry: NodeJS.Timeout | undefined;
  #socket: TextSocket | undefined;
  #isClosed = false;
  /** It was said that nobody listens. */
  #saidSo = false;

  constructor(options: StatelyOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { engine, url, showSecrets = false, say } = this.#options;
    try {
      this.#socket = await openTextSocket(url);
    } catch (error) {
      if (!this.#saidSo)
        say(`nobody listens at ${url.href} (${reasonOf(error)}): transitions go there once somebody does`);
      this.#saidSo = true;
      this.#tryAgain();
      return;
    }
    if (this.#isClosed) return this.#socket.close();
    if (this.#saidSo) say(`transitions go to ${url.href} from now on`);
    this.#saidSo = false;
    const teller = new StatelyTeller(engine, this.#socket, new StatelyMessages({ showSecrets }));
    void this.#socket.closed.then((why) => {
      teller.stop();
      if (this.#isClosed) return;
      say(`the listener at ${url.href} went away (${why}): transitions go there once it is back`);
      this.#saidSo = true;
      this.#tryAgain();
    });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  #tryAgain(): void {
    if (!this.#isClosed) this.#retry = setTimeout(() => void this.open(), this.#options.retryMs ?? RETRY_MS).unref();
  }
}

/** Of an error that stands for several attempts (one per address) the first. */
function reasonOf(error: unknown): string {
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: readonly Error[] };
  return message || (errors?.[0]?.message ?? code ?? 'no reason given');
}
