/**
 * Two clients that break on what they do not expect, played as they read: what pyln-client takes for the answer, and where
 * lightning-cli writes past a buffer (contrib/pyln-client and cli/lightning-cli.c of Core Lightning v24.11).
 */
import { RawClient } from './support.ts';

type Message = { readonly [member: string]: unknown };

/** Bytes lightning-cli reads the answer to `notifications` into, the last of them its own. */
const FIRST_ANSWER_BYTES = 100;
/** Characters of lightning-cli's progress bar. */
const BAR_CHARS = 60;

/** Everything the server sends, cut where pyln-client cuts it. */
async function* messages(client: RawClient): AsyncGenerator<{ text: string; message: Message }> {
  for (let at = 0; ; ) {
    const end = client.received.indexOf('\n\n', at);
    if (end < 0) {
      if (client.ended) throw new Error('Connection to RPC server lost.');
      await new Promise((resolve) => setImmediate(resolve));
      continue;
    }
    const text = client.received.slice(at, end);
    at = end + 2;
    yield { text, message: JSON.parse(text) };
  }
}

const request = (id: string, method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', method, params, id });

/** `call` of pyln-client inside `with rpc.notify(…)`: its result, and what the callback was given. */
export async function pylnCall(
  path: string,
  method: string,
  params: unknown,
): Promise<{ result: Message; notes: unknown[] }> {
  const client = await RawClient.connect(path);
  const id = `pyln:${method}#1`;
  const notes: unknown[] = [];
  const incoming = messages(client);
  client.send(request(`${id}+notify-enable`, 'notifications', { enable: true }));
  await incoming.next();
  client.send(request(id, method, params));
  for await (const { message } of incoming) {
    if (message.method === 'message') {
      notes.push((message.params as Message).message);
      continue;
    }
    client.socket.destroy();
    if ('id' in message && message.id !== id) throw new Error(`Malformed response, id is not ${id}`);
    if ('error' in message) throw new Error(`RpcError ${JSON.stringify(message.error)}`);
    if (!('result' in message)) throw new Error('Malformed response, "result" missing.');
    return { result: message.result as Message, notes };
  }
  throw new Error('unreachable: the loop ends by return or error');
}

/** A run of lightning-cli: the answer it prints, and the lines before it at the log level `info`. */
export async function lightningCli(
  path: string,
  method: string,
  params: unknown,
): Promise<{ answer: Message; lines: string[] }> {
  const client = await RawClient.connect(path);
  const incoming = messages(client);
  client.send(request('cli:notifications#7', 'notifications', { enable: true }));
  const first = (await incoming.next()).value as { text: string };
  if (first.text.length + 2 >= FIRST_ANSWER_BYTES) throw new Error('Reading enable response');
  const id = `cli:${method}#7`;
  client.send(request(id, method, params));
  const lines: string[] = [];
  for await (const { message } of incoming) {
    if (!('id' in message) && typeof message.method === 'string' && typeof message.params === 'object') {
      lines.push(...shown(message.method, message.params as Message));
      continue;
    }
    client.socket.destroy();
    if (message.id !== id) throw new Error(`Incorrect 'id' (${message.id}) in response`);
    return { answer: message, lines };
  }
  throw new Error('unreachable: the loop ends by return or error');
}

function shown(method: string, params: Message): string[] {
  if (method === 'message') return params.level === 'debug' ? [] : [`# ${params.message}`];
  if (method !== 'progress') return [];
  const filled = Math.trunc((BAR_CHARS / ((params.total as number) - 1)) * (params.num as number));
  if (!(filled <= BAR_CHARS)) throw new Error('*** stack smashing detected ***');
  return ['='.repeat(filled)];
}
