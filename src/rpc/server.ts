/**
 * The unix socket `lightning-rpc`: listens, and gives each client a `RpcConnection`.
 *
 * Invariant: the socket file is mode 0600 from the moment it exists; a socket another process answers on is never taken
 * away, one nobody answers on (left by a process that was killed) is replaced; after `close` resolves the file is gone
 * and no command's answer is awaited; whatever comes or fails to come, an open server never ends the process. Does not know any command: it is given a handler.
 */
import { chmodSync, existsSync, lstatSync, mkdirSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { SendpayError } from '../domain/errors.ts';
import { namedFileError } from '../domain/file-errors.ts';
import { RpcConnection, type RpcHandler } from './connection.ts';
import { DEFAULT_LIMITS, MAX_SOCKET_PATH_BYTES, type RpcLimits } from './limits.ts';

export interface RpcServer {
  readonly path: string;
  /** Connections open now. */
  readonly connections: number;
  /** Stops listening and closes every connection; commands still running get no reply. */
  close(): Promise<void>;
}

export interface RpcServerOptions {
  readonly path: string;
  readonly handler: RpcHandler;
  readonly limits?: Partial<RpcLimits>;
  /** Counts the connections of several servers together. */
  readonly room?: Room;
}

/** Room for connections, shared by the servers of a process. */
export class Room {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** false if there is none. */
  take(): boolean {
    if (this.#taken >= this.#most) return false;
    this.#taken++;
    return true;
  }

  leave(): void {
    this.#taken--;
  }
}

/** Bits taken from the mode of the socket file: everything but the owner's read and write. */
const PRIVATE_UMASK = 0o177;
const PRIVATE_MODE = 0o600;
const PRIVATE_FOLDER_MODE = 0o700;

/**
 * Listens on `path`. Throws SENDPAY_RPC_SOCKET_PATH (too long, or something else is there), SENDPAY_RPC_SOCKET_IN_USE,
 * SENDPAY_FILE_* and SENDPAY_DISK_*.
 */
export async function serveRpc(options: RpcServerOptions): Promise<RpcServer> {
  const { path, handler, room } = options;
  const limits: RpcLimits = { ...DEFAULT_LIMITS, ...options.limits };
  if (typeof path !== 'string' || path === '')
    throw new SendpayError('SENDPAY_BAD_ARGUMENT', 'path: where the socket is to be');
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_SOCKET_PATH_BYTES)
    throw new SendpayError(
      'SENDPAY_RPC_SOCKET_PATH',
      `${path}: ${bytes} bytes; a unix socket's path has at most ${MAX_SOCKET_PATH_BYTES}`,
    );
  try {
    mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER_MODE });
    await removeStaleSocket(path);
  } catch (error) {
    throw namedFileError(path, error);
  }

  const connections = new Map<Socket, RpcConnection>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (connections.size >= limits.maxConnections || room?.take() === false) {
      socket.destroy();
      return;
    }
    connections.set(socket, new RpcConnection(socket, handler, limits));
    socket.once('close', () => {
      connections.delete(socket);
      room?.leave();
    });
  });
  await listenPrivately(server, path);
  // Of accepting: no open file was left, or the client has gone already. It costs that client its connection, and nobody else anything.
  server.on('error', () => {});
  return {
    path,
    get connections() {
      return connections.size;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections.values()) connection.close();
      }),
  };
}

/** Removes a socket file nobody listens on; anything else at `path` stays and is an error. */
async function removeStaleSocket(path: string): Promise<void> {
  if (!existsSync(path)) return;
  if (!lstatSync(path).isSocket())
    throw new SendpayError('SENDPAY_RPC_SOCKET_PATH', `${path} exists and is not a socket`);
  if (await answers(path))
    throw new SendpayError('SENDPAY_RPC_SOCKET_IN_USE', `${path}: another process is listening there`);
  unlinkSync(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}

/** The file is created inside `listen`, in this turn: with the umask set around it there is no moment it is open to others. */
function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => reject(namedFileError(path, error));
    server.once('error', refuse);
    const umask = process.umask(PRIVATE_UMASK);
    try {
      server.listen(path, () => {
        chmodSync(path, PRIVATE_MODE);
        server.removeListener('error', refuse);
        resolve();
      });
    } finally {
      process.umask(umask);
    }
  });
}
