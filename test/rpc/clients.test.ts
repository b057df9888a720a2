/** The recorded bytes of real clients (lightning-cli v24.11.2 and v0.7.3, pyln-client v24.11.2), sent to our socket. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { memberOf, parseTokens } from '../../src/rpc/json-token.ts';
import { seededRandom } from '../../src/runtime/random.ts';
import { suite } from '../support/suite.ts';
import { withNetwork } from './line.ts';
import { RawClient } from './support.ts';

const folder = '../shared/conformance/clients';
const seed = process.env.SENDPAY_TEST_SEED ?? '7';
const test = suite('recorded clients', { skip: existsSync(folder) ? undefined : `${folder} is not there` });

interface Line {
  readonly conn?: number;
  readonly dir?: string;
  readonly data?: string;
}

/** What each connection of a recording sent, write by write. */
function sessions(file: string): { sent: string[]; received: string }[] {
  const byConnection = new Map<number, { sent: string[]; received: string }>();
  for (const text of readFileSync(join(folder, file), 'utf8').trim().split('\n')) {
    const { conn, dir, data } = JSON.parse(text) as Line;
    if (conn === undefined || data === undefined) continue;
    const session = byConnection.get(conn) ?? { sent: [], received: '' };
    byConnection.set(conn, session);
    if (dir === 'client') session.sent.push(data);
    if (dir === 'server') session.received += data;
  }
  return [...byConnection.values()];
}

/** Sends a session's writes, waiting for each answer as those clients do; checks what those clients check. */
async function replay(path: string, sent: readonly string[], cut: (text: string) => Uint8Array[]): Promise<void> {
  const client = await RawClient.connect(path);
  for (const request of sent) {
    const id = memberOf(parseTokens(request, 64), 'id')?.raw;
    for (const part of cut(request)) {
      client.send(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const before = client.received.length;
    const reply = (await client.next()) as string;
    assert.is(memberOf(parseTokens(reply, 64), 'id')?.raw, id, request);
    assert.ok(client.received.endsWith('\n\n'), 'a reply ends with an empty line');
    assert.not.match(reply, /\n/);
    // lightning-cli reads the answer to its first call into 100 bytes.
    if (request.includes('"notifications"')) assert.ok(client.received.length - before < 100);
  }
  client.socket.destroy();
}

const random = seededRandom(`clients ${seed}`);
function atRandomPlaces(text: string): Uint8Array[] {
  const bytes = Buffer.from(text);
  const places = [...random.bytes(3)].map((byte) => byte % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
}

for (const file of existsSync(folder) ? readdirSync(folder) : ['(none)']) {
  test(`${file}: every request is answered with its own id, sent whole or cut at random places`, async () => {
    await withNetwork(async ({ socketOf }) => {
      for (const { sent } of sessions(file)) {
        await replay(socketOf('A'), sent, (text) => [Buffer.from(text)]);
        await replay(socketOf('A'), sent, atRandomPlaces);
      }
    });
  });
}

test.run();
