/**
 * Who may read what the journal writes: its owner, and nobody else. It holds preimages, session keys and payment secrets.
 *
 * Invariant: folders are 0700 and files 0600, those too that another version or LevelDB left open to others. Where somebody
 * else owns them, or the file system knows no modes, they stay as they are: whoever put the database there decided.
 */
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { namedFileError } from '../domain/file-errors.ts';

export const PRIVATE_FOLDER_MODE = 0o700;
export const PRIVATE_FILE_MODE = 0o600;

/** Makes the folder and its parents, the owner's alone; one that is there becomes so. Throws SENDPAY_FILE_*, SENDPAY_DISK_*. */
export function makePrivateFolder(dir: string): void {
  try {
    makeFolder(dir);
  } catch (error) {
    throw namedFileError(dir, error);
  }
  closeToOthers(dir);
}

/** Step by step: Node's `recursive` never ends where a folder is there but nothing can be made in it (/proc). */
function makeFolder(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(dir);
  if (parent !== dir) makeFolder(parent);
  try {
    mkdirSync(dir, { mode: PRIVATE_FOLDER_MODE });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Takes from a file or folder that is there what others may do with it. */
export function closeToOthers(path: string): void {
  try {
    const { mode } = statSync(path);
    if ((mode & 0o077) !== 0) chmodSync(path, mode & PRIVATE_FOLDER_MODE);
  } catch {
    // Not ours to change, or gone.
  }
}

/** Every file in the folder. LevelDB makes new ones in threads of its own, under the umask of the program. */
export async function closeFilesToOthers(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  await Promise.all(names.map((name) => chmod(join(dir, name), PRIVATE_FILE_MODE).catch(() => undefined)));
}
