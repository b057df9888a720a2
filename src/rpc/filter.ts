/**
 * The `filter` of a request (lightningd-rpc(7), "filter"): a template naming the members of the answer the caller wants.
 *
 * `true` keeps a member whole, an object keeps the members it names, an array of one template is applied to every element.
 * Invariant: an answer is only ever made smaller. A template that does not fit the answer keeps that member whole and is
 * told in `warning_parameter_filter`. Errors are never filtered.
 */
import { type Token, textOf, unescaped } from './json-token.ts';
import type { JsonValue } from './json-value.ts';

type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** The answer with only what `template` names. */
export function applyFilter(result: JsonValue, template: Token): JsonValue {
  const misfits: string[] = [];
  const kept = keep(result, template, '', misfits);
  if (misfits.length === 0 || !isObject(kept)) return kept;
  return { ...kept, warning_parameter_filter: misfits[0] };
}

function keep(value: JsonValue, template: Token, path: string, misfits: string[]): JsonValue {
  if (template.kind === 'primitive' && template.raw === 'true') return value;
  if (template.kind === 'array' && template.items.length === 1 && Array.isArray(value))
    return value.map((item: JsonValue) => keep(item, template.items[0] as Token, `${path}[]`, misfits));
  if (template.kind === 'object' && isObject(value)) return keepMembers(value, template.members, path, misfits);
  misfits.push(`${path || 'filter'} ${misfitOf(value, template)}`);
  return value;
}

function keepMembers(
  value: JsonObject,
  members: readonly { name: string; value: Token }[],
  path: string,
  misfits: string[],
): JsonObject {
  const kept: Record<string, JsonValue> = {};
  const wanted = new Map(members.map((member) => [unescaped(member.name), member.value]));
  for (const [key, member] of Object.entries(value)) {
    const template = wanted.get(key);
    if (template !== undefined && member !== undefined) kept[key] = keep(member, template, `${path}.${key}`, misfits);
  }
  return kept;
}

function misfitOf(value: JsonValue, template: Token): string {
  if (template.kind === 'object') return 'is not an object';
  if (template.kind === 'array') return Array.isArray(value) ? 'needs an array of one template' : 'is not an array';
  return `wants true, not ${textOf(template)}`;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
