/** A server on a socket in a folder of its own, and a raw client that sends exactly the bytes it is told to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RpcHandler } from '../../src/rpc/connection.ts';
import { JsonSplitter } from '../../src/rpc/framing.ts';
import { DEFAULT_LIMITS, type RpcLimits } from '../../src/rpc/limits.ts';
import { type RpcServer, serveRpc } from '../../src/rpc/server.ts';

export async function withServer(
  handler: RpcHandler,
  body: (server: RpcServer) => Promise<void>,
  limits: Partial<RpcLimits> = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rpc-'));
  const server = await serveRpc({ path: join(folder, 'lightning-rpc'), handler, limits });
  try {
    await body(server);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export class RawClient {
  readonly socket: Socket;
  readonly #splitter = new JsonSplitter(DEFAULT_LIMITS);
  #wake: () => void = () => {};
  received = '';
  ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.received += chunk.toString('utf8');
      this.#splitter.push(chunk);
      this.#wake();
    });
    const end = (): void => {
      this.ended = true;
      this.#wake();
    };
    socket.on('end', end).on('close', end).on('error', end);
  }

  static connect(path: string): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('error', reject).once('connect', () => resolve(new RawClient(socket)));
    });
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Text of the next message, or undefined when the server ended the connection. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const frame = this.#splitter.next();
      if (frame !== undefined) return frame.type === 'value' ? frame.text : `broken: ${frame.reason}`;
      if (this.ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async take(count: number): Promise<(string | undefined)[]> {
    const messages: (string | undefined)[] = [];
    while (messages.length < count) messages.push(await this.next());
    return messages;
  }
}
