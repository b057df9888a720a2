/**
 * What an invoice to be made may say, looked at before it is recorded, whoever asks: `invoice`, or a program through the capability.
 *
 * Invariant: an invoice without a fault can be written as BOLT 11, found by its label, and added up with times and heights.
 */
import { MAX_MSAT } from '../domain/amount.ts';
import { MAX_CLTV_BLOCKS } from '../domain/block-limits.ts';
import { parsePreimage } from '../domain/ids.ts';
import { isWellFormedText } from '../domain/well-formed.ts';
import { MAX_EXPIRY_SECONDS, type NewInvoice } from '../switch/capabilities.ts';

const isText = (value: unknown): boolean => typeof value === 'string' && isWellFormedText(value);
const isWhole = (value: unknown, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;

interface Rule {
  readonly should: string;
  readonly holds: (value: unknown) => boolean;
}

const RULES: Readonly<Record<keyof NewInvoice, Rule>> = {
  amountMsat: {
    should: `should be null or a bigint from 1 to ${MAX_MSAT}`,
    holds: (value) => value === null || (typeof value === 'bigint' && value > 0n && value <= MAX_MSAT),
  },
  label: { should: 'should be well-formed text', holds: isText },
  description: { should: 'should be well-formed text', holds: isText },
  expirySeconds: {
    should: `should be a whole number from 0 to ${MAX_EXPIRY_SECONDS}`,
    holds: (value) => isWhole(value, MAX_EXPIRY_SECONDS),
  },
  preimage: {
    should: 'should be 64 hex digits',
    holds: (value) => value === undefined || (typeof value === 'string' && parsePreimage(value) === value),
  },
  cltv: {
    should: `should be a whole number from 0 to ${MAX_CLTV_BLOCKS}`,
    holds: (value) => value === undefined || isWhole(value, MAX_CLTV_BLOCKS),
  },
};

/** What is wrong with it; undefined: nothing. */
export function newInvoiceFault(invoice: NewInvoice): string | undefined {
  for (const [name, { should, holds }] of Object.entries(RULES))
    if (!holds(invoice?.[name as keyof NewInvoice])) return `${name}: ${should}`;
  return undefined;
}
