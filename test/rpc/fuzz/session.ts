/**
 * One connection of the fuzz campaign: sends its bytes in pieces, reads what comes back, and judges it.
 *
 * Invariant: ends when the daemon closed the connection, or at once after a client that vanishes on purpose. Every reply must be
 * JSON-RPC and end with an empty line; when the requests were well-formed, each must be answered exactly once.
 */
import { connect, type Socket } from 'node:net';
import type { Draw } from '../../crash/draw.ts';

export interface Session {
  readonly bytes: Buffer;
  /** Ids to be answered, as text; undefined if nothing is known of what was sent. */
  readonly expected: readonly string[] | undefined;
  /** The client goes away without reading. */
  readonly vanishes: boolean;
  /** Requests in it. */
  readonly count: number;
}

/** A connection still open then is stuck: no command may wait once its client has stopped sending. */
const PATIENCE_MS = 60_000;
const END = '\n\n';
/** Largest piece written at once; small ones cut requests anywhere. */
const LARGEST_PIECE = 5_000;

/** What is wrong, in words; nothing if all is well. */
export async function runSession(path: string, session: Session, draw: Draw): Promise<string[]> {
  const socket = connect({ path, allowHalfOpen: true });
  const received: Buffer[] = [];
  const closed = new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk) => received.push(chunk));
    // A daemon that has closed may reset what is still being written; only what it said before counts.
    socket.on('error', (error: NodeJS.ErrnoException) => (GONE.has(error.code ?? '') ? resolve() : reject(error)));
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve());
  });
  send(socket, session, draw);
  const stuck = setTimeout(() => socket.destroy(), PATIENCE_MS);
  await closed;
  clearTimeout(stuck);
  return session.vanishes ? [] : judge(Buffer.concat(received).toString(), session.expected);
}

const GONE: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET']);

function send(socket: Socket, { bytes, vanishes }: Session, draw: Draw): void {
  const largest = draw.oneIn(10) ? 3 : LARGEST_PIECE;
  for (let at = 0; at < bytes.length; ) {
    const piece = draw.between(1, largest);
    socket.write(bytes.subarray(at, at + piece));
    at += piece;
  }
  if (vanishes) socket.destroySoon();
  else socket.end();
}

function judge(text: string, expected: readonly string[] | undefined): string[] {
  if (text !== '' && !text.endsWith(END)) return ['the last reply does not end with an empty line'];
  const messages = text.split(END).slice(0, -1);
  const replies = messages.filter((message) => !isNotification(message));
  const faults = replies.flatMap((reply) => faultOf(reply));
  if (expected === undefined) return faults;
  const answered = new Map<string, number>();
  for (const reply of replies) {
    const id = /^\{"jsonrpc":"2\.0","id":("[^"]*"|[^,]*),/.exec(reply)?.[1] ?? '';
    answered.set(id, (answered.get(id) ?? 0) + 1);
  }
  const missed = expected.filter((id) => answered.get(id) !== 1);
  return [...faults, ...missed.slice(0, MAX_MISSED).map((id) => `${id} was answered ${answered.get(id) ?? 0} times`)];
}

/** When one answer is missing, those after it mostly are too. */
const MAX_MISSED = 3;

const isNotification = (message: string): boolean => message.startsWith('{"jsonrpc":"2.0","method":"');

function faultOf(text: string): string[] {
  try {
    const { jsonrpc, result, error } = JSON.parse(text);
    if (jsonrpc !== '2.0' || (result === undefined) === (error === undefined)) return [`not a reply: ${shown(text)}`];
    if (error === undefined) return [];
    const isError = Number.isSafeInteger(error.code) && typeof error.message === 'string';
    if (!isError) return [`not an error: ${shown(text)}`];
    return INTERNAL.test(error.message) ? [`a command broke: ${shown(text)}`] : [];
  } catch {
    return [`not JSON: ${shown(text)}`];
  }
}

/** Words of JavaScript's own errors and of ours for programmers: a command threw instead of refusing. */
const INTERNAL =
  /is not a function|Cannot read prop|undefined|is not iterable|Cannot convert|cannot be converted|Cannot mix|SENDPAY_|BOLT_|call stack|Invalid array|out of memory|the runtime stopped|programmer|does not fit|JSON cannot|is not defined|out of range at/;

const MAX_SHOWN = 600;
const shown = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
