/**
 * What the journal throws.
 *
 * SENDPAY_JOURNAL_DAMAGED: what is stored contradicts itself; the message names the position. SENDPAY_JOURNAL_FAILED: a
 * write failed, or its user gave it up, and it is dead. SENDPAY_JOURNAL_CLOSED: used after `close`. SENDPAY_JOURNAL_LOCKED: another process
 * has it open. SENDPAY_JOURNAL_MISSING: there is none and none may be created. SENDPAY_JOURNAL_CONFLICT: the log is not
 * where the writer expected it. SENDPAY_JOURNAL_MISUSE: a programmer's mistake. Only damage is called damage: a full disk, a missing
 * permission and their like have the names of `src/domain/file-errors.ts` (G12).
 */

import { SendpayError } from '../domain/errors.ts';
import { errnoOf, fileError } from '../domain/file-errors.ts';
import { given } from '../domain/given.ts';
import type { Position } from './port.ts';

/** `position` is the first position that is known to be wrong, undefined if the damage is not in a record. */
export class JournalDamaged extends SendpayError {
  readonly position: Position | undefined;
  constructor(what: string, position?: Position, cause?: unknown) {
    super('SENDPAY_JOURNAL_DAMAGED', `journal damaged: ${what}`, given({ cause }));
    this.position = position;
  }
}

export function damagedAt(position: Position, what: string, cause?: unknown): JournalDamaged {
  return new JournalDamaged(`position ${position}: ${what}`, position, cause);
}

/** LevelDB's words for a file that is shorter than it was: it was read past its end. */
const CUT_SHORT = 'Invalid argument';

/**
 * What LevelDB reported while it did `what`, by name; anything else as it is. It gives a code with some errors only, so the
 * words decide: each begins with what kind it is, and ends with the system's reason.
 */
export function storageError(what: string, cause: unknown): unknown {
  const { message } = cause as { message?: unknown };
  if (typeof message !== 'string') return cause;
  if (message.startsWith('Corruption')) return new JournalDamaged(`${what}: ${message}`, undefined, cause);
  if (!message.startsWith('IO error')) return cause;
  if (message.endsWith(CUT_SHORT) || errnoOf(cause) === 'ENOENT')
    return new JournalDamaged(`${what}: a file is gone or cut short: ${message}`, undefined, cause);
  if (message.startsWith('IO error: lock')) return fileError(what, cause) ?? cause;
  return fileError(`${what} (${message})`, cause) ?? unnamed(what, message, cause);
}

function unnamed(what: string, message: string, cause: unknown): SendpayError {
  return new SendpayError('SENDPAY_DISK_ERROR', `${what}: ${message}`, { cause });
}

export function journalFailed(error: unknown): SendpayError {
  const cause = fileError('writing the log', error) ?? error;
  const why = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof SendpayError ? ` (${cause.code})` : '';
  return new SendpayError('SENDPAY_JOURNAL_FAILED', `the journal has failed and accepts nothing more: ${why}${code}`, {
    cause,
  });
}

export function journalClosed(): SendpayError {
  return new SendpayError('SENDPAY_JOURNAL_CLOSED', 'the journal is closed');
}
