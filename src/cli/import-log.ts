/**
 * `sendpay log --import`: a database made from an export.
 *
 * Invariant: the directory gets a whole database or none: it is made beside its place and put there once every line was found to
 * be what was exported, and is on the disk.
 */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SendpayError } from '../domain/errors.ts';
import { namedFileError } from '../domain/file-errors.ts';
import { importEngine } from '../engine/import-engine.ts';
import { openLevelJournal } from '../journal/level.ts';
import type { ImportOptions } from '../journal/ndjson.ts';
import type { Position } from '../journal/port.ts';
import { journalDir } from './data-dir.ts';
import { CannotAsk } from './exit-codes.ts';

/** Where the database is made. One that is left there belongs to an import that died. */
const beside = (place: string): string => `${place}.importing`;

/** The last position. Throws CannotAsk, SENDPAY_IMPORT and what opening a journal throws. */
export async function importFile(
  dir: string,
  file: string,
  options: Pick<ImportOptions, 'unchecked'>,
): Promise<Position> {
  if (!existsSync(file)) throw new CannotAsk(`there is no file ${file}`);
  const place = journalDir(dir);
  await checkEmpty(place);
  const isNew = !existsSync(dir);
  try {
    const position = await make(beside(place), file, options);
    put(beside(place), place);
    return position;
  } catch (error) {
    rmSync(beside(place), { recursive: true, force: true });
    if (isNew && existsSync(dir)) rmdirSync(dir);
    throw error;
  }
}

async function checkEmpty(place: string): Promise<void> {
  if (!existsSync(place)) return;
  const journal = await openLevelJournal({ dir: place });
  const { position } = journal;
  await journal.close();
  if (position > 0)
    throw new SendpayError('SENDPAY_IMPORT', `the journal in ${place} is not empty: it has ${position} records`);
}

async function make(place: string, file: string, options: Pick<ImportOptions, 'unchecked'>): Promise<Position> {
  rmSync(place, { recursive: true, force: true });
  const journal = await openLevelJournal({ dir: place });
  try {
    return await importEngine(journal, linesOf(file), options);
  } finally {
    await journal.close();
  }
}

function put(made: string, place: string): void {
  rmSync(place, { recursive: true, force: true });
  renameSync(made, place);
  const folder = openSync(dirname(place), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Opened when the first line is asked for, closed after the last. */
async function* linesOf(file: string): AsyncGenerator<string, void> {
  try {
    const handle = await open(file);
    try {
      yield* handle.readLines();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw namedFileError(file, error);
  }
}
