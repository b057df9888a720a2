/**
 * Answers that are a list of any length: `{ "payments": [ … ] }`, read while it is written.
 *
 * Invariants: of a list no more is held than a piece of PIECE_CHARS and what its reader looks ahead; reading it never keeps the event
 * loop (`pace.ts`). It is read when somebody takes its pieces, and no further once they are not taken any more. A filter works on each
 * item as it passes, with the same result as on the whole answer.
 */
import { type ListFilter, listFilter } from './filter.ts';
import type { Token } from './json-token.ts';
import { type JsonValue, writeJson } from './json-value.ts';
import { Pace } from './pace.ts';

type JsonObject = { readonly [key: string]: JsonValue | undefined };
type Items<Item> = AsyncIterable<Item> | Iterable<Item>;

/** An answer that is an object with a list. `Result` is what it is once it was read. */
export interface ListAnswer<Result extends JsonValue = JsonValue> {
  readonly list: { readonly name: string; readonly items: Items<JsonValue>; readonly beside: JsonObject };
  /** Only for the compiler. */
  readonly result?: Result;
}

/** `beside`: the answer's other members. */
export function listAnswer<Name extends string, Item extends JsonValue>(
  name: Name,
  items: Items<Item>,
  beside: JsonObject = {},
): ListAnswer<{ readonly [N in Name]: readonly Item[] }> {
  return { list: { name, items, beside } };
}

/** Rows as the answer shows them. */
export async function* mapped<Row, Item>(rows: Items<Row>, show: (row: Row) => Item): AsyncGenerator<Item, void> {
  for await (const row of rows) yield show(row);
}

/** Characters of a piece: some hundred payments, half a millisecond of writing. */
const PIECE_CHARS = 64 * 1024;

/** The answer's JSON in pieces. The first comes once there is a piece, or all: what fails before has left nothing behind. */
export async function* piecesOf(
  { list: { name, items, beside } }: ListAnswer,
  template?: Token,
): AsyncGenerator<string, void> {
  const filter = listFilter(name, beside, template);
  const pace = new Pace();
  let piece = '{';
  if (filter.keepsList) {
    let separator = '';
    piece += `${JSON.stringify(name)}:[`;
    for await (const item of items) {
      piece += separator + writeJson(filter.keep(item));
      separator = ',';
      if (piece.length >= PIECE_CHARS) {
        yield piece;
        piece = '';
      }
      if (pace.isDue) await pace.breathe();
    }
    piece += ']';
  }
  yield `${piece}${membersAfter(filter)}}`;
}

function membersAfter(filter: ListFilter): string {
  const members = writeJson(filter.beside()).slice(1, -1);
  return members === '' || !filter.keepsList ? members : `,${members}`;
}

/** The whole answer, for who holds it in memory. Rejects with the signal's reason once nobody waits any more. */
export async function wholeAnswer(
  { list: { name, items, beside } }: ListAnswer,
  signal?: AbortSignal,
): Promise<{ readonly result: JsonValue }> {
  const pace = new Pace();
  const whole: JsonValue[] = [];
  for await (const item of items) {
    whole.push(item);
    if (!pace.isDue) continue;
    await pace.breathe();
    signal?.throwIfAborted();
  }
  return { result: { [name]: whole, ...beside } };
}
