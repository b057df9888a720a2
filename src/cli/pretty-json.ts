/**
 * JSON indented for people and diffs, like lightning-cli prints it; integers keep all their digits.
 */
import { type JsonValue, writeJson } from '../rpc/json-value.ts';

const INDENT = '   ';

/** Without a line end. */
export function prettyJson(value: JsonValue, depth = 0): string {
  if (typeof value !== 'object' || value === null) return writeJson(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const items = Array.isArray(value)
    ? value.map((item: JsonValue) => prettyJson(item, depth + 1))
    : Object.entries(value)
        .filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
        .map(([key, member]) => `${JSON.stringify(key)}: ${prettyJson(member, depth + 1)}`);
  if (items.length === 0) return `${open}${close}`;
  const indent = INDENT.repeat(depth + 1);
  return `${open}\n${items.map((item) => indent + item).join(',\n')}\n${INDENT.repeat(depth)}${close}`;
}
