/** Calls commands as a socket would, without one: parameters as JSON, answers as values. */
import { parseTokens } from '../../src/rpc/json-token.ts';
import { type JsonValue, writeJson } from '../../src/rpc/json-value.ts';
import { wholeAnswer } from '../../src/rpc/list-answer.ts';
import { Serving } from '../../src/rpc/serving.ts';
import type { Opened } from './networks.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type Answer = { result?: any; error?: { code: number; message: string; data?: any } };

export async function call(
  net: Opened,
  name: string,
  method: string,
  params: JsonValue = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Answer> {
  const { handler } = new Serving(net.engine, { folderOf: () => '.', stop: () => {} }).service(name);
  const call = {
    method,
    params: parseTokens(writeJson(params), 100),
    signal,
    notify: () => {},
    enableNotifications: () => {},
  };
  const answer = await handler(call as never);
  return ('list' in answer ? await wholeAnswer(answer) : answer) as Answer;
}
