/** A switch with a fault, to see that the conformance suite notices. */
import type { Switch } from '../../src/switch/port.ts';

/** Gives what stands in the place of parts of a switch. */
export type Spoil<S extends Switch> = (whole: S) => Partial<Switch>;

export const spoiled = <S extends Switch>(whole: S, spoil: Spoil<S>): Switch => over<Switch>(whole, spoil(whole));

/** `whole`, with some of it replaced. */
export const over = <T extends object>(whole: T, change: Partial<T>): T =>
  new Proxy(whole, {
    get(target, key) {
      if (Object.hasOwn(change, key)) return Reflect.get(change, key);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
