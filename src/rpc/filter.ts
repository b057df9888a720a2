/**
 * The `filter` of a request (lightningd-rpc(7), "filter"): a template naming the members of the answer the caller wants.
 *
 * `true` keeps a member whole, an object keeps the members it names, an array of one template is applied to every element.
 * Invariant: what is no template is refused before a command runs (`filterRefusal`, with Core Lightning's words); an answer is
 * only ever made smaller. A template that does not fit the answer keeps that member whole and is told in
 * `warning_parameter_filter`. Errors are never filtered.
 */
import type { Refusal } from '../domain/errors.ts';
import { type Token, unescaped } from './json-token.ts';
import type { JsonValue } from './json-value.ts';
import { badToken } from './param-types.ts';

type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** Why a request with this `filter` is not carried out; undefined if it is a template. */
export function filterRefusal(filter: Token): Refusal | undefined {
  return filter.kind === 'object' ? templateRefusal(filter) : bad(filter, 'Expected object');
}

function templateRefusal(template: Token): Refusal | undefined {
  switch (template.kind) {
    case 'object':
      return firstRefusal(template.members.map(({ value }) => value));
    case 'array':
      return template.items.length === 1
        ? firstRefusal(template.items)
        : bad(template, 'Arrays can only have one element');
    default:
      return template.raw === 'true' ? undefined : bad(template, 'value must be true');
  }
}

function firstRefusal(templates: readonly Token[]): Refusal | undefined {
  for (const template of templates) {
    const refusal = templateRefusal(template);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

const bad = (token: Token, should: string): Refusal => badToken('filter', token, should).refusal;

/** The answer with only what `template`, which was not refused, names. */
export function applyFilter(result: JsonValue, template: Token): JsonValue {
  const misfits: string[] = [];
  const kept = keep(result, template, '', misfits);
  if (misfits.length === 0 || !isObject(kept)) return kept;
  return { ...kept, warning_parameter_filter: misfits[0] };
}

/** A filter of an answer whose list passes item by item. */
export interface ListFilter {
  readonly keepsList: boolean;
  keep(item: JsonValue): JsonValue;
  /** The members beside the list; with what did not fit so far, so ask last. */
  beside(): JsonObject;
}

/** `beside`: the other members of the answer. */
export function listFilter(name: string, beside: JsonObject, template: Token | undefined): ListFilter {
  if (template === undefined) return { keepsList: true, keep: (item) => item, beside: () => beside };
  const misfits: string[] = [];
  // What is said of the list itself does not depend on its items.
  const { [name]: list, ...others } = keep({ ...beside, [name]: [] }, template, '', misfits) as JsonObject;
  const ofItems = itemTemplate(template, name);
  return {
    keepsList: list !== undefined,
    keep: (item) => (ofItems === undefined ? item : keep(item, ofItems, `.${name}[]`, misfits)),
    beside: () => (misfits.length === 0 ? others : { ...others, warning_parameter_filter: misfits[0] }),
  };
}

/** What a template wants of each item of a list; undefined: all of it. */
function itemTemplate(template: Token, name: string): Token | undefined {
  if (template.kind !== 'object') return undefined;
  const wanted = template.members.findLast((member) => unescaped(member.name) === name)?.value;
  return wanted?.kind === 'array' && wanted.items.length === 1 ? wanted.items[0] : undefined;
}

function keep(value: JsonValue, template: Token, path: string, misfits: string[]): JsonValue {
  if (template.kind === 'primitive') return value;
  if (template.kind === 'array' && Array.isArray(value))
    return value.map((item: JsonValue) => keep(item, template.items[0] as Token, `${path}[]`, misfits));
  if (template.kind === 'object' && isObject(value)) return keepMembers(value, template.members, path, misfits);
  // Only the first is told.
  if (misfits.length === 0)
    misfits.push(`${path || 'filter'} ${template.kind === 'array' ? 'is not an array' : 'is not an object'}`);
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

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
