/**
 * Golden logs: what a release wrote, and what it led to there. Kept in a folder a release, read by every later version.
 *
 * `<name>.log.ndjson.gz` is the log as `sendpay log` exports it; `<name>.end.ndjson.gz` holds, a line each, the state of every
 * stream as the release folded it (`stream`, `value`, `context`) and every row it had (`key`, `value`).
 * `database.json.gz` holds the files of a LevelDB directory by name, their bytes as latin1.
 * Invariant: once a release is out, its folder is never written again.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AnyStateMachine } from 'xstate';
import { type AnyKind, ownsRow } from '../../machines/kind.ts';
import { KINDS } from '../../machines/kinds.ts';
import { projector } from '../../src/engine/import-engine.ts';
import { decodeJson, encodeJson } from '../../src/journal/codec.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { exportLog, importLog } from '../../src/journal/ndjson.ts';
import type { Journal, JournalRecord } from '../../src/journal/port.ts';
import { createUpcast, releasedSteps } from '../../src/journal/upcast.ts';
import { Fold } from '../../src/runtime/fold.ts';
import { recordLines } from './record-lines.ts';

const FOLDER = import.meta.dirname;

export interface GoldenLog {
  /** `v0.1.0/network`. */
  readonly name: string;
  readonly lines: readonly string[];
  readonly end: End;
}

/** By stream, by key. */
export interface End {
  readonly states: Readonly<Record<string, unknown>>;
  readonly rows: Readonly<Record<string, unknown>>;
}

export const goldenReleases = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => /^v\d/.test(name))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));

export function goldenLogs(release: string): GoldenLog[] {
  return readdirSync(join(FOLDER, release))
    .filter((file) => file.endsWith('.log.ndjson.gz'))
    .map((file) => {
      const name = file.slice(0, file.indexOf('.'));
      return {
        name: `${release}/${name}`,
        lines: linesOf(join(FOLDER, release, file)),
        end: endOf(linesOf(join(FOLDER, release, `${name}.end.ndjson.gz`))),
      };
    });
}

/** Writes the files of a golden database into a directory. */
export function unpackDatabase(release: string, into: string): void {
  const packed = gunzipSync(readFileSync(join(FOLDER, release, 'database.json.gz'))).toString('utf8');
  for (const [name, bytes] of Object.entries(JSON.parse(packed) as Record<string, string>))
    writeFileSync(join(into, name), Buffer.from(bytes, 'latin1'));
}

export function packDatabase(release: string, dir: string): void {
  const names = readdirSync(dir).filter((name) => !/^(LOCK|LOG.*)$/.test(name));
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(dir, name)).toString('latin1')]));
  write(release, 'database.json.gz', JSON.stringify(files));
}

/** Keeps a log, and what it leads to here. */
export async function writeGolden(release: string, name: string, journal: Journal): Promise<void> {
  const lines: string[] = [];
  for await (const line of exportLog(journal)) lines.push(line);
  const { states, rows } = await reachedEnd(journal);
  const end = [
    ...Object.entries(states).map(([stream, state]) => encodeJson({ stream, ...(state as object) })),
    ...Object.entries(rows).map(([key, value]) => encodeJson({ key, value })),
  ];
  write(release, `${name}.log.ndjson.gz`, textOf(lines));
  write(release, `${name}.end.ndjson.gz`, textOf(end));
}

/** The log in a database of this program. */
export async function restored({ lines }: GoldenLog): Promise<Journal> {
  const journal = await openMemoryJournal({ upcast: createUpcast(releasedSteps) });
  await importLog(journal, lines, { project: projector(journal), unchecked: true });
  return journal;
}

export const recordsOf = ({ lines }: Pick<GoldenLog, 'lines'>): JournalRecord[] =>
  recordLines(lines).map((line) => decodeJson(line) as JournalRecord);

export const kindOf = (stream: string): AnyKind => KINDS.find((kind) => kind.owns(stream)) as AnyKind;

/**
 * What the log led to, without the states of kinds that had another version then: those are compared by the tests of the change.
 */
export function comparableEnd(end: End, log: GoldenLog): End {
  const written = new Map(recordsOf(log).map(({ stream, version }) => [stream, version]));
  const same = Object.entries(end.states).filter(([stream]) => written.get(stream) === kindOf(stream).version);
  const rows = Object.entries(end.rows).filter(([key]) => !isRefiled(key));
  return { states: Object.fromEntries(same), rows: Object.fromEntries(rows) };
}

/** That of every kind in every release so far. */
const RELEASED_ROWS_VERSION = 1;

/** An entry of an index that is another one by now: not what is listed, nor a count, which stay as they were. */
function isRefiled(key: string): boolean {
  const kind = KINDS.find((each) => ownsRow(each, key));
  if (kind === undefined || kind.rowsVersion === RELEASED_ROWS_VERSION) return false;
  return !/^counter\/|^invoice\/[^/]+\/n\/|\/c\/[0-9]+$/.test(key);
}

/** What a journal's streams fold to, and the rows it has. */
export async function reachedEnd(journal: Journal): Promise<End> {
  const states: Record<string, unknown> = {};
  const rows: Record<string, unknown> = {};
  for await (const { stream } of journal.streams()) {
    const fold = new Fold<AnyStateMachine>(kindOf(stream).machine);
    const events = journal.readStreamFromStart(stream).map(({ event }) => event as never);
    states[stream] = asStored(fold.persist(fold.replay(fold.initial, events)));
  }
  for await (const { key, value } of journal.rows({ prefix: '' })) if (!key.startsWith('meta/')) rows[key] = value;
  return { states, rows };
}

/** As it comes back from a snapshot: members that are undefined are dropped. */
const asStored = (state: unknown): unknown => decodeJson(encodeJson(state));

function endOf(lines: readonly string[]): End {
  const states: Record<string, unknown> = {};
  const rows: Record<string, unknown> = {};
  for (const line of lines) {
    const { stream, key, ...rest } = decodeJson(line) as { stream?: string; key?: string; value: unknown };
    if (stream !== undefined) states[stream] = rest;
    else rows[key as string] = rest.value;
  }
  return { states, rows };
}

const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
const linesOf = (path: string): string[] => gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');

function write(release: string, file: string, text: string): void {
  mkdirSync(join(FOLDER, release), { recursive: true });
  writeFileSync(join(FOLDER, release, file), gzipSync(text, { level: 9 }));
}
