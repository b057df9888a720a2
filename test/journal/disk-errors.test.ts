/** G12: what keeps the journal from its files has its own name and says what to do; only damage is called damage. */
import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, instance, is, ok } from 'uvu/assert';
import { errnoOf } from '../../src/domain/file-errors.ts';
import { JournalDamaged, storageError } from '../../src/journal/errors.ts';
import { HIGH_WATER_FILE } from '../../src/journal/high-water.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { suite } from '../support/suite.ts';
import { collect, fill, temporaryDir, told } from './support.ts';

const test = suite('the names of what is wrong with a disk');

type Wrong = { code?: string; message: string; cause?: { code?: string } };
const failure = (promise: Promise<unknown>): Promise<Wrong> =>
  promise.then(
    () => ({ message: 'nothing failed' }),
    (error: Wrong) => error,
  );

/** System error, its text from LevelDB, its name here. */
const NAMES: readonly (readonly [errno: string, strerror: string, code: string])[] = [
  ['ENOSPC', 'No space left on device', 'SENDPAY_DISK_FULL'],
  ['EDQUOT', 'Disk quota exceeded', 'SENDPAY_DISK_FULL'],
  ['EROFS', 'Read-only file system', 'SENDPAY_DISK_READ_ONLY'],
  ['EACCES', 'Permission denied', 'SENDPAY_FILE_DENIED'],
  ['EPERM', 'Operation not permitted', 'SENDPAY_FILE_DENIED'],
  ['EMFILE', 'Too many open files', 'SENDPAY_FILE_LIMIT'],
  ['ENFILE', 'Too many open files in system', 'SENDPAY_FILE_LIMIT'],
  ['EIO', 'Input/output error', 'SENDPAY_DISK_ERROR'],
  ['ENOTDIR', 'Not a directory', 'SENDPAY_FILE_PATH'],
  ['EISDIR', 'Is a directory', 'SENDPAY_FILE_PATH'],
];

test('what LevelDB says in words has the name of the system error, whether it comes with a code or not', () => {
  for (const [errno, strerror, code] of NAMES)
    for (const levelCode of ['LEVEL_IO_ERROR', undefined]) {
      const said = Object.assign(new Error(`IO error: /data/journal/000007.ldb: ${strerror}`), { code: levelCode });
      is(errnoOf(said), errno);
      is((storageError('reading', said) as Wrong).code, code, strerror);
    }
  is((storageError('reading', new Error('IO error: x: Something new')) as Wrong).code, 'SENDPAY_DISK_ERROR');
});

test('what LevelDB says of a file that is gone, cut short or unreadable is damage', () => {
  for (const words of [
    'Corruption: block checksum mismatch',
    'IO error: /data/journal/000007.ldb: No such file or directory',
    'IO error: /data/journal/000007.ldb: Invalid argument',
  ])
    instance(storageError('reading', new Error(words)), JournalDamaged);
});

test('a write that fails says by which name, to whoever waits and to whoever comes after', async () => {
  for (const [errno, , code] of NAMES) {
    const journal = await openMemoryJournal();
    journal.storage.failWrites(Object.assign(new Error(`${errno}: write`), { code: errno, syscall: 'write' }));
    journal.append(told('a'));
    const wrong = await failure(journal.durable(1));
    equal([wrong.code, wrong.cause?.code], ['SENDPAY_JOURNAL_FAILED', code]);
    ok(wrong.message.endsWith(`(${code})`), wrong.message);
    await journal.close();
  }
});

test('a path that cannot be a database is refused by name, and so is one that is taken', async () => {
  const { dir, remove } = temporaryDir();
  const inside = join(dir, 'file');
  writeFileSync(inside, '');
  is((await failure(openLevelJournal({ dir: inside }))).code, 'SENDPAY_FILE_PATH');
  is((await failure(openLevelJournal({ dir: join(inside, 'journal') }))).code, 'SENDPAY_FILE_PATH');
  is((await failure(openLevelJournal({ dir: join(dir, 'x'.repeat(300)) }))).code, 'SENDPAY_FILE_PATH');
  for (const name of ['LOCK', HIGH_WATER_FILE]) {
    const taken = join(dir, name);
    await (await openLevelJournal({ dir: taken })).close();
    rmSync(join(taken, name));
    mkdirSync(join(taken, name));
    is((await failure(openLevelJournal({ dir: taken }))).code, 'SENDPAY_FILE_PATH', name);
  }
  const open = await openLevelJournal({ dir: join(dir, 'open') });
  is((await failure(openLevelJournal({ dir: join(dir, 'open') }))).code, 'SENDPAY_JOURNAL_LOCKED');
  await open.close();
  remove();
});

test('a sorted file that was emptied, cut or deleted is damage wherever it is met first', async () => {
  for (const harm of ['emptied', 'cut', 'deleted'] as const) {
    const { dir, remove } = temporaryDir();
    let journal = await openLevelJournal({ dir });
    journal.putRow({ key: 'row', value: 1 });
    await fill(journal, 50, 5);
    await journal.close();
    await (await openLevelJournal({ dir })).close(); // moves the log into a sorted file
    for (const name of readdirSync(dir).filter((file) => file.endsWith('.ldb'))) {
      const file = join(dir, name);
      if (harm === 'deleted') rmSync(file);
      else truncateSync(file, harm === 'emptied' ? 0 : statSync(file).size >> 1);
    }
    const opening = await openLevelJournal({ dir }).catch((error: unknown) => error);
    if (opening instanceof Error) instance(opening, JournalDamaged, harm);
    else {
      journal = opening as typeof journal;
      for (const read of [
        async () => journal.row('row'),
        async () => journal.record(1),
        async () => journal.head('toy/1'),
        async () => journal.readStreamFromStart('toy/1'),
        () => collect(journal.read(1)),
        () => collect(journal.rows({ prefix: '' })),
      ])
        instance(await failure(read()), JournalDamaged, harm);
      await journal.close();
    }
    remove();
  }
});

test.run();
