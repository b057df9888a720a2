/** Whichever way a node is served, it tells the same version and has the same commands; the daemon's own begin with `dev-`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal, match } from 'uvu/assert';
import startConformanceDriver from '../../scripts/conformance-driver.ts';
import { createNodes } from '../../src/api/create-node.ts';
import { startDaemon } from '../../src/cli/daemon.ts';
import { socketOf } from '../../src/cli/data-dir.ts';
import { call } from '../../src/rpc/client.ts';
import { COMMANDS } from '../../src/rpc/commands/index.ts';
import { call as callHandler } from '../support/commands.ts';
import { LINE, open } from '../support/networks.ts';
import { suite } from '../support/suite.ts';
import { withNetwork } from './line.ts';

const test = suite('one way to serve');

interface Seen {
  readonly version: string;
  readonly commands: readonly string[];
}
type Ask = (method: string) => Promise<unknown>;

async function seenBy(ask: Ask): Promise<Seen> {
  const { version } = (await ask('getinfo')) as { version: string };
  const { help } = (await ask('help')) as { help: readonly { command: string }[] };
  return { version, commands: help.map(({ command }) => command) };
}

const resultOf = (outcome: object): unknown => {
  if ('result' in outcome) return outcome.result;
  throw new Error(JSON.stringify(outcome));
};

async function daemon(dir: string): Promise<Seen> {
  const running = await startDaemon({ dir, network: LINE, nodes: ['A'], settings: { nodes: [] } });
  const seen = await seenBy(async (method) => resultOf(await call(socketOf(dir, 'A'), method)));
  await running.close();
  return seen;
}

async function typescriptApi(dir: string): Promise<readonly Seen[]> {
  const nodes = await createNodes({ nodes: ['A'], network: LINE });
  const path = join(dir, 'lightning-rpc');
  await nodes.serve('A', path);
  const seen = [
    await seenBy((method) => nodes.node('A').call(method)),
    await seenBy(async (method) => resultOf(await call(path, method))),
  ];
  await nodes.close();
  return seen;
}

async function socketTests(): Promise<Seen> {
  let seen: Seen | undefined;
  await withNetwork(async (line) => {
    seen = await seenBy((method) => line.ok('A', method));
  });
  return seen as Seen;
}

async function commandTests(): Promise<Seen> {
  const net = await open();
  const seen = await seenBy(async (method) => resultOf(await callHandler(net, 'A', method)));
  await net.engine.close();
  return seen;
}

async function conformanceDriver(): Promise<Seen> {
  const nodes = LINE.nodes.map(({ id, alias = id, privateKey = '' }) => ({ name: alias, id, privkey: privateKey }));
  const topology = { network: 'regtest', blockheight: 121, mpp_timeout_seconds: 60, nodes, channels: [] } as const;
  const driver = await startConformanceDriver(topology);
  const seen = await seenBy(async (method) => resultOf(await driver.rpc('A', method, {})));
  await driver.close();
  return seen;
}

test('daemon, TypeScript API, its socket, tests and conformance driver: one version, one list of commands', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'one-way-'));
  const ofDaemon = await daemon(join(dir, 'daemon'));
  const others = [...(await typescriptApi(dir)), await socketTests(), await commandTests(), await conformanceDriver()];
  rmSync(dir, { recursive: true });
  const usages = COMMANDS.map(({ usage }) => usage);
  match(ofDaemon.version, /^v24\.11-sendpay\d+\.\d+\.\d+$/);
  equal(
    ofDaemon.commands.filter((usage) => !usage.startsWith('dev-')),
    usages,
  );
  equal(others, Array(5).fill({ version: ofDaemon.version, commands: usages }));
});

test.run();
