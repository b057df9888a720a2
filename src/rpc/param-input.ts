/**
 * What a TypeScript caller may give a command, computed from its table of parameters, so that it cannot say anything else.
 *
 * Types only. Every name the reader takes is here: those without a position too, and former names; of a mandatory parameter
 * one of its two names must be given. What may be left out may be `undefined`, which JSON leaves out.
 */
import type { Param, ParamTable, Presence } from './params.ts';

type InputOfParam<P> = P extends Param<unknown, Presence, infer Input, string> ? Input : never;
/** A table that was given a wider type has forgotten its names: then there is none. */
type FormerNameOf<P> = P extends { readonly formerName?: infer Former extends string }
  ? string extends Former
    ? never
    : Former
  : never;
type HasFormerName<P> = [FormerNameOf<P>] extends [never] ? false : true;

/** Names of the parameters that must be given, under this name. */
type Mandatory<T extends ParamTable> = {
  [K in keyof T]: T[K]['presence'] extends 'required' ? (HasFormerName<T[K]> extends true ? never : K) : never;
}[keyof T];
type Omissible<T extends ParamTable> = { [K in keyof T]: T[K]['presence'] extends 'required' ? never : K }[keyof T];

/** For each mandatory parameter with a former name: one of the two. An intersection of functions' parameters gives all of them. */
type OneOfTwoNames<T extends ParamTable> = {
  [K in keyof T]: T[K]['presence'] extends 'required'
    ? HasFormerName<T[K]> extends true
      ? (
          either:
            | ({ readonly [N in K]: InputOfParam<T[K]> } & {
                readonly [N in FormerNameOf<T[K]>]?: InputOfParam<T[K]> | undefined;
              })
            | ({ readonly [N in FormerNameOf<T[K]>]: InputOfParam<T[K]> } & {
                readonly [N in K]?: InputOfParam<T[K]> | undefined;
              }),
        ) => void
      : never
    : never;
}[keyof T] extends (all: infer All) => void
  ? All
  : never;

type FormerNames<T extends ParamTable> = {
  readonly [K in Omissible<T> as FormerNameOf<T[K]>]?: InputOfParam<T[K]> | undefined;
};

/** One plain object type per alternative, so that an editor shows names and types instead of how they were found. */
type Flat<T> = T extends unknown ? { [K in keyof T]: T[K] } : never;

/** The parameters of a command by name. */
export type InputOf<T extends ParamTable> = keyof T extends never
  ? Record<string, never>
  : Flat<
      { readonly [K in Mandatory<T>]: InputOfParam<T[K]> } & {
        readonly [K in Omissible<T>]?: InputOfParam<T[K]> | undefined;
      } & FormerNames<T> &
        OneOfTwoNames<T>
    >;
