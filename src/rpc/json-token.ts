/**
 * JSON as tokens that keep their own text.
 *
 * Core Lightning's commands look at the characters of a parameter, not at a value: an error quotes the token as it was
 * sent, an id is echoed as it came, a 20-digit number must not lose digits, and lightning-cli sends a payment_hash of
 * digits as a bare number. So a request is parsed into tokens and each parameter decides what its text means.
 * Invariant: `raw` is exactly the text of the token. Accepts what JSON accepts, and bare words that begin with a digit or
 * a minus sign (as Core Lightning's parser does); anything else is a `JsonError`, never another exception.
 * Does not find where a value ends in a stream: that is `framing.ts`.
 */
import { isWellFormedText } from '../domain/well-formed.ts';

export type Token = ObjectToken | ArrayToken | StringToken | PrimitiveToken;

export interface ObjectToken {
  readonly kind: 'object';
  readonly raw: string;
  /** In the order sent, repeated names included. Names are raw: escapes are not resolved. */
  readonly members: readonly { readonly name: string; readonly value: Token }[];
}
export interface ArrayToken {
  readonly kind: 'array';
  readonly raw: string;
  readonly items: readonly Token[];
}
export interface StringToken {
  readonly kind: 'string';
  readonly raw: string;
}
/** A number, true, false, null, or a word that begins with a digit. */
export interface PrimitiveToken {
  readonly kind: 'primitive';
  readonly raw: string;
}

/** Text that is not JSON. `offset` is the character where it stops being so. */
export class JsonError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'JsonError';
    this.offset = offset;
  }
}

/** The characters of a token as Core Lightning sees them: a string without its quotes, escapes untouched. */
export function textOf(token: Token): string {
  return token.kind === 'string' ? token.raw.slice(1, -1) : token.raw;
}

/** The first member called `name`, as json_get_member finds it. */
export function memberOf(token: Token, name: string): Token | undefined {
  if (token.kind !== 'object') return undefined;
  return token.members.find((member) => member.name === name)?.value;
}

export function isNull(token: Token): boolean {
  return token.kind === 'primitive' && token.raw === 'null';
}

/** The text a raw string or member name stands for: its escapes resolved. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (found) =>
    found[1] === 'u' ? String.fromCharCode(Number.parseInt(found.slice(2), 16)) : (PLAIN[found[1] as string] ?? ''),
  );
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/g;

/** What half of a surrogate pair may look like: its escape, or itself in text that never was UTF-8. */
const MAYBE_SURROGATE = /\\u[dD]|[\ud800-\udfff]/;

/** Whether all text in it is well-formed Unicode: every surrogate has its other half. */
export function isWellFormed(token: Token): boolean {
  if (!MAYBE_SURROGATE.test(token.raw)) return true;
  switch (token.kind) {
    case 'object':
      return token.members.every(({ name, value }) => isWellFormedText(unescaped(name)) && isWellFormed(value));
    case 'array':
      return token.items.every(isWellFormed);
    case 'string':
      return isWellFormedText(unescaped(textOf(token)));
    case 'primitive':
      return isWellFormedText(token.raw);
  }
}

const PLAIN: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Parses one JSON text. Throws `JsonError`. `maxDepth` bounds the recursion. */
export function parseTokens(text: string, maxDepth: number): Token {
  const reader = new Reader(text, maxDepth);
  const token = reader.value(0);
  reader.end();
  return token;
}

/** The members of an object that stand whole before the place where the text stops being JSON. Never throws. */
export function membersBeforeFault(text: string, maxDepth: number): ObjectToken['members'] {
  return new Reader(text, maxDepth).membersBeforeFault();
}

const SPACE = /[ \t\r\n]*/y;
const PRIMITIVE = /(?:true|false|null|[-0-9][0-9A-Za-z+.-]*)(?![^ \t\r\n,\]}])/y;

class Reader {
  readonly #text: string;
  readonly #maxDepth: number;
  #at = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  value(depth: number): Token {
    if (depth > this.#maxDepth) throw new JsonError(`nested deeper than ${this.#maxDepth}`, this.#at);
    this.#match(SPACE);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return { kind: 'string', raw: this.#string() };
      default:
        return { kind: 'primitive', raw: this.#primitive() };
    }
  }

  membersBeforeFault(): ObjectToken['members'] {
    const members: { name: string; value: Token }[] = [];
    this.#match(SPACE);
    try {
      if (this.#text[this.#at] === '{') this.#object(0, members);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
    }
    return members;
  }

  end(): void {
    this.#match(SPACE);
    if (this.#at !== this.#text.length) throw new JsonError('text after the value', this.#at);
  }

  #object(depth: number, members: { name: string; value: Token }[] = []): ObjectToken {
    const start = this.#at;
    this.#list('}', () => {
      const name = this.#string().slice(1, -1);
      this.#match(SPACE);
      this.#expect(':');
      members.push({ name, value: this.value(depth + 1) });
    });
    return { kind: 'object', raw: this.#text.slice(start, this.#at), members };
  }

  #array(depth: number): ArrayToken {
    const items: Token[] = [];
    const start = this.#at;
    this.#list(']', () => items.push(this.value(depth + 1)));
    return { kind: 'array', raw: this.#text.slice(start, this.#at), items };
  }

  /** The elements between the bracket at the cursor and `close`, separated by commas. */
  #list(close: ']' | '}', element: () => void): void {
    this.#at++;
    this.#match(SPACE);
    if (this.#text[this.#at] === close) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#match(SPACE);
      element();
      this.#match(SPACE);
      if (this.#text[this.#at] === close) break;
      this.#expect(',');
    }
    this.#at++;
  }

  #expect(char: string): void {
    if (this.#text[this.#at] !== char) throw new JsonError(`expected '${char}'`, this.#at);
    this.#at++;
  }

  /** A string with its quotes. Looks for quotes rather than at each character: strings of megabytes are allowed. */
  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') throw new JsonError('a member needs a name', start);
    let end = start;
    do {
      end = this.#text.indexOf('"', end + 1);
      if (end < 0) throw new JsonError('unfinished string', start);
    } while (this.#isEscaped(end, start));
    this.#at = end + 1;
    const raw = this.#text.slice(start, this.#at);
    if (raw.includes('\\') && raw.replace(ESCAPE, '').includes('\\')) throw new JsonError('bad escape', start);
    return raw;
  }

  /** An odd number of backslashes stands before `at`. */
  #isEscaped(at: number, start: number): boolean {
    let first = at;
    while (first - 1 > start && this.#text[first - 1] === '\\') first--;
    return (at - first) % 2 === 1;
  }

  #primitive(): string {
    const found = this.#match(PRIMITIVE);
    if (found === undefined) throw new JsonError('not a JSON value', this.#at);
    return found;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
