/** Optional members without `undefined`: what is absent stays absent, in the log and in JSON. */
export type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only the members that are there. A loop and no `Object.entries`: this runs for every HTLC. */
export function given<T extends object>(members: T): Given<T> {
  const present: Given<T> = {};
  for (const name in members) {
    const value = members[name];
    if (value !== undefined) present[name] = value as Exclude<T[typeof name], undefined>;
  }
  return present;
}
