/**
 * What the journal throws.
 *
 * SENDPAY_JOURNAL_DAMAGED: what is stored contradicts itself; the message names the position. SENDPAY_JOURNAL_FAILED: a
 * write failed, or its user gave it up, and it is dead. SENDPAY_JOURNAL_CLOSED: used after `close`. SENDPAY_JOURNAL_LOCKED: another process
 * has it open. SENDPAY_JOURNAL_MISSING: there is none and none may be created. SENDPAY_JOURNAL_CONFLICT: the log is not
 * where the writer expected it. SENDPAY_JOURNAL_MISUSE: a programmer's mistake.
 */

import { SendpayError } from '../domain/errors.ts';
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

export function journalFailed(cause: unknown): SendpayError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SendpayError('SENDPAY_JOURNAL_FAILED', `the journal has failed and accepts nothing more: ${why}`, {
    cause,
  });
}

export function journalClosed(): SendpayError {
  return new SendpayError('SENDPAY_JOURNAL_CLOSED', 'the journal is closed');
}
