/**
 * A plan in little room: each event once, under its label; each different step once, as what it changes; a path as the
 * names of its steps; what repeats within these, once (`shared.ts`).
 *
 * A step's name is its event's type and, from the second such step on, a number; `event` is the event's label, if that is
 * another word. A step without `outcome` was handled. Without `state` it stays where it was; `change` holds the fields of
 * the data that are new or different, or `data` all of it where a field is gone; without both the data stays as it was.
 * Without `effects` there were none.
 * Invariant: `unpacked(packed(plan))` is the plan's JSON.
 */
import { TestingError } from '../error.ts';
import { isArray, type Json, type JsonObject, toJson } from '../plain.ts';
import type { Plan, PlanPath } from '../plan.ts';
import { expander, type Sharing, sharing } from './shared.ts';

/** @throws TestingError `TESTING_BAD_INPUT` if one label stands for two events */
export function packed({ machine, criterion, granularity, coverage, initial, paths }: Plan): JsonObject {
  const start = toJson(initial) as JsonObject;
  const events = eventsOf(paths);
  const rows = paths.map((path) => rowsOf(path, start));
  const steps = nameRows(rows.flat());
  const shared = sharing([start, ...Object.values(events), ...[...steps.values()].flatMap(({ row }) => valuesOf(row))]);
  return {
    ...{ machine, criterion, granularity, coverage: toJson(coverage) },
    same: shared.parts,
    events: Object.fromEntries(Object.entries(events).map(([label, event]) => [label, shared.write(event, 'event')])),
    initial: shared.write(start, 'initial'),
    steps: Object.fromEntries([...steps.values()].map(({ name, row }) => [name, writtenRow(row, name, shared)])),
    paths: paths.map(({ title }, index) => ({
      title,
      steps: (rows[index] as readonly Row[]).map((row) => steps.get(JSON.stringify(row))?.name as string),
    })),
  };
}

function eventsOf(paths: readonly PlanPath[]): JsonObject {
  const events = new Map<string, Json>();
  for (const { label, event } of paths.flatMap(({ steps }) => steps)) {
    const json = toJson(event);
    if (!isSame(events.get(label) ?? json, json))
      throw new TestingError('TESTING_BAD_INPUT', `the label "${label}" stands for two different events`);
    events.set(label, json);
  }
  return Object.fromEntries(events);
}

/** A step as it is written; its fields in the order they stand in the file. */
interface Row {
  /** Of the event; names the step. */
  readonly type: string;
  /** Its label. */
  readonly event: string;
  readonly outcome?: string;
  readonly state?: string;
  readonly change?: JsonObject;
  readonly data?: Json;
  readonly effects?: Json;
}

function rowsOf({ steps }: PlanPath, start: JsonObject): readonly Row[] {
  let at = { state: start.state as string, data: dataOf(start) };
  return steps.map(({ label, event, outcome, expect }): Row => {
    const data = toJson(expect.data);
    const row = {
      type: event.type,
      event: label,
      ...(outcome === 'handled' ? {} : { outcome }),
      ...(expect.state === at.state ? {} : { state: expect.state }),
      ...changeOf(at.data, data),
      ...(expect.effects.length === 0 ? {} : { effects: toJson(expect.effects) }),
    };
    at = { state: expect.state, data };
    return row;
  });
}

/** A property that is `undefined` is not written; null is data. */
const dataOf = ({ data }: JsonObject): Json => (data === undefined ? toJson(undefined) : data);

function changeOf(before: Json, after: Json): Pick<Row, 'change' | 'data'> {
  if (isSame(before, after)) return {};
  if (!isObject(before) || !isObject(after) || Object.keys(before).some((name) => !Object.hasOwn(after, name)))
    return { data: after };
  const changed = Object.entries(after).filter(
    ([name, field]) => !Object.hasOwn(before, name) || !isSame(before[name] as Json, field),
  );
  // One field alone whose name begins with `$` would read as a mark.
  return changed.length === 1 && changed[0]?.[0].startsWith('$')
    ? { data: after }
    : { change: Object.fromEntries(changed) };
}

const isObject = (json: Json): json is JsonObject => typeof json === 'object' && json !== null && !isArray(json);
/** Keys are sorted by `toJson`. */
const isSame = (one: Json, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);

const SHARED_FIELDS = ['change', 'data', 'effects'] as const;

const valuesOf = (row: Row): readonly Json[] =>
  SHARED_FIELDS.flatMap((name) => (row[name] === undefined ? [] : [row[name]]));

function writtenRow({ type: _type, event, ...row }: Row, name: string, shared: Sharing): JsonObject {
  const written = Object.entries(row).map(([field, value]) => [
    field,
    SHARED_FIELDS.some((one) => one === field) ? shared.write(value, field) : value,
  ]);
  return { ...(event === name ? {} : { event }), ...Object.fromEntries(written) };
}

/** Each different row, by its text, with a name no other has. */
function nameRows(rows: readonly Row[]): ReadonlyMap<string, { readonly name: string; readonly row: Row }> {
  const named = new Map<string, { name: string; row: Row }>();
  const taken = new Set<string>();
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (named.has(text)) continue;
    let name = row.type;
    for (let number = 2; taken.has(name); number++) name = `${row.type} ${number}`;
    taken.add(name);
    named.set(text, { name, row });
  }
  return named;
}

interface Tables {
  readonly events: JsonObject;
  readonly steps: JsonObject;
  readonly expand: (value: Json) => Json;
}

/** The whole plan again, as `toJson` would write it; throws if the file lacks something. */
export function unpacked({ same, events, initial, steps, paths, ...rest }: JsonObject): JsonObject {
  const expand = expander(objectIn(same, 'same'));
  const start = objectIn(expand(initial ?? null), 'initial');
  const tables = { events: objectIn(events, 'events'), steps: objectIn(steps, 'steps'), expand };
  const walked = listIn(paths, 'paths').map((json): JsonObject => {
    const path = objectIn(json, 'a path');
    const names = listIn(path.steps, 'the steps of a path').map(String);
    return { title: path.title ?? null, steps: stepsOf(names, start, tables) };
  });
  return { ...rest, initial: start, paths: walked };
}

function stepsOf(
  names: readonly string[],
  start: JsonObject,
  { events, steps, expand }: Tables,
): readonly JsonObject[] {
  let at = start;
  return names.map((name) => {
    const row = objectIn(own(steps, name), `the step ${JSON.stringify(name)}`);
    const label = row.event === undefined ? name : String(row.event);
    const event = expand(objectIn(own(events, label), `the event ${JSON.stringify(label)}`));
    at = {
      state: row.state ?? (at.state as Json),
      data: dataAfter(dataOf(at), row, expand),
      effects: expand(row.effects ?? []),
    };
    return { label, event, outcome: row.outcome ?? 'handled', expect: at };
  });
}

function dataAfter(before: Json, { change, data }: JsonObject, expand: (value: Json) => Json): Json {
  if (data !== undefined) return expand(data);
  if (change === undefined) return before;
  return { ...objectIn(before, 'the data before a change'), ...objectIn(expand(change), 'change') };
}

const own = (table: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function objectIn(json: Json | undefined, name: string): JsonObject {
  if (json !== undefined && isObject(json)) return json;
  throw new TypeError(`${name} is missing or no object`);
}

function listIn(json: Json | undefined, name: string): readonly Json[] {
  if (json !== undefined && isArray(json)) return json;
  throw new TypeError(`${name} is missing or no list`);
}
