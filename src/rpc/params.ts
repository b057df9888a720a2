/**
 * Parameters of a command, as a table: name, type, and whether it may be missing, in positional order.
 *
 * Reads them by name or by position with Core Lightning v24.11's order of checks and its messages (common/json_param.c):
 * parameters are read in the order the caller sent them, the first bad one is the error, and only then is a missing one
 * noticed. Invariant: what `readParams` gives has every required parameter, nothing the table does not name, and no text that
 * is not well-formed Unicode: LevelDB's keys could not tell two such texts apart.
 * Does not know what a parameter means: rules between parameters are the command's `validate`.
 */
import { isNull, isWellFormed, type Token } from './json-token.ts';
import { badToken, type ParamParser, type Parsed, refuseParams } from './param-types.ts';

/** Whether a caller must give it; if not, whether there is a value all the same. */
export type Presence = 'required' | 'optional' | 'defaulted';

export interface Param<T, P extends Presence, Input = T, Former extends string = never> {
  readonly parse: ParamParser<T, Input>;
  readonly presence: P;
  /** Used when the caller gives none. */
  readonly otherwise?: T;
  /**
   * An older name, or one later than v24.11, by name only. It is read where it stands alone; beside the name of today it says
   * nothing, so that an answer of ours that has both may be changed and sent back as Core Lightning lets one.
   */
  readonly formerName?: Former;
  /** An addition of ours: no position, and not in the usage line that clients of Core Lightning compare. */
  readonly byNameOnly?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds parsers of any type; ParamValues and InputOf recover each
type AnyParam = Param<any, Presence, any, string>;
/** Members are in positional order. */
export type ParamTable = Readonly<Record<string, AnyParam>>;

type ValueOf<P extends AnyParam> =
  P extends Param<infer T, Presence, unknown, string> ? (P['presence'] extends 'optional' ? T | undefined : T) : never;
/** What reading a table gives. A parameter with a default is always there. */
export type ParamValues<T extends ParamTable> = { readonly [K in keyof T]: ValueOf<T[K]> };

interface Extras<Former extends string> {
  readonly formerName?: Former;
  readonly byNameOnly?: boolean;
}

export function required<T, Input, const Former extends string = never>(
  parse: ParamParser<T, Input>,
  extras: Extras<Former> = {},
): Param<T, 'required', Input, Former> {
  return { parse, presence: 'required', ...extras };
}

export function optional<T, Input, const Former extends string = never>(
  parse: ParamParser<T, Input>,
  extras: Extras<Former> = {},
): Param<T, 'optional', Input, Former> {
  return { parse, presence: 'optional', ...extras };
}

export function withDefault<T, Input, const Former extends string = never>(
  parse: ParamParser<T, Input>,
  otherwise: NoInfer<T>,
  extras: Extras<Former> = {},
): Param<T, 'defaulted', Input, Former> {
  return { parse, presence: 'defaulted', otherwise, ...extras };
}

/** `name req [opt] …`, as `help` shows it. */
export function usageOf(name: string, table: ParamTable): string {
  const words = positional(table).map(([param, spec]) => (isMandatory(spec) ? param : `[${param}]`));
  return [name, ...words].join(' ');
}

const UNKNOWN_ADVICE =
  'this may be caused by a failure to autodetect key=value-style parameters. ' +
  'Please try using the -k flag and explicit key=value pairs of parameters.';

/**
 * Reads `params` by `table`. The refusal is what the caller is to be told (-32602). `takesMore`: parameters the table does
 * not know are left alone instead of refused.
 */
export function readParams<T extends ParamTable>(table: T, params: Token, takesMore = false): Parsed<ParamValues<T>> {
  const reader = new ParamReader(table, takesMore);
  const refused = params.kind === 'array' ? reader.byPosition(params.items) : reader.byName(params);
  return refused ?? (reader.finish() as Parsed<ParamValues<T>>);
}

type Refused = ReturnType<typeof refuseParams>;

class ParamReader {
  readonly #table: ParamTable;
  readonly #takesMore: boolean;
  readonly #values = new Map<string, unknown>();

  constructor(table: ParamTable, takesMore: boolean) {
    this.#table = table;
    this.#takesMore = takesMore;
  }

  byPosition(items: readonly Token[]): Refused | undefined {
    const names = positional(this.#table).map(([name]) => name);
    for (const [index, item] of items.entries()) {
      const name = names[index];
      if (name === undefined && this.#takesMore) break;
      if (name === undefined) return refuseParams(`too many parameters: got ${items.length}, expected ${names.length}`);
      if (isNull(item)) continue;
      const refused = this.#read(name, item);
      if (refused) return refused;
    }
    return undefined;
  }

  byName(params: Token): Refused | undefined {
    if (params.kind !== 'object') return refuseParams('Expected array or object for params');
    const given = new Set(params.members.map(({ name }) => name));
    const seen = new Set<string>();
    for (const { name, value } of params.members) {
      const known = this.#nameOf(name);
      if (known === undefined && this.#takesMore) continue;
      if (known === undefined) return refuseParams(`unknown parameter: ${name}, ${UNKNOWN_ADVICE}`);
      if (seen.has(name)) return refuseParams(`duplicate json names: ${name}`);
      seen.add(name);
      if (known !== name && given.has(known)) continue;
      const refused = this.#read(known, value, name);
      if (refused) return refused;
    }
    return undefined;
  }

  /** The parameter a member names, by its name of today or its former one. */
  #nameOf(name: string): string | undefined {
    if (Object.hasOwn(this.#table, name)) return name;
    return Object.keys(this.#table).find((key) => this.#table[key]?.formerName === name);
  }

  #read(name: string, token: Token, shown = name): Refused | undefined {
    const parsed = isWellFormed(token)
      ? (this.#table[name] as AnyParam).parse(shown, token)
      : badToken(shown, token, 'should be well-formed Unicode');
    if ('refusal' in parsed) return parsed as Refused;
    this.#values.set(name, parsed.value);
    return undefined;
  }

  /** All there is, once nothing was refused: defaults filled in, missing ones noticed. */
  finish(): Parsed<Record<string, unknown>> {
    const values: Record<string, unknown> = {};
    for (const [name, spec] of Object.entries(this.#table)) {
      if (isMandatory(spec) && !this.#values.has(name)) return refuseParams(`missing required parameter: ${name}`);
      values[name] = this.#values.has(name) ? this.#values.get(name) : spec.otherwise;
    }
    return { value: values };
  }
}

function isMandatory(spec: ParamTable[string]): boolean {
  return spec.presence === 'required';
}

function positional(table: ParamTable): [string, ParamTable[string]][] {
  return Object.entries(table).filter(([, spec]) => spec.byNameOnly !== true);
}
