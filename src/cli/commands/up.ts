/**
 * `sendpay up`: runs nodes of a network as a daemon, until it is told to stop.
 *
 * Invariant: what was in flight when the last process ended is taken up before the first socket opens. Ends with 0 when it
 * was stopped, 1 when its journal failed, 2 when it could not start.
 */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { given } from '../../domain/given.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Inspector } from '../../inspect/server.ts';
import { doubtWords } from '../../payments/history.ts';
import { roomForClients } from '../../rpc/descriptors.ts';
import { type CliContext, collect, examples, pathOption, portNumber, wholeNumber } from '../command.ts';
import type { Console } from '../console.ts';
import { type DirSettings, defaultDir, journalDir, readSettings, socketOf } from '../data-dir.ts';
import { loadNetworkOrExample, networkName } from '../example-network.ts';
import { ExitCode } from '../exit-codes.ts';

/** What the daemon writes, LevelDB's threads included, is for its owner alone from the moment it exists. */
const PRIVATE_UMASK = 0o077;

interface UpFlags {
  readonly network?: string;
  readonly seed?: string;
  readonly node: readonly string[];
  readonly dir: string;
  readonly latency?: number;
  readonly mppTimeout?: number;
  readonly halfLife?: number;
  readonly epochFile?: string;
  readonly acceptRollback?: true;
  /** true: any free port. */
  readonly inspect?: number | true;
  /** A port, or an address. */
  readonly inspectWs?: string;
  readonly showSecrets?: true;
}

export function upCommand(program: Command, context: CliContext): void {
  program
    .command('up')
    .description('run nodes of a network, with a JSON-RPC socket for each')
    .option('--network <file>', 'network file or folder; default: the last one used here, or the example network')
    .option('-n, --node <name>', 'a node to operate, by name or id; repeatable', collect, [])
    .option('-d, --dir <dir>', 'database and sockets go there', pathOption, defaultDir())
    .option('--seed <text>', 'draws the balances a network file does not tell')
    .option('--latency <ms>', 'time an HTLC takes from node to node', wholeNumber)
    .option('--mpp-timeout <ms>', 'time a destination waits for the other parts', wholeNumber)
    .option('--half-life <ms>', 'time in which a penalty loses half its weight', wholeNumber)
    .option(
      '--epoch-file <file>',
      'notes outside DIR how far the log was: an older copy is found out and sends nothing',
      pathOption,
    )
    .option('--accept-rollback', 'take a database that was rolled back or imported as it is, and send again')
    .option('--inspect [port]', 'serve the web inspector on 127.0.0.1', portNumber)
    .option('--inspect-ws <port>', 'send every transition to a Stately relay on this port, or at ws://HOST:PORT')
    .option('--show-secrets', 'the inspector shows preimages, session keys and payment secrets')
    .addHelpText(
      'after',
      examples([
        'sendpay up --node alice --node zoe --dir ./data',
        'sendpay up --dir ./data                              # again, as before',
        'sendpay up --dir ./data --epoch-file /var/lib/other-disk/alice.epoch',
        'sendpay up --dir ./data --inspect 9740              # prints the address with its token',
        'sendpay up --network ./line.json --node A --node D --dir ./line --latency 20',
      ]),
    )
    .action(async (flags: UpFlags) => context.exit(await up(flags, context)));
}

async function up(flags: UpFlags, { console }: CliContext): Promise<ExitCode> {
  const stopped = console.whenStopped();
  process.umask(PRIVATE_UMASK);
  const settings = settingsFor(flags);
  const { startDaemon } = await import('../daemon.ts');
  const daemon = await startDaemon({
    dir: flags.dir,
    network: await loadNetworkOrExample(settings.network, settings.seed),
    nodes: flags.node,
    settings,
    engine: {
      settings: {
        ...given({ latencyMs: flags.latency, mppTimeoutMs: flags.mppTimeout }),
      },
      ...given({ penaltyHalfLifeMs: flags.halfLife, acceptRollback: flags.acceptRollback }),
      onRebuild: ({ kinds, done, of }) =>
        console.err(`sendpay: listings of ${kinds.join(', ')} are built again: ${done} of ${of} records\n`),
    },
  });
  const { engine, nodes } = daemon;
  for (const { stream, error } of engine.quarantined) console.err(`sendpay: left alone: ${stream}: ${error.message}\n`);
  const { doubt } = engine.history;
  if (doubt !== null) console.err(`sendpay: ${doubtWords(doubt)}\n`);
  console.out(`network   ${networkName(settings.network)}\n`);
  console.out(`database  ${journalDir(flags.dir)} (${engine.journal.position} records)\n`);
  for (const { name } of nodes) console.out(`${name.padEnd(8)}  ${socketOf(flags.dir, name)}\n`);
  const inspectors = await inspectorsOf(engine, flags, console).catch(async (error: unknown) => {
    await daemon.close();
    throw error;
  });
  console.out('ready\n');
  try {
    await Promise.race([daemon.ended, aborted(stopped)]);
  } catch (error) {
    console.err(`sendpay: ${(error as Error).message}; it ends here, start it again to go on\n`);
    await inspectors.close();
    await daemon.close().catch(() => {});
    return ExitCode.NO;
  }
  await inspectors.close();
  await daemon.close();
  console.out('stopped\n');
  return ExitCode.OK;
}

/** Loaded only when they are asked for: a daemon without them starts faster. */
async function inspectorsOf(
  engine: Engine,
  { inspect, inspectWs, showSecrets: shown }: UpFlags,
  console: Console,
): Promise<Pick<Inspector, 'close'>> {
  const showSecrets = shown === true;
  let stopStately: () => void = () => {};
  if (inspectWs !== undefined) {
    const { connectStately, statelyUrl } = await import('../../inspect/stately.ts');
    const say = (sentence: string): void => console.err(`sendpay: ${sentence}\n`);
    stopStately = await connectStately({ engine, url: statelyUrl(inspectWs), showSecrets, say });
  }
  let page: Inspector | undefined;
  if (inspect !== undefined) {
    const { startInspector } = await import('../../inspect/server.ts');
    const maxConnections = roomForClients().inspector;
    page = await startInspector({ engine, port: inspect === true ? 0 : inspect, showSecrets, maxConnections });
    console.out(`inspector ${page.url}\n`);
  }
  return {
    close: async () => {
      stopStately();
      await page?.close();
    },
  };
}

/** What was remembered, and what is asked for now instead. */
function settingsFor({ dir, network, seed, epochFile }: UpFlags): DirSettings {
  const before = readSettings(dir) ?? { nodes: [] };
  return {
    ...before,
    ...(network === undefined ? {} : { network: resolve(network) }),
    ...(epochFile === undefined ? {} : { epochFile: resolve(epochFile) }),
    ...given({ seed }),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((end) => {
    if (signal.aborted) end();
    signal.addEventListener('abort', () => end(), { once: true });
  });
}
