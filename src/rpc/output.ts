/**
 * What goes out to one client: whole messages, and long ones piece by piece as the client reads.
 *
 * Invariants: messages never mix: while a long one is on its way the others wait, in their order; one long message is read at a time.
 * A piece is asked for only once the client has taken those before, so a slow client holds back the reading, never memory; a client
 * that is gone ends it. What waits unread is bounded: beyond that the client is closed.
 */
import type { Socket } from 'node:net';

export interface OutputOptions {
  readonly socket: Socket;
  /** Unread bytes after which a further message closes the client. */
  readonly maxUnreadBytes: number;
  readonly close: () => void;
}

export class Output {
  readonly #options: OutputOptions;
  /** Long messages not yet at their end. */
  #long = 0;
  #turn: Promise<void> = Promise.resolve();
  /** Messages that came while a long one was on its way. */
  #waiting: string[] = [];
  #waitingBytes = 0;

  constructor(options: OutputOptions) {
    this.#options = options;
  }

  /** Whether a long message is on its way. */
  get isBusy(): boolean {
    return this.#long > 0;
  }

  /** Whether what was written last waits to be read, or more waits behind it. */
  get isBehind(): boolean {
    return this.isBusy || this.#options.socket.writableNeedDrain;
  }

  send(message: string): void {
    const { socket, maxUnreadBytes, close } = this.#options;
    if (!socket.writable) return;
    if (socket.writableLength + this.#waitingBytes > maxUnreadBytes) {
      close();
      return;
    }
    if (!this.isBusy) {
      socket.write(message);
      return;
    }
    this.#waiting.push(message);
    this.#waitingBytes += Buffer.byteLength(message);
  }

  /**
   * A message in pieces. Resolves when the last was written, or the client is gone. Rejects, with nothing sent, if the first piece
   * cannot be read; if a later one cannot the client is closed: half a message can be taken for nothing else.
   */
  async sendLong(pieces: AsyncGenerator<string, void>): Promise<void> {
    const before = this.#turn;
    let end = (): void => {};
    this.#turn = new Promise((resolve) => {
      end = resolve;
    });
    this.#long++;
    await before;
    try {
      await this.#write(pieces);
    } finally {
      this.#long--;
      this.#flush();
      end();
    }
  }

  async #write(pieces: AsyncGenerator<string, void>): Promise<void> {
    const { socket, close } = this.#options;
    if (!socket.writable) return;
    let sent = false;
    try {
      for await (const piece of pieces) {
        if (!socket.writable) return;
        socket.write(piece);
        sent = true;
        if (socket.writableNeedDrain) await drained(socket);
      }
    } catch (error) {
      if (!sent) throw error;
      close();
    }
  }

  /** What waited behind the long message goes out before the next long one begins. */
  #flush(): void {
    const { socket } = this.#options;
    if (socket.writable) for (const message of this.#waiting) socket.write(message);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

/** The client has read what was written, or is gone. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}
