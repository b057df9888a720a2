/**
 * What a command is, and how a call finds one.
 *
 * A command declares its parameters as a table and answers a plain value; amounts in it may be bigint. Invariant: `run` is
 * called only with parameters that were read and passed `validate`; `check` stops exactly there. A refusal is a value; an
 * exception in a command is answered as an error of code -1 and does not disturb other calls.
 */
import { type Refusal, RpcErrorCode } from '../domain/errors.ts';
import type { Notification, RpcAnswer, RpcCall, RpcHandler } from './connection.ts';
import type { Token } from './json-token.ts';
import type { JsonValue } from './json-value.ts';
import { type ParamTable, type ParamValues, readParams, usageOf } from './params.ts';

/** What a command may use besides its parameters. `Node` is the node the socket belongs to. */
export interface CommandContext<Node> {
  readonly node: Node;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly notify: (note: Notification) => void;
  readonly enableNotifications: (enable: boolean) => void;
  readonly registry: CommandRegistry<Node>;
  /** The parameters as sent, for `check`, which reads another command's. */
  readonly params: Token;
}

export type CommandAnswer<Result extends JsonValue = JsonValue> = RpcAnswer<Result>;
type MaybePromise<T> = T | Promise<T>;

export interface Command<
  Node,
  Name extends string,
  Table extends ParamTable,
  Result extends JsonValue,
  More extends boolean = false,
> {
  readonly name: Name;
  readonly params: Table;
  /** Takes any further parameters too (`check`). */
  readonly takesMore?: More;
  /** Rules between parameters that need no state: what `check` can know. */
  validate?(params: ParamValues<Table>): Refusal | undefined;
  /** What `run` refuses before it acts, beyond `validate`: for `check`, which does not run. */
  foresee?(params: ParamValues<Table>, node: Node): Refusal | undefined;
  run(params: ParamValues<Table>, context: CommandContext<Node>): MaybePromise<CommandAnswer<Result>>;
}

/** A command of any parameters, as the registry keeps it. */
export interface AnyCommand<Node> {
  readonly name: string;
  readonly usage: string;
  /** What a node must be able to do to have it; absent: every node has it. */
  readonly needs?: string;
  /** What it takes, for what describes or tries commands. */
  readonly params: ParamTable;
  readonly takesMore: boolean;
  /** Reads and judges parameters without acting; without a node, only what needs none. */
  check(params: Token, node?: Node): Refusal | undefined;
  call(context: CommandContext<Node>): Promise<CommandAnswer>;
}

/** A command whose name, parameters and answer the compiler knows: what typed callers are typed from. */
export interface TypedCommand<
  Node,
  Name extends string,
  Table extends ParamTable,
  Result extends JsonValue,
  More extends boolean = false,
> extends AnyCommand<Node> {
  readonly name: Name;
  readonly params: Table;
  readonly takesMore: More;
  call(context: CommandContext<Node>): Promise<CommandAnswer<Result>>;
}

export function defineCommand<
  Node,
  Name extends string,
  Table extends ParamTable,
  Result extends JsonValue,
  More extends boolean,
>(command: Command<Node, Name, Table, Result, More>): TypedCommand<Node, Name, Table, Result, More> {
  const takesMore = (command.takesMore ?? false) as More;
  const read = (params: Token): { value: ParamValues<Table> } | { refusal: Refusal } => {
    const parsed = readParams(command.params, params, takesMore);
    if ('refusal' in parsed) return parsed;
    const refusal = command.validate?.(parsed.value);
    return refusal === undefined ? parsed : { refusal };
  };
  return {
    name: command.name,
    usage: usageOf(command.name, command.params),
    params: command.params,
    takesMore,
    check(params, node) {
      const parsed = read(params);
      if ('refusal' in parsed) return parsed.refusal;
      return node === undefined ? undefined : command.foresee?.(parsed.value, node);
    },
    async call(context) {
      const parsed = read(context.params);
      return 'refusal' in parsed ? { error: parsed.refusal } : command.run(parsed.value, context);
    },
  };
}

export type CommandRegistry<Node> = ReadonlyMap<string, AnyCommand<Node>>;

export function commandRegistry<Node>(commands: readonly AnyCommand<Node>[]): CommandRegistry<Node> {
  return new Map([...commands].sort((a, b) => (a.name < b.name ? -1 : 1)).map((command) => [command.name, command]));
}

/** The handler of a node's socket. */
export function handlerOf<Node>(registry: CommandRegistry<Node>, node: Node): RpcHandler {
  return async (call: RpcCall): Promise<RpcAnswer> => {
    const command = registry.get(call.method);
    if (command === undefined)
      return refuse({ code: RpcErrorCode.METHOD_NOT_FOUND, message: `Unknown command '${call.method}'` });
    const { signal, notify, enableNotifications, params } = call;
    return command.call({ node, signal, notify, enableNotifications, registry, params });
  };
}

export function answer<Result extends JsonValue>(result: Result): { readonly result: Result } {
  return { result };
}

export function refuse(refusal: Refusal): { readonly error: Refusal } {
  return { error: refusal };
}
