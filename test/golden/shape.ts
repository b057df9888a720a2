/**
 * What an event looks like: the paths of its members with the kinds of their values.
 *
 * Invariant: says nothing of values; keys that are data (channels, nodes, hashes, numbers) count as one.
 */
type Shape = ReadonlySet<string>;

const DATA_KEY = /^([0-9a-f]{64,66}|\d+x\d+x\d+(\/[01])?|\d+)$/;

export function shapeOf(value: unknown): Shape {
  const found = new Set<string>();
  describe(value, '', found);
  return found;
}

function describe(value: unknown, path: string, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) describe(item, `${path}[]`, found);
    if (value.length === 0) found.add(`${path}[]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value))
      describe(member, `${path}.${DATA_KEY.test(name) ? '*' : name}`, found);
  } else found.add(`${path}: ${value === null ? 'null' : typeof value}`);
}
