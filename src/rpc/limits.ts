/**
 * What one client may ask of the server, in one place.
 *
 * Invariant: every buffer the transport keeps for a client is bounded by a number in this file. The numbers are far above
 * what lightning-cli, pyln-client or a payout script need; they exist so that a broken or hostile client on the socket
 * costs itself, not the node.
 */
export interface RpcLimits {
  /** A request larger than this is refused and the connection ends. */
  readonly maxRequestBytes: number;
  /** Nesting of arrays and objects in a request. */
  readonly maxDepth: number;
  /** Connections at the same time; more are closed at once. */
  readonly maxConnections: number;
  /** Commands without an answer yet on one connection; more are refused with an error. */
  readonly maxOutstanding: number;
  /** Unread output after which a further reply ends the connection instead of being kept. */
  readonly maxUnreadBytes: number;
  /** Requests a connection may make at once, and how many per second it regains; beyond that its input waits. */
  readonly requestBurst: number;
  readonly requestsPerSecond: number;
  /** Requests handled before other connections get their turn (Core Lightning's batch is of this size too). */
  readonly batchSize: number;
}

export const DEFAULT_LIMITS: RpcLimits = Object.freeze({
  // The largest honest request is a createonion of a few dozen hops: kilobytes.
  maxRequestBytes: 4 * 1024 * 1024,
  // The deepest honest request is params > hops > hop: 4.
  maxDepth: 64,
  // Core Lightning listens with a backlog of 128; clients open one connection per call.
  maxConnections: 512,
  // A payout script may wait for all its payments at once.
  maxOutstanding: 10_000,
  // One listsendpays of 100,000 payments is about 60 MB and is sent whatever it measures; this counts what piles up behind it.
  maxUnreadBytes: 64 * 1024 * 1024,
  requestBurst: 20_000,
  requestsPerSecond: 10_000,
  batchSize: 100,
});

/** Longest path a unix socket may have (`sun_path` is 108 bytes, one for the end). */
export const MAX_SOCKET_PATH_BYTES = 107;
/** How much of a refused token or of unreadable input an error message repeats. */
export const MAX_ECHO_CHARS = 1024;
