/** A listener for transitions, as Stately's relay is one: a WebSocket server that keeps what it is told. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The `ws` package's, which playwright-core brings, without types. */
const BUNDLE: string = 'playwright-core/lib/utilsBundle';

export interface Told {
  readonly type: '@xstate.actor' | '@xstate.event' | '@xstate.snapshot';
  readonly sessionId: string;
  readonly sourceId?: string;
  readonly definition?: string;
  readonly _version: string;
  readonly event?: { readonly type: string };
  readonly snapshot?: { readonly status: string; readonly value: unknown; readonly context: unknown };
}

interface Socket {
  on(event: 'message' | 'pong', heard: (data: Buffer) => void): void;
  send(data: string | Buffer): void;
  ping(data: string): void;
  terminate(): void;
}

interface Sessions {
  on(event: 'connection', came: (socket: Socket) => void): void;
  close(done: () => void): void;
}

export interface Relay {
  readonly port: number;
  readonly told: Told[];
  /** Who is connected. */
  readonly sockets: ReadonlySet<Socket>;
  /** Resolves once `told` satisfies. */
  until(isEnough: (told: readonly Told[]) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Listens; 0 takes any port. */
export async function relay(port = 0): Promise<Relay> {
  const told: Told[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  const { wsServer } = (await import(BUNDLE)) as { wsServer: new (options: { server: Server }) => Sessions };
  const http: Server = createServer((_request, response) => response.writeHead(426).end());
  const sessions = new wsServer({ server: http });
  sessions.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('message', (data) => {
      told.push(JSON.parse(String(data)) as Told);
      for (const look of [...waiting]) look();
    });
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    told,
    sockets,
    until: (isEnough) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isEnough(told)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: async () => {
      for (const socket of sockets) socket.terminate();
      await new Promise<void>((resolve) => sessions.close(() => http.close(() => resolve())));
    },
  };
}
