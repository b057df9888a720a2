/** Calls commands as a socket would, without one: parameters as JSON, answers as values. */
import { commandRegistry, handlerOf } from '../../src/rpc/command.ts';
import { COMMANDS } from '../../src/rpc/commands/index.ts';
import { parseTokens } from '../../src/rpc/json-token.ts';
import { type JsonValue, writeJson } from '../../src/rpc/json-value.ts';
import { servedNode } from '../../src/rpc/served-node.ts';
import type { Opened } from './networks.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type Answer = { result?: any; error?: { code: number; message: string; data?: any } };

const registry = commandRegistry(COMMANDS);

export async function call(
  net: Opened,
  name: string,
  method: string,
  params: JsonValue = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Answer> {
  const node = servedNode(net.engine, name, { folder: '.', version: 'test', stop: () => {} });
  const handler = handlerOf(registry, node);
  const call = {
    method,
    params: parseTokens(writeJson(params), 100),
    signal,
    notify: () => {},
    enableNotifications: () => {},
  };
  return (await handler(call as never)) as Answer;
}
