/**
 * The `f` field: an on-chain address to fall back on, as a version and a hash or witness program (BOLT 11, BIP 141).
 *
 * Invariant: a fallback that was read has a length its version allows. Does not make addresses of them.
 */
import { concat } from '../bytes.ts';
import { BoltError } from '../error.ts';
import { bytesToWords, wordsToBytes } from './words.ts';

export interface Fallback {
  /** 0–16 witness version, 17 P2PKH, 18 P2SH. */
  readonly version: number;
  readonly program: Uint8Array;
}

interface Lengths {
  readonly what: string;
  readonly allowed: readonly number[] | { readonly least: number; readonly most: number };
}
const PUBKEY_HASH_VERSION = 17;
const SCRIPT_HASH_VERSION = 18;
const WITNESS_V0: Lengths = { what: 'witness v0 bad length', allowed: [20, 32] };
/** What BIP 141 allows any witness program. */
const WITNESS: Lengths = { what: 'witness bad length', allowed: { least: 2, most: 40 } };
const PUBKEY_HASH: Lengths = { what: 'pkhash length', allowed: [20] };
const SCRIPT_HASH: Lengths = { what: 'p2sh length', allowed: [20] };

/** Undefined for a version that means nothing yet, to be skipped. Throws `BOLT_INVOICE_FIELD` for a wrong length. */
export function readFallback(words: Uint8Array): Fallback | undefined {
  const version = words[0];
  if (version === undefined) throw badFallback('data_length 0 short');
  const lengths = lengthsOf(version);
  if (lengths === undefined) return undefined;
  const program = wordsToBytes(words.subarray(1), 'drop');
  if (!allows(lengths, program.length)) throw badFallback(`${lengths.what} ${program.length}`);
  return { version, program };
}

export function writeFallback({ version, program }: Fallback): Uint8Array {
  const lengths = lengthsOf(version);
  if (lengths === undefined) throw badFallback(`unknown version ${version}`);
  return concat(Uint8Array.of(version), bytesToWords(program));
}

function lengthsOf(version: number): Lengths | undefined {
  if (version === 0) return WITNESS_V0;
  if (version === PUBKEY_HASH_VERSION) return PUBKEY_HASH;
  if (version === SCRIPT_HASH_VERSION) return SCRIPT_HASH;
  return version > 0 && version < PUBKEY_HASH_VERSION ? WITNESS : undefined;
}

function allows({ allowed }: Lengths, length: number): boolean {
  return 'least' in allowed ? length >= allowed.least && length <= allowed.most : allowed.includes(length);
}

function badFallback(problem: string): BoltError {
  return new BoltError('BOLT_INVOICE_FIELD', 'f', `f: ${problem}`);
}
