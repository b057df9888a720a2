/**
 * Short names for event variants: the type, and the fields in which variants of that type differ.
 * Invariant: different events have different labels; the same set of events always gets the same labels.
 */
import type { EventObject } from 'xstate';
import type { TestModel } from './model.ts';
import { canonical } from './plain.ts';

/** Longer values (hashes, onions) are cut; the label stays unique through a number. */
const VALUE_LENGTH = 16;

/** Canonical event → label. */
export function labelEvents(model: TestModel, events: readonly EventObject[]): ReadonlyMap<string, string> {
  const variants = new Map(events.map((event) => [canonical(event), event]));
  const labels = new Map<string, string>();
  const used = new Map<string, number>();
  for (const [key, event] of variants) {
    const siblings = [...variants.values()].filter((other) => other.type === event.type);
    const label = model.label?.(event as never) ?? describe(event, siblings);
    const count = (used.get(label) ?? 0) + 1;
    used.set(label, count);
    labels.set(key, count === 1 ? label : `${label} #${count}`);
  }
  return labels;
}

function describe(event: EventObject, siblings: readonly EventObject[]): string {
  const names = [...new Set(siblings.flatMap((one) => Object.keys(one)))].filter((name) => name !== 'type');
  const differing = names.filter((name) => new Set(siblings.map((one) => textOf(one, name))).size > 1);
  const present = differing.filter((name) => (event as unknown as Record<string, unknown>)[name] !== undefined);
  const fields = present.map((name) => `${name}: ${textOf(event, name).slice(0, VALUE_LENGTH)}`);
  return fields.length === 0 ? event.type : `${event.type}(${fields.join(', ')})`;
}

function textOf(event: EventObject, name: string): string {
  return canonical((event as unknown as Record<string, unknown>)[name]).replaceAll('"', '');
}
