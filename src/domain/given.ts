/** Optional members without `undefined`: what is absent stays absent, in the log and in JSON. */
export type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only the members that are there. */
export function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}
