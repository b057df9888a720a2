/**
 * Takes out of a record what must not be seen over somebody's shoulder: preimages, session keys, payment secrets, and texts
 * that hold one (an invoice carries its payment secret).
 *
 * Invariant: applied where records and rows come in, so nothing drawn, listed, searched or exported later can hold a
 * secret by mistake; only the member's name decides, at any depth. The shape stays, so that machines fold what is left.
 */
import type { JournalRecord } from '../journal/port.ts';

/** What stands in a secret's place. */
export const HIDDEN = '(hidden)';

/** Members of events and rows that are secrets or hold one. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set([
  'preimage',
  'keysendPreimage',
  'sessionKey',
  'sharedSecrets',
  'secret',
  'paymentSecret',
  'paymentMetadata',
  'privateKey',
  'invstring',
  'bolt11',
]);

/** The value with every secret in it replaced. Shares what has none. */
export function redact<T>(value: T): T {
  if (Array.isArray(value)) return value.map(redact) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, maskedMember(name, member)]);
  return Object.fromEntries(members) as T;
}

/** A record with its event's secrets replaced. */
export function redactRecord(record: JournalRecord): JournalRecord {
  return { ...record, event: redact(record.event) };
}

function maskedMember(name: string, member: unknown): unknown {
  if (!SECRET_MEMBERS.has(name) || member === null || member === undefined) return redact(member);
  return Array.isArray(member) ? member.map(() => HIDDEN) : HIDDEN;
}
