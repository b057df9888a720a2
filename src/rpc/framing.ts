/**
 * Where one JSON value ends and the next begins in a stream of bytes.
 *
 * Requests on the socket are concatenated JSON values without a delimiter (reference 10.1): they may be cut at any byte and
 * joined in any number. Invariant: the frames depend on the bytes, never on how they were cut; each byte is looked at
 * once; no more than `maxBytes` of an unfinished value is kept. Brackets are only counted here; whether they match, and
 * all else, is checked when the frame is parsed.
 */
import type { RpcLimits } from './limits.ts';

export type Frame =
  | {
      readonly type: 'value';
      readonly text: string;
      /** Not all of it was UTF-8: U+FFFD stands for what was not. Where it ends is known all the same. */
      readonly garbled?: true;
    }
  /** The stream cannot be followed any further. */
  | { readonly type: 'broken'; readonly reason: string; readonly input: Uint8Array };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [SPACE, TAB, LF, CR, COMMA] = [0x20, 0x09, 0x0a, 0x0d, 0x2c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

const isSpace = (byte: number): boolean => byte === SPACE || byte === LF || byte === CR || byte === TAB;
const isOpen = (byte: number): boolean => byte === OPEN_BRACE || byte === OPEN_BRACKET;
const isClose = (byte: number): boolean => byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
/** What ends a number, true, false or null at the top level. */
const endsWord = (byte: number): boolean =>
  isSpace(byte) || isOpen(byte) || isClose(byte) || byte === COMMA || byte === QUOTE;

type Mode = 'between' | 'nested' | 'string' | 'escape' | 'word';

export class JsonSplitter {
  readonly #maxBytes: number;
  readonly #maxDepth: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** Bytes of the unfinished value from chunks already scanned. */
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #chunks: Uint8Array[] = [];
  #at = 0;
  #mode: Mode = 'between';
  #depth = 0;
  #broken: Frame | undefined;

  constructor(limits: Pick<RpcLimits, 'maxRequestBytes' | 'maxDepth'>) {
    this.#maxBytes = limits.maxRequestBytes;
    this.#maxDepth = limits.maxDepth;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
  }

  /** The next whole value, or undefined until more bytes are pushed. After `broken` it answers the same for ever. */
  next(): Frame | undefined {
    while (this.#broken === undefined && this.#chunks.length > 0) {
      const frame = this.#scan(this.#chunks[0] as Uint8Array);
      if (frame) return frame;
    }
    return this.#broken;
  }

  #scan(chunk: Uint8Array): Frame | undefined {
    let start = this.#at;
    for (let at = start; at < chunk.length; at++) {
      if (this.#mode === 'between') {
        start = at;
        if (isSpace(chunk[at] as number)) continue;
      }
      const ends = this.#step(chunk[at] as number);
      if (ends !== undefined) return this.#finish(chunk, start, at + ends);
      if (this.#depth > this.#maxDepth) return this.#break(`nested deeper than ${this.#maxDepth}`, chunk, start);
    }
    if (this.#mode !== 'between') this.#keep(chunk.subarray(start));
    this.#chunks.shift();
    this.#at = 0;
    return this.#keptBytes > this.#maxBytes ? this.#break(`longer than ${this.#maxBytes} bytes`, chunk, 0) : undefined;
  }

  /** Takes one byte. 1: the value ends with it; 0: it ended before it; undefined: it goes on. */
  #step(byte: number): 0 | 1 | undefined {
    switch (this.#mode) {
      case 'between':
        if (isOpen(byte)) this.#depth = 1;
        this.#mode = isOpen(byte) ? 'nested' : byte === QUOTE ? 'string' : 'word';
        return isClose(byte) || byte === COMMA ? 1 : undefined;
      case 'escape':
        this.#mode = 'string';
        return undefined;
      case 'string':
        if (byte === BACKSLASH) this.#mode = 'escape';
        else if (byte === QUOTE) {
          this.#mode = 'nested';
          return this.#depth === 0 ? 1 : undefined;
        }
        return undefined;
      case 'word':
        return endsWord(byte) ? 0 : undefined;
      case 'nested':
        if (byte === QUOTE) this.#mode = 'string';
        else if (isOpen(byte)) this.#depth++;
        else if (isClose(byte) && --this.#depth === 0) return 1;
        return undefined;
    }
  }

  #finish(chunk: Uint8Array, start: number, end: number): Frame {
    this.#keep(chunk.subarray(start, end));
    this.#at = end;
    this.#mode = 'between';
    this.#depth = 0;
    if (this.#keptBytes > this.#maxBytes) return this.#break(`longer than ${this.#maxBytes} bytes`, chunk, start);
    const bytes = this.#kept.length === 1 ? (this.#kept[0] as Uint8Array) : Buffer.concat(this.#kept);
    this.#kept = [];
    this.#keptBytes = 0;
    try {
      return { type: 'value', text: this.#decoder.decode(bytes) };
    } catch {
      return { type: 'value', text: new TextDecoder().decode(bytes), garbled: true };
    }
  }

  #keep(part: Uint8Array): void {
    this.#kept.push(part);
    this.#keptBytes += part.length;
  }

  #break(reason: string, chunk: Uint8Array, start: number): Frame {
    const first = this.#kept[0];
    this.#broken = {
      type: 'broken',
      reason,
      input: first !== undefined && first.length > 0 ? first : chunk.subarray(start),
    };
    this.#kept = [];
    this.#chunks = [];
    return this.#broken;
  }
}
