/**
 * What went wrong with a file or a disk, by name: from the code of a system error, or from the words LevelDB passes on.
 *
 * Invariant: none of these is damage: the data may be whole, and the message says what to do. Pure: opens nothing.
 */
import { SendpayError, type SendpayErrorCode } from './errors.ts';

interface Named {
  readonly code: SendpayErrorCode;
  /** What it is, and what to do. */
  readonly words: string;
}

const FULL: Named = { code: 'SENDPAY_DISK_FULL', words: 'no space is left on the disk: make room, then start again' };
const QUOTA: Named = { code: 'SENDPAY_DISK_FULL', words: 'the disk quota is used up: make room, then start again' };
const READ_ONLY: Named = {
  code: 'SENDPAY_DISK_READ_ONLY',
  words: 'the disk can only be read: mount it writable, or work on a copy elsewhere',
};
const DENIED: Named = {
  code: 'SENDPAY_FILE_DENIED',
  words: 'this user has no permission: run as the owner of the files, or give them to this user',
};
const LIMIT: Named = {
  code: 'SENDPAY_FILE_LIMIT',
  words: 'too many files are open: raise the limit (ulimit -n), or close other programs',
};
const DISK: Named = {
  code: 'SENDPAY_DISK_ERROR',
  words: 'the disk does not read or write: look at the system log, and copy what is there before anything else',
};
const MISSING: Named = { code: 'SENDPAY_FILE_PATH', words: 'there is no such file or folder: check the path' };
const NO_FOLDER: Named = { code: 'SENDPAY_FILE_PATH', words: 'a file is where a folder must be: check the path' };
const FOLDER: Named = { code: 'SENDPAY_FILE_PATH', words: 'a folder is where a file must be: check the path' };
const EXISTS: Named = { code: 'SENDPAY_FILE_PATH', words: 'something else is there already: check the path' };
const TOO_LONG: Named = {
  code: 'SENDPAY_FILE_PATH',
  words: 'the path is too long, or leads in a circle: choose another',
};

/** By the code of a system error, with the words of `strerror` for those who pass on no code. */
const BY_CODE: Readonly<Record<string, Named & { readonly strerror: string }>> = {
  ENOSPC: { ...FULL, strerror: 'No space left on device' },
  EFBIG: { ...FULL, strerror: 'File too large' },
  EDQUOT: { ...QUOTA, strerror: 'Disk quota exceeded' },
  EROFS: { ...READ_ONLY, strerror: 'Read-only file system' },
  EACCES: { ...DENIED, strerror: 'Permission denied' },
  EPERM: { ...DENIED, strerror: 'Operation not permitted' },
  EMFILE: { ...LIMIT, strerror: 'Too many open files' },
  ENFILE: { ...LIMIT, strerror: 'Too many open files in system' },
  EIO: { ...DISK, strerror: 'Input/output error' },
  ENXIO: { ...DISK, strerror: 'No such device or address' },
  ENODEV: { ...DISK, strerror: 'No such device' },
  ESTALE: { ...DISK, strerror: 'Stale file handle' },
  ETIMEDOUT: { ...DISK, strerror: 'Connection timed out' },
  ENOLCK: { ...DISK, strerror: 'No locks available' },
  ENOENT: { ...MISSING, strerror: 'No such file or directory' },
  ENOTDIR: { ...NO_FOLDER, strerror: 'Not a directory' },
  EISDIR: { ...FOLDER, strerror: 'Is a directory' },
  EEXIST: { ...EXISTS, strerror: 'File exists' },
  ENAMETOOLONG: { ...TOO_LONG, strerror: 'File name too long' },
  ELOOP: { ...TOO_LONG, strerror: 'Too many levels of symbolic links' },
};

/** The error by its name; undefined if it is not one of a file or a disk. `what`: the file, or what was done with it. */
export function fileError(what: string, cause: unknown): SendpayError | undefined {
  const named = BY_CODE[errnoOf(cause) ?? ''];
  return named === undefined ? undefined : new SendpayError(named.code, `${what}: ${named.words}`, { cause });
}

/** As `fileError`; what has no such name is given back as it is. */
export const namedFileError = (what: string, cause: unknown): unknown => fileError(what, cause) ?? cause;

/** ENOSPC, EACCES, …: as the error has it, or as its words say. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && Object.hasOwn(BY_CODE, code)) return code;
  if (typeof message !== 'string') return undefined;
  return Object.keys(BY_CODE).find((name) => message.endsWith(BY_CODE[name]?.strerror as string));
}
