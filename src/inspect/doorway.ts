/**
 * How many may stand at the inspector's door, and how long.
 *
 * Invariants: connections are bounded, those that have not shown the token more tightly; when a new one finds no room, the stranger
 * that has waited longest goes, so a crowd of strangers keeps nobody out who knows the token; a connection that says nothing,
 * little by little, or does not read what it asked for is cut. What fails at accepting (no open file left, a client gone
 * already) costs that client its connection and the process nothing.
 */
import type { IncomingMessage, Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';

/** Browsers open six a page; news takes one a page more. */
export const MAX_CONNECTIONS = 64;
/** Of these, such as have not shown the token. */
export const MAX_STRANGERS = 16;
/** Until the headers of a request have come. Browsers connect before they ask, and connect again. */
const HEADERS_TIMEOUT_MS = 1_000;
/** Until the whole request has come: it has no body. */
const REQUEST_TIMEOUT_MS = 5_000;
/** How often those two are looked at. */
const LOOK_EVERY_MS = 250;
/** A connection on which nothing is asked or read. */
const IDLE_TIMEOUT_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;

export const DOOR: ServerOptions = {
  headersTimeout: HEADERS_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: LOOK_EVERY_MS,
  maxHeaderSize: MAX_HEADER_BYTES,
};

export class Doorway {
  readonly #most: number;
  /** In the order they came. */
  readonly #strangers = new Set<Socket>();
  readonly #admitted = new Set<Socket>();

  constructor(server: Server, most: number = MAX_CONNECTIONS) {
    this.#most = Math.min(most, MAX_CONNECTIONS);
    server.timeout = IDLE_TIMEOUT_MS;
    server.on('connection', (socket) => this.#came(socket));
    server.on('error', () => {}); // of accepting: see above
  }

  get size(): number {
    return this.#strangers.size + this.#admitted.size;
  }

  /** The connection has shown the token. */
  admit({ socket }: IncomingMessage): void {
    if (this.#strangers.delete(socket)) this.#admitted.add(socket);
  }

  #came(socket: Socket): void {
    if (this.#strangers.size >= MAX_STRANGERS || this.size >= this.#most) this.#sendOff(socket);
    if (socket.destroyed) return;
    this.#strangers.add(socket);
    socket.once('close', () => {
      this.#strangers.delete(socket);
      this.#admitted.delete(socket);
    });
  }

  /** The stranger that came first; without one, who came now. */
  #sendOff(newcomer: Socket): void {
    const [oldest = newcomer] = this.#strangers;
    this.#strangers.delete(oldest);
    oldest.destroy();
  }
}
