/** A LevelDB journal and other processes: the lock, and being killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { equal, is, match, ok } from 'uvu/assert';
import { openLevelJournal } from '../../src/journal/level.ts';
import { verifyLog } from '../../src/journal/verify.ts';
import { suite } from '../support/suite.ts';
import { collect, counting, fill, positions, temporaryDir } from './support.ts';

const test = suite('a journal and other processes');

/** Appends turns of three records until killed; prints each position once it is durable. See `writer.ts`. */
function startWriter(dir: string): ChildProcess {
  const script = join(import.meta.dirname, 'writer.ts');
  return spawn(process.execPath, ['--import', 'tsx', script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function errorOf(promise: Promise<unknown>): Promise<{ code?: string; message: string }> {
  return await promise.then(
    () => ({ message: 'no error' }),
    (error: { code?: string; message: string }) => error,
  );
}

test('a writer killed at any moment leaves what it told, whole turns, and a log that verifies', async () => {
  const { dir, remove } = temporaryDir();
  let before = 0;
  for (const lines of [1, 7, 40]) {
    const writer = startWriter(dir);
    let acknowledged = 0;
    let seen = 0;
    for await (const line of createInterface({ input: writer.stdout as NodeJS.ReadableStream })) {
      acknowledged = Number(line);
      if (++seen === lines) writer.kill('SIGKILL');
    }
    if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
    const journal = await openLevelJournal({ dir });
    ok(acknowledged > before);
    ok(journal.position >= acknowledged, `told ${acknowledged}, kept ${journal.position}`);
    is(journal.position % 3, 0);
    is(journal.row('end'), journal.position);
    equal(positions(await collect(journal.read(1))), counting(journal.position));
    equal((await verifyLog(journal)).findings, []);
    before = journal.position;
    await journal.close();
  }
  remove();
});

test('a second process is told that another has the journal open', async () => {
  const { dir, remove } = temporaryDir();
  const writer = startWriter(dir);
  await once(writer.stdout as NodeJS.ReadableStream, 'data');
  const error = await errorOf(openLevelJournal({ dir }));
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  is(error.code, 'SENDPAY_JOURNAL_LOCKED');
  is(error.message, `another process has ${dir} open`);
  await (await openLevelJournal({ dir })).close();
  remove();
});

test('the lock is released by closing, and opening fails cleanly while it is held', async () => {
  const { dir, remove } = temporaryDir();
  const first = await openLevelJournal({ dir });
  is((await errorOf(openLevelJournal({ dir }))).code, 'SENDPAY_JOURNAL_LOCKED');
  await fill(first, 2);
  await first.close();
  await first.close();
  const second = await openLevelJournal({ dir });
  is(second.position, 2);
  await second.close();
  remove();
});

test('a journal that is not there is created only if it may be', async () => {
  const { dir, remove } = temporaryDir();
  const nested = join(dir, 'a', 'b');
  const error = await errorOf(openLevelJournal({ dir: nested, create: false }));
  is(error.code, 'SENDPAY_JOURNAL_MISSING');
  match(error.message, nested);
  await (await openLevelJournal({ dir: nested })).close();
  await (await openLevelJournal({ dir: nested, create: false })).close();
  remove();
});

test('its size on disk is told, and the bytes of its records', async () => {
  const { dir, remove } = temporaryDir();
  const journal = await openLevelJournal({ dir });
  await fill(journal, 100);
  const { recordBytes, diskBytes } = await journal.sizes();
  ok(recordBytes > 100 * 50 && recordBytes < 100 * 150, `${recordBytes}`);
  ok(diskBytes >= recordBytes);
  await journal.close();
  remove();
});

test.run();
