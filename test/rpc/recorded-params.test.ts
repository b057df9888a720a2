/** Every parameter refusal recorded from v24.11.2 nodes, against our parameter tables. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { commandRegistry } from '../../src/rpc/command.ts';
import { COMMANDS } from '../../src/rpc/commands/index.ts';
import { parseTokens } from '../../src/rpc/json-token.ts';
import { suite } from '../support/suite.ts';

const folder = '../shared/conformance/transcripts/v24.11.2';
const REGISTRY = commandRegistry(COMMANDS);
const test = suite('recorded parameter refusals', {
  skip: existsSync(folder) ? undefined : `${folder} is not there`,
});

interface Step {
  readonly method: string;
  readonly params: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Refusals with this code that depend on what the node knows, or that we do not give on purpose (decision D3). */
const NOT_OF_PARAMETERS = /unknown (source|destination) node_id|msatoshi was previously|^unknown parameter: msatoshi/;

test('each is given word for word', () => {
  let compared = 0;
  for (const file of readdirSync(folder)) {
    const { steps } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { steps: Step[] };
    for (const { method, params, error } of steps) {
      const command = REGISTRY.get(method);
      if (error?.code !== -32602 || command === undefined || method === 'check') continue;
      if (NOT_OF_PARAMETERS.test(error.message)) continue;
      const refusal = command.check(parseTokens(JSON.stringify(params), 64));
      assert.is(refusal?.message, error.message, `${file} ${method} ${JSON.stringify(params).slice(0, 200)}`);
      compared++;
    }
  }
  assert.ok(compared > 100, `${compared} refusals compared`);
});

test.run();
