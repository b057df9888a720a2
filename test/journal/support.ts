/** Journals and records for the tests of this room. Temporary directories are removed by whoever made them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalHarness } from '../../src/journal/conformance.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import type { Append, Journal, JournalRecord, LoggedEvent } from '../../src/journal/port.ts';

export function temporaryDir(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'sendpay-journal-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function told(stream: string, event: Partial<LoggedEvent> = {}, more: Partial<Append> = {}): Append {
  return { stream, event: { type: 'TOLD', ...event }, version: 1, timeMs: 1_700_000_000_000, cause: 0, ...more };
}

/** Appends `count` records, spread over `streams` streams, and waits for them. */
export async function fill(journal: Journal, count: number, streams = 1): Promise<void> {
  for (let index = 0; index < count; index++) journal.append(told(`toy/${index % streams}`, { index }));
  await journal.durable(journal.position);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export const positions = (records: readonly JournalRecord[]): number[] => records.map(({ position }) => position);

/** 1, 2, … count. */
export const counting = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

export async function memoryHarness(): Promise<JournalHarness> {
  const journal = await openMemoryJournal();
  const reopen = async (): Promise<Journal> => {
    await journal.close();
    return await openMemoryJournal({ storage: journal.storage });
  };
  return { journal, reopen, dispose: async () => undefined };
}

export async function levelHarness(): Promise<JournalHarness> {
  const { dir, remove } = temporaryDir();
  const journal = await openLevelJournal({ dir });
  const reopen = async (): Promise<Journal> => {
    await journal.close();
    return await openLevelJournal({ dir });
  };
  return { journal, reopen, dispose: async () => remove() };
}
