/**
 * The human-readable part of an invoice (BOLT 11): `ln`, the currency, and the amount with its multiplier.
 *
 * Invariant: amounts are whole millisatoshis; what `formatPrefix` writes is the shortest form and `parsePrefix` reads it
 * back. Messages of refusals are Core Lightning's.
 */
import { BoltError } from '../error.ts';

/** Mainnet, testnet, signet, regtest. */
export type Currency = 'bc' | 'tb' | 'tbs' | 'bcrt';
const CURRENCIES: readonly Currency[] = ['bc', 'tb', 'tbs', 'bcrt'];

export interface Prefix {
  readonly currency: Currency;
  /** Absent: the payer chooses. */
  readonly amountMsat?: bigint;
}

/** Picobitcoin in one unit of each multiplier, largest first; ten of them are one millisatoshi. */
const MULTIPLIERS: readonly (readonly [letter: string, pico: bigint])[] = [
  ['', 1_000_000_000_000n],
  ['m', 1_000_000_000n],
  ['u', 1_000_000n],
  ['n', 1_000n],
  ['p', 1n],
];
const PICO_PER_MSAT = 10n;
/** Amounts travel in 64 bits everywhere else. */
const MAX_AMOUNT = 0xffff_ffff_ffff_ffffn;
/** Enough for the largest amount in picobitcoin; converting endless digits takes time that grows with their square. */
const MAX_DIGITS = 21;

/** The one chain whose invoices are wanted, as it is called in a refusal. */
export interface WantedChain {
  readonly currency: Currency;
  readonly name: string;
}

/** Throws `BOLT_INVOICE_PREFIX` or `BOLT_INVOICE_AMOUNT`. */
export function parsePrefix(text: string, wanted?: WantedChain): Prefix {
  const [, letters, amount] = /^([^0-9]*)(.*)$/s.exec(text) as unknown as [string, string, string];
  if (!letters.startsWith('ln')) {
    throw new BoltError('BOLT_INVOICE_PREFIX', 'prefix', `Prefix '${letters}' does not start with ln`);
  }
  if (wanted !== undefined && letters !== `ln${wanted.currency}`) {
    throw new BoltError('BOLT_INVOICE_PREFIX', 'prefix', `Prefix ${letters.slice(2)} is not for ${wanted.name}`);
  }
  const currency = CURRENCIES.find((candidate) => `ln${candidate}` === letters);
  if (currency === undefined) {
    throw new BoltError('BOLT_INVOICE_PREFIX', 'prefix', `Unknown chain ${letters.slice(2)}`);
  }
  return amount === '' ? { currency } : { currency, amountMsat: parseAmount(amount) };
}

function parseAmount(text: string): bigint {
  const [, digits, postfix] = /^([0-9]*)(.*)$/s.exec(text) as unknown as [string, string, string];
  const multiplier = MULTIPLIERS.find(([letter]) => letter === postfix);
  if (multiplier === undefined) throw badAmount(`Invalid amount postfix '${postfix}'`);
  if (digits.length > MAX_DIGITS) throw badAmount(`Invalid amount '${digits}'`);
  const pico = BigInt(digits) * multiplier[1];
  if (pico % PICO_PER_MSAT !== 0n) throw badAmount(`Invalid sub-millisatoshi amount '${text}'`);
  const amountMsat = pico / PICO_PER_MSAT;
  if (amountMsat > MAX_AMOUNT) throw badAmount(`Invalid amount '${digits}'`);
  return amountMsat;
}

function badAmount(message: string): BoltError {
  return new BoltError('BOLT_INVOICE_AMOUNT', 'amount', message);
}

/** Throws `BOLT_INVOICE_AMOUNT` for an amount that is not positive: "no amount" is said by leaving it out. */
export function formatPrefix({ currency, amountMsat }: Prefix): string {
  if (amountMsat === undefined) return `ln${currency}`;
  if (amountMsat <= 0n || amountMsat > MAX_AMOUNT) throw badAmount(`Invalid amount '${amountMsat}'`);
  const pico = amountMsat * PICO_PER_MSAT;
  // The last row divides everything, so there is always one.
  const [letter, unit] = MULTIPLIERS.find(([, each]) => pico % each === 0n) as readonly [string, bigint];
  return `ln${currency}${pico / unit}${letter}`;
}
