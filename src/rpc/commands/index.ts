/** The commands as a list, and what the compiler knows of each. */
import type { AnyCommand, CommandAnswer, TypedCommand } from '../command.ts';
import type { JsonValue } from '../json-value.ts';
import type { InputOf } from '../param-input.ts';
import type { ParamTable } from '../params.ts';
import type { ServedNode } from '../served-node.ts';
import * as all from './all.ts';

/** By name: the members of a module are in alphabetical order. */
export const COMMANDS: readonly AnyCommand<ServedNode>[] = Object.values(all);

type Commands = typeof all;
export type CommandName = keyof Commands;

type Anything = { readonly [parameter: string]: JsonValue };
/** The parameters of a command by name, as its table has them. */
export type CommandParams<C extends CommandName> =
  Commands[C] extends TypedCommand<ServedNode, string, infer Table extends ParamTable, JsonValue, infer More>
    ? More extends true
      ? InputOf<Table> & Anything
      : InputOf<Table>
    : never;
/** What a command resolves to. */
export type CommandResult<C extends CommandName> =
  Awaited<ReturnType<Commands[C]['call']>> extends CommandAnswer<infer Result> ? Result : never;
