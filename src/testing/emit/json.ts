/**
 * A plan as JSON and back. Amounts survive: bigint is written as `{"$bigint":"12"}`, under whatever key.
 *
 * Invariants: `parsePlan(planToJson(plan))` is the plan; equal plans give equal bytes, a line a step; a file that is not a
 * plan is refused, never half read; a file of an older format is still read.
 */
import { CRITERIA, GRANULARITIES } from '../criteria.ts';
import { TestingError } from '../error.ts';
import { fromJson, isArray, type Json, type JsonObject } from '../plain.ts';
import type { Plan } from '../plan.ts';
import { packed, unpacked } from './packed-plan.ts';

/** Changes when the shape of a plan file does. */
const PLAN_FORMAT = 'sendpay-test-plan/2';

/** From a file of each format to the plan, still as JSON. The first format said everything at every step. */
const READERS: Readonly<Record<string, (file: JsonObject) => Json>> = {
  'sendpay-test-plan/1': (file) => file,
  [PLAN_FORMAT]: unpacked,
};

/** How many levels of a field stand on lines of their own; the rest of it, and other fields, on one line. */
const LEVELS: Readonly<Record<string, number>> = { same: 1, events: 1, steps: 1, paths: 3 };

/** @throws TestingError `TESTING_BAD_INPUT` if one label stands for two events */
export function planToJson(plan: Plan): string {
  const fields = Object.entries({ format: PLAN_FORMAT, ...packed(plan) }).map(
    ([name, value]) => ` ${JSON.stringify(name)}: ${layout(value, LEVELS[name] ?? 0, ' ')}`,
  );
  return `{\n${fields.join(',\n')}\n}\n`;
}

function layout(value: Json, levels: number, indent: string): string {
  if (levels === 0 || typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent} `;
  const rows = isArray(value)
    ? value.map((item) => `${inner}${layout(item, levels - 1, inner)}`)
    : Object.entries(value).map(
        ([name, item]) => `${inner}${JSON.stringify(name)}: ${layout(item, levels - 1, inner)}`,
      );
  const [open, close] = isArray(value) ? '[]' : '{}';
  return rows.length === 0 ? `${open}${close}` : `${open}\n${rows.join(',\n')}\n${indent}${close}`;
}

/** @throws TestingError `TESTING_BAD_INPUT` */
export function parsePlan(text: string): Plan {
  const file = read(text);
  const format = String(file.format);
  if (!Object.hasOwn(READERS, format)) throw notAPlan(`format is ${format}, not ${PLAN_FORMAT}`);
  const { format: _format, ...plan } = planIn(file, READERS[format]!) as { format?: unknown } & Plan;
  if (!CRITERIA.includes(plan.criterion) || !GRANULARITIES.includes(plan.granularity))
    throw notAPlan(`criterion ${String(plan.criterion)} (${String(plan.granularity)}) is unknown`);
  if (!Array.isArray(plan.paths) || plan.initial === undefined) throw notAPlan('paths or initial are missing');
  return plan;
}

function read(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json;
    if (typeof value === 'object' && value !== null) return value as JsonObject;
  } catch (cause) {
    throw notAPlan('not JSON', cause);
  }
  throw notAPlan('not an object');
}

/** Whatever a damaged file makes fail, it is the file that is wrong. */
function planIn(file: JsonObject, reader: (file: JsonObject) => Json): unknown {
  try {
    return fromJson(reader(file));
  } catch (cause) {
    throw notAPlan((cause as Error).message, cause);
  }
}

function notAPlan(complaint: string, cause?: unknown): TestingError {
  return new TestingError('TESTING_BAD_INPUT', `not a test plan: ${complaint}`, { cause });
}
