/** Failure messages a node may answer with, in hex. */
import { CHAIN_HASH, encodeChannelUpdate, encodeFailure, signChannelUpdate, toHex } from '../../src/bolt/index.ts';
import { directionOf, type ShortChannelId, shortChannelIdToU64 } from '../../src/domain/ids.ts';
import { CAPACITY_MSAT, type Opened, privateKeyOf } from './networks.ts';

export interface Told {
  readonly feeBaseMsat?: bigint;
  readonly cltvExpiryDelta?: number;
}

/** A message of `from` with a channel_update for its channel to `to`, newer than any other. */
export function failureWithUpdate(
  net: Opened,
  code: number,
  [from, to, channel]: readonly [string, string, string],
  told: Told = {},
): string {
  const update = signChannelUpdate(
    {
      chainHash: Buffer.from(CHAIN_HASH.regtest, 'hex'),
      shortChannelId: shortChannelIdToU64(channel as ShortChannelId),
      timestamp: 1_800_000_000,
      messageFlags: 1,
      channelFlags: directionOf(net.id(from), net.id(to)),
      cltvExpiryDelta: 6,
      htlcMinimumMsat: 0n,
      feeBaseMsat: 0n,
      feeProportionalMillionths: 0,
      htlcMaximumMsat: CAPACITY_MSAT,
      ...told,
    },
    Buffer.from(privateKeyOf(from), 'hex'),
  );
  const facts = { htlcMsat: 100_000n, cltvExpiry: 130, flags: 0, type: 1n, offset: 0 };
  return toHex(encodeFailure({ code, ...facts, channelUpdate: encodeChannelUpdate(update) } as never));
}
