/**
 * A WebSocket to write texts to (RFC 6455), over `node:http`: Node 20 has no client of its own, and this needs no more.
 *
 * Invariants: whoever listens has proved that it speaks the protocol before anything is sent; `closed` resolves once, with why,
 * whichever side ended; what is read is dropped as it comes, control frames aside, so nothing piles up. What is written and not
 * read piles up at the socket: `unsentBytes` tells, and who writes must look.
 */
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';

/** Time a listener has to answer the handshake. */
const HANDSHAKE_TIMEOUT_MS = 1_000;
/** The protocol's own constant: a listener proves that it read our key by hashing both. */
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const KEY_BYTES = 16;
const MASK_BYTES = 4;

const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;
const FINAL = 0x80;
const MASKED = 0x80;
const OPCODE_BITS = 0x0f;
const LENGTH_BITS = 0x7f;
/** Lengths from here on are written in two bytes, and those that need more in eight. */
const LENGTH_IN_16 = 126;
const LENGTH_IN_64 = 127;
const FIRST_CONTROL_OPCODE = 8;

export interface TextSocket {
  send(text: string): void;
  /** Written, and not yet taken by the listener's machine. */
  readonly unsentBytes: number;
  /** Says good-bye and ends at once; `why` is what `closed` resolves with. */
  close(why?: string): void;
  /** Resolves with why when it is over. */
  readonly closed: Promise<string>;
}

/** Connects. Rejects if nobody answers, or not as a WebSocket. */
export function openTextSocket(url: URL): Promise<TextSocket> {
  const key = randomBytes(KEY_BYTES).toString('base64');
  const proof = createHash('sha1')
    .update(key + HANDSHAKE_GUID)
    .digest('base64');
  return new Promise((resolve, reject) => {
    const asking = request({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port || 80,
      path: url.pathname + url.search,
      timeout: HANDSHAKE_TIMEOUT_MS,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': key,
        'sec-websocket-version': '13',
      },
    });
    const refuse = (why: string): void => {
      asking.destroy();
      reject(new Error(why));
    };
    asking.on('upgrade', ({ headers }, socket, head) => {
      if (headers['sec-websocket-accept'] !== proof) return refuse('what answers is no WebSocket');
      asking.setTimeout(0);
      resolve(textSocket(socket, head));
    });
    asking.on('response', () => refuse('what answers is no WebSocket'));
    asking.on('timeout', () => refuse('no answer'));
    asking.on('error', reject);
    asking.end();
  });
}

function textSocket(socket: Duplex, head: Buffer): TextSocket {
  const reader = new FrameReader();
  let end: (why: string) => void = () => {};
  const closed = new Promise<string>((resolve) => {
    end = resolve;
  });
  socket.on('error', (error) => end(error.message));
  socket.on('close', () => end('it closed the connection'));
  const read = (bytes: Buffer): void => {
    for (const { opcode, payload } of reader.controls(bytes)) {
      if (opcode === OPCODE.ping) socket.write(frame(OPCODE.pong, payload));
      if (opcode === OPCODE.close) socket.end(frame(OPCODE.close, payload));
    }
  };
  socket.on('data', read);
  socket.on('end', () => socket.destroy());
  read(head);
  return {
    send: (text) => void socket.write(frame(OPCODE.text, Buffer.from(text))),
    get unsentBytes() {
      return socket.writableLength;
    },
    close(why = 'closed here') {
      end(why);
      if (socket.writable) socket.write(frame(OPCODE.close, Buffer.alloc(0)));
      socket.destroy();
    },
    closed,
  };
}

/** A whole frame, masked, as a client's must be. */
function frame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(MASK_BYTES);
  const masked = Buffer.from(payload);
  for (let i = 0; i < masked.length; i++) masked[i] = (masked[i] as number) ^ (mask[i % MASK_BYTES] as number);
  return Buffer.concat([Buffer.from([FINAL | opcode]), lengthBytes(payload.length), mask, masked]);
}

function lengthBytes(length: number): Buffer {
  if (length < LENGTH_IN_16) return Buffer.from([MASKED | length]);
  if (length <= 0xffff) {
    const bytes = Buffer.from([MASKED | LENGTH_IN_16, 0, 0]);
    bytes.writeUInt16BE(length, 1);
    return bytes;
  }
  const bytes = Buffer.alloc(9);
  bytes[0] = MASKED | LENGTH_IN_64;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

interface ControlFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** Finds the control frames in what comes. Of other frames it keeps nothing. */
class FrameReader {
  #bytes = Buffer.alloc(0);
  /** Of a frame that is dropped: bytes still to come. */
  #toSkip = 0;

  controls(bytes: Buffer): ControlFrame[] {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    const found: ControlFrame[] = [];
    for (;;) {
      const skipped = Math.min(this.#toSkip, this.#bytes.length);
      this.#toSkip -= skipped;
      this.#bytes = this.#bytes.subarray(skipped);
      const header = headerOf(this.#bytes);
      if (this.#toSkip > 0 || header === undefined) return found;
      const { opcode, start, length } = header;
      if (opcode < FIRST_CONTROL_OPCODE) {
        this.#bytes = this.#bytes.subarray(start);
        this.#toSkip = length;
        continue;
      }
      if (this.#bytes.length < start + length) return found;
      found.push({ opcode, payload: this.#bytes.subarray(start, start + length) });
      this.#bytes = this.#bytes.subarray(start + length);
    }
  }
}

/** undefined if more bytes are needed to know. A listener does not mask. */
function headerOf(bytes: Buffer): { opcode: number; start: number; length: number } | undefined {
  if (bytes.length < 2) return undefined;
  const opcode = bytes.readUInt8(0) & OPCODE_BITS;
  const length = bytes.readUInt8(1) & LENGTH_BITS;
  if (length < LENGTH_IN_16) return { opcode, start: 2, length };
  if (length === LENGTH_IN_16)
    return bytes.length < 4 ? undefined : { opcode, start: 4, length: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? undefined : { opcode, start: 10, length: Number(bytes.readBigUInt64BE(2)) };
}
