/**
 * `sendpay verify`: whether a database says the same thing everywhere, and which position first does not.
 *
 * Exit status: 0 clean, 1 damaged or rolled back, 2 it could not be looked at. A running daemon checks its own database, and then also
 * that what it believes is what its log says.
 */
import type { Command } from 'commander';
import { type EngineVerifyReport, verifyEngine } from '../../engine/verify-engine.ts';
import { EpochNote, type Noted, rollbackOf } from '../../journal/epoch-note.ts';
import { JournalDamaged } from '../../journal/errors.ts';
import type { Journal, Position } from '../../journal/port.ts';
import type { Finding } from '../../journal/verify.ts';
import type { JsonValue } from '../../rpc/json-value.ts';
import { type CliContext, examples, pathOption } from '../command.ts';
import type { Console } from '../console.ts';
import { defaultDir, findJournal, readSettings } from '../data-dir.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { withDaemon, withJournal } from '../log-source.ts';
import { prettyJson } from '../pretty-json.ts';
import { tableOf } from '../table.ts';

/** Findings shown to a person; `--json` has them all. */
const SHOWN_FINDINGS = 20;

export function verifyCommand(program: Command, { console, exit }: CliContext): void {
  program
    .command('verify')
    .description('check a whole database: every record, every state, every row, all the money')
    .argument('[dir]', 'directory of the daemon, or of the database itself', pathOption, defaultDir())
    .option('-J, --json', 'the report as JSON')
    .option('--epoch-file <file>', 'look also whether the database holds what was noted there', pathOption)
    .addHelpText(
      'after',
      examples(['sendpay verify ./data', 'sendpay verify ./data --json | jq .findings[0].position']),
    )
    .action(async (dir: string, { json, epochFile }: { json?: true; epochFile?: string }) => {
      const report = await check(dir, epochFile);
      console.out(json || !console.isTerminal ? `${prettyJson(report as unknown as JsonValue)}\n` : '');
      if (!json) tell(report, dir, console);
      exit(report.ok && report.rolledBack === undefined ? ExitCode.OK : ExitCode.NO);
    });
}

/** What was found, and how the database differs from what was noted outside of it: that is no damage. */
type Report = EngineVerifyReport & { readonly rolledBack?: string };

async function check(dir: string, epochFile: string | undefined): Promise<Report> {
  const found = findJournal(dir);
  const noted = epochFile === undefined ? undefined : notedIn(epochFile);
  try {
    const direct = await withJournal(found.journal, (journal) => checkJournal(journal, found.dir, noted));
    if (direct !== undefined) return direct;
    if (noted !== undefined)
      throw new CannotAsk('--epoch-file: a daemon has the database open, and looked when it started');
    return (await withDaemon(found.dir, (daemon) => daemon.ask('dev-verify'))) as unknown as EngineVerifyReport;
  } catch (error) {
    if (error instanceof JournalDamaged) return unopenable(error);
    throw error;
  }
}

function notedIn(path: string): Noted {
  const { noted } = new EpochNote(path);
  if (noted === undefined) throw new CannotAsk(`there is no file ${path}`);
  return noted;
}

async function checkJournal(journal: Journal, dir: string, noted: Noted | undefined): Promise<Report> {
  const operatedSince = new Map((readSettings(dir)?.nodes ?? []).map(({ id, since }) => [id, since]));
  const report = await verifyEngine({ journal, operatedSince });
  const rolledBack = noted === undefined ? undefined : rollbackOf(journal, noted);
  return rolledBack === undefined ? report : { ...report, rolledBack };
}

/** The journal refused to open: that is the finding. */
function unopenable({ message, position }: JournalDamaged): EngineVerifyReport {
  return {
    records: 0,
    streams: 0,
    snapshots: 0,
    rows: 0,
    ok: false,
    findings: [{ what: message, position }],
    rowsToRebuild: [],
  };
}

function tell(report: Report, dir: string, { out, err, isTerminal }: Console): void {
  const { records, streams, snapshots, rows, ok, findings, rowsToRebuild } = report;
  if (isTerminal && !ok) out(tableOf(['position', 'stream', 'what'], findings.slice(0, SHOWN_FINDINGS).map(rowOf)));
  const looked = `${records} records, ${streams} streams, ${snapshots} snapshots, ${rows} rows`;
  if (rowsToRebuild.length > 0)
    err(`${dir}: listings of ${rowsToRebuild.join(', ')} are of another version: the next start builds them again\n`);
  if (report.rolledBack !== undefined) err(`${dir}: ROLLED BACK: ${report.rolledBack}\n`);
  err(ok ? `${dir}: clean (${looked})\n` : `${dir}: DAMAGED, first at ${placeOf(findings)} (${looked})\n`);
}

function rowOf({ position, stream, what }: Finding): string[] {
  return [position === undefined ? '' : String(position), stream ?? '', what];
}

function placeOf(findings: readonly Finding[]): string {
  const positions = findings
    .map(({ position }) => position)
    .filter((position): position is Position => position !== undefined);
  return positions.length === 0 ? (findings[0]?.what ?? 'an unknown place') : `position ${Math.min(...positions)}`;
}
