/**
 * A JSON value that knows where it stands in its file, so that whoever reads it wrongly is told where.
 *
 * Invariant: every reader method returns a value of its type or throws SENDPAY_NETWORK_FILE with the file and the path,
 * such as `$.channels[3].capacityMsat`. `null` counts as absent. Paths are made only for errors: files have millions of values.
 */
import type { Msat } from '../../domain/amount.ts';
import type { SendpayError } from '../../domain/errors.ts';
import { type NodeId, parseNodeId, parseShortChannelId, type ShortChannelId } from '../../domain/ids.ts';
import { wrongFile } from './text-file.ts';

const AMOUNT = /^(\d{1,19})(msat|sat)?$/;
const MSAT_PER_UNIT: Readonly<Record<string, Msat>> = { msat: 1n, sat: 1000n };

/** Largest numbers of the wire's types. */
export const MAX_U16 = 0xffff;
export const MAX_U32 = 0xffffffff;

export class JsonValue {
  readonly file: string;
  readonly #value: unknown;
  readonly #parent: JsonValue | undefined;
  readonly #key: string;

  constructor(file: string, value: unknown, parent?: JsonValue, key = '$') {
    this.file = file;
    this.#value = value;
    this.#parent = parent;
    this.#key = key;
  }

  get path(): string {
    return this.#parent ? this.#parent.path + this.#key : this.#key;
  }

  get isPresent(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  get isText(): boolean {
    return typeof this.#value === 'string';
  }

  /** An error about this value, to be thrown. */
  wrong(reason: string): SendpayError {
    return wrongFile(this.file, `path ${this.path}`, reason);
  }

  /** A member, absent or not. */
  get(key: string): JsonValue {
    return new JsonValue(this.file, this.#members()[key], this, `.${key}`);
  }

  /** The member if present, read by `read`. */
  optional<T>(key: string, read: (value: JsonValue) => T): T | undefined {
    const member = this.get(key);
    return member.isPresent ? read(member) : undefined;
  }

  /** Throws for members other than these: a misspelt optional one would otherwise be silently ignored. */
  allowOnly(keys: readonly string[]): void {
    for (const key of Object.keys(this.#members())) {
      if (!keys.includes(key)) throw this.get(key).wrong(`unknown key; known are ${keys.join(', ')}`);
    }
  }

  items(): JsonValue[] {
    if (!Array.isArray(this.#value)) throw this.#expected('an array');
    return this.#value.map((item, i) => new JsonValue(this.file, item, this, `[${i}]`));
  }

  pair<T>(read: (value: JsonValue) => T): readonly [T, T] {
    const [first, second, ...rest] = this.items();
    if (!first || !second || rest.length > 0) throw this.#expected('two values');
    return [read(first), read(second)];
  }

  text(): string {
    if (typeof this.#value !== 'string') throw this.#expected('a string');
    return this.#value;
  }

  bool(): boolean {
    if (typeof this.#value !== 'boolean') throw this.#expected('true or false');
    return this.#value;
  }

  /** A whole number from 0 to `max`, as a number or in digits. */
  integer(max: number): number {
    const number = this.isText && /^\d{1,16}$/.test(this.text()) ? Number(this.#value) : this.#value;
    if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= max) return number;
    throw this.#expected(`a whole number from 0 to ${max}`);
  }

  /** Millisatoshi: a whole number, or digits with "msat" or "sat" after them or nothing. */
  msat(): Msat {
    const match = this.isText ? AMOUNT.exec(this.text()) : undefined;
    if (match) return BigInt(match[1]!) * MSAT_PER_UNIT[match[2] ?? 'msat']!;
    if (typeof this.#value === 'number' && Number.isSafeInteger(this.#value) && this.#value >= 0) {
      return BigInt(this.#value);
    }
    throw this.#expected('an amount in msat');
  }

  nodeId(): NodeId {
    const id = this.isText ? parseNodeId(this.text()) : undefined;
    if (!id) throw this.#expected('a node id (66 hex digits)');
    return id;
  }

  shortChannelId(): ShortChannelId {
    const scid = this.isText ? parseShortChannelId(this.text()) : undefined;
    if (!scid) throw this.#expected('a short channel id such as "103x1x0"');
    return scid;
  }

  #members(): Readonly<Record<string, unknown>> {
    if (typeof this.#value !== 'object' || this.#value === null || Array.isArray(this.#value)) {
      throw this.#expected('an object');
    }
    return this.#value as Readonly<Record<string, unknown>>;
  }

  #expected(what: string): SendpayError {
    if (this.#value === undefined) return this.wrong(`is missing; expected ${what}`);
    const text = JSON.stringify(this.#value);
    return this.wrong(`expected ${what}, not ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`);
  }
}

/** Parses a file's text; what is no JSON is refused with its line. */
export function parseJson(file: string, text: string): JsonValue {
  try {
    return new JsonValue(file, JSON.parse(text));
  } catch (error) {
    const message = (error as Error).message;
    const position = / at position (\d+)/.exec(message)?.[1];
    // Without a position the text ended too soon.
    const before = text.slice(0, position === undefined ? text.length : Number(position));
    throw wrongFile(file, `line ${before.split('\n').length}`, `not JSON: ${message}`, error);
  }
}
