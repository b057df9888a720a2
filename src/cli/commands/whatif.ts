/**
 * `sendpay whatif`: the recorded results under another penalty configuration: routes that would have been offered, failures that
 * would have been avoided.
 *
 * Invariant: reads only. What it assumes is printed with the numbers, because they are worth nothing without.
 */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { NodeId } from '../../domain/ids.ts';
import { graphOf } from '../../graph/graph-of-network.ts';
import type { NetworkDescription } from '../../graph/network-description.ts';
import { aliasesIn } from '../../inspect/aliases.ts';
import { clockTime, duration, nodeName } from '../../inspect/names.ts';
import { ASSUMPTIONS, avoids, routeText, type WhatIf, whatIf } from '../../inspect/whatif.ts';
import { whatIfSvg } from '../../inspect/whatif-chart.ts';
import { decodeJson, encodeJson } from '../../journal/codec.ts';
import type { JournalRecord } from '../../journal/port.ts';
import { type CliContext, examples, pathOption, wholeNumber } from '../command.ts';
import { defaultDir, findJournal, readSettings } from '../data-dir.ts';
import { loadNetworkOrExample } from '../example-network.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { withDaemon, withJournal } from '../log-source.ts';

/** Sends with a different route that are listed; `--format json` has all. */
const LISTED = 20;

interface WhatIfFlags {
  readonly dir: string;
  readonly node?: string;
  readonly penalty: string;
  readonly from: number;
  readonly format: string;
  readonly svg?: string;
}

export function whatIfCommand(program: Command, { console, exit }: CliContext): void {
  program
    .command('whatif')
    .description('the recorded results under another penalty configuration')
    .requiredOption('--penalty <setting>', 'half-life=DURATION: 30s, 5m, 1h, or milliseconds')
    .option('-d, --dir <dir>', 'directory of the daemon, or of the database itself', pathOption, defaultDir())
    .option('-n, --node <name>', 'whose payments, if the directory has several nodes')
    .option('--from <position>', 'look only at what was sent from here on', wholeNumber, 1)
    .option('-f, --format <format>', 'text, json or svg', 'text')
    .option('--svg <file>', 'write the chart there, besides')
    .addHelpText(
      'after',
      examples(['sendpay whatif --dir ./data --node alice --penalty half-life=10m --svg whatif.svg']),
    )
    .action(async (flags: WhatIfFlags) => {
      const halfLifeMs = halfLifeOf(flags.penalty);
      if (!['text', 'json', 'svg'].includes(flags.format)) throw new CannotAsk('--format is text, json or svg');
      const { dir } = findJournal(flags.dir);
      const settings = readSettings(dir);
      const network = await loadNetworkOrExample(settings?.network, settings?.seed);
      const node = nodeOf(flags.node, settings?.nodes.map(({ id }) => id) ?? [], network);
      const result = await replayed(flags, node, halfLifeMs, network);
      if (flags.svg !== undefined) writeFileSync(flags.svg, whatIfSvg(result));
      console.out(written(result, flags.format, nodeName(aliasesIn(network), node)));
      exit(ExitCode.OK);
    });
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function halfLifeOf(setting: string): number {
  const [, digits, unit = 'ms'] = /^half-life=(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(setting) ?? [];
  const halfLifeMs = Number(digits) * (UNITS_MS[unit] as number);
  if (!(halfLifeMs > 0)) throw new CannotAsk(`--penalty takes half-life=DURATION (30s, 5m, 1h), not "${setting}"`);
  return halfLifeMs;
}

function nodeOf(name: string | undefined, operated: readonly NodeId[], network: NetworkDescription): NodeId {
  const aliases = aliasesIn(network);
  const found = name === undefined ? operated : operated.filter((id) => id === name || aliases[id] === name);
  if (found.length === 1) return found[0] as NodeId;
  const names = operated.map((id) => nodeName(aliases, id)).join(', --node ');
  throw new CannotAsk(operated.length === 0 ? 'this directory operates no node' : `which node? --node ${names}`);
}

async function replayed(
  { dir, from }: WhatIfFlags,
  node: NodeId,
  halfLifeMs: number,
  network: NetworkDescription,
): Promise<WhatIf> {
  const found = findJournal(dir);
  const fold = (records: AsyncIterable<JournalRecord>): Promise<WhatIf> =>
    whatIf(records, { node, policy: { halfLifeMs }, graphs: [graphOf(network), graphOf(network)], from });
  const direct = await withJournal(found.journal, (journal) => fold(journal.read(1)));
  return (
    direct ?? withDaemon(found.dir, (daemon) => fold(decoded(daemon.lines({ from: 1, part: node, follow: false }))))
  );
}

async function* decoded(lines: AsyncIterable<string>): AsyncGenerator<JournalRecord> {
  for await (const line of lines) yield decodeJson(line) as JournalRecord;
}

function written(result: WhatIf, format: string, name: string): string {
  if (format === 'svg') return whatIfSvg(result);
  if (format === 'json') return `${encodeJson({ ...result, assumptions: ASSUMPTIONS })}\n`;
  return textOf(result, name);
}

function textOf({ sends, summary, policy, notLookedAt }: WhatIf, name: string): string {
  const { failures, avoidable, avoidedByRecorded, avoidedByOffered, differently, leavesWorkingRoute } = summary;
  const different = sends.filter(({ recorded, offered }) => routeText(recorded) !== routeText(offered));
  return [
    `${name}, penalties that halve every ${duration(policy.halfLifeMs)}:`,
    '',
    `  ${summary.sends} sends, ${failures} failed, ${avoidable} of them on the way`,
    `  ${avoidedByRecorded} of those would not have been met on the routes of the recorded configuration`,
    `  ${avoidedByOffered} of those would not have been met on the routes of this one`,
    `  ${differently} sends would have been offered another route than under the recorded configuration`,
    `  ${leavesWorkingRoute} paid ones would have been offered another route than the one that worked`,
    ...(notLookedAt === 0 ? [] : [`  ${notLookedAt} later sends were not looked at; --from goes on there`]),
    '',
    ...different.slice(0, LISTED).map((send) => {
      const verdict = avoids(send, send.offered) ? ', failure avoided' : '';
      const [was, is] = [routeText(send.recorded), routeText(send.offered)];
      return `  #${send.position} ${clockTime(send.timeMs)} ${send.outcome}: ${was} → ${is}${verdict}`;
    }),
    ...(different.length > LISTED ? [`  … and ${different.length - LISTED} more`] : []),
    '',
    'Assumed:',
    ...ASSUMPTIONS.map((line) => `  - ${line}`),
    '',
  ].join('\n');
}
