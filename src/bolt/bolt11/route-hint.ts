/**
 * The `r` field: private channels that lead from a public node to the payee (BOLT 11).
 *
 * Invariant: a route that was read has at least one hop and nothing left over. Does not check the public keys.
 */
import { ByteReader, concat, uint } from '../bytes.ts';
import { BoltError } from '../error.ts';
import { bytesToWords, wordsToBytes } from './words.ts';

export interface RouteHintHop {
  /** The node where the channel starts, 33 bytes. */
  readonly pubkey: Uint8Array;
  readonly shortChannelId: bigint;
  readonly feeBaseMsat: bigint;
  readonly feeProportionalMillionths: number;
  readonly cltvExpiryDelta: number;
}

const PUBKEY_LENGTH = 33;

/** Throws `BOLT_INVOICE_FIELD` when the last hop is cut short or there is none. */
export function readRouteHint(words: Uint8Array): readonly RouteHintHop[] {
  const reader = new ByteReader(wordsToBytes(words, 'drop'));
  const hops: RouteHintHop[] = [];
  try {
    do hops.push(readHop(reader));
    while (reader.left > 0);
  } catch (cause) {
    throw new BoltError('BOLT_INVOICE_FIELD', 'r', `r: hop ${hops.length} truncated`, { cause });
  }
  return hops;
}

function readHop(reader: ByteReader): RouteHintHop {
  return {
    pubkey: reader.take(PUBKEY_LENGTH, 'pubkey'),
    shortChannelId: reader.u64('short_channel_id'),
    feeBaseMsat: BigInt(reader.u32('fee_base_msat')),
    feeProportionalMillionths: reader.u32('fee_proportional_millionths'),
    cltvExpiryDelta: reader.u16('cltv_expiry_delta'),
  };
}

export function writeRouteHint(hops: readonly RouteHintHop[]): Uint8Array {
  return bytesToWords(concat(...hops.flatMap(writeHop)));
}

function writeHop(hop: RouteHintHop): Uint8Array[] {
  if (hop.pubkey.length !== PUBKEY_LENGTH) throw new BoltError('BOLT_INVOICE_FIELD', 'r', 'r: pubkey must be 33 bytes');
  return [
    hop.pubkey,
    uint(hop.shortChannelId, 8, 'short_channel_id'),
    uint(hop.feeBaseMsat, 4, 'fee_base_msat'),
    uint(hop.feeProportionalMillionths, 4, 'fee_proportional_millionths'),
    uint(hop.cltvExpiryDelta, 2, 'cltv_expiry_delta'),
  ];
}
