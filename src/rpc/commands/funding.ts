/**
 * A channel's funding output and channel_id, as `listfunds`, `listpeerchannels` and `setchannel` tell them.
 *
 * Invariant: channel_id is the funding output in one value (BOLT 2): the txid with the index of the output laid over its last
 * two bytes. Nothing is told of a channel whose transaction the switch does not know.
 */
import { fromHex, toHex } from '../../bolt/index.ts';
import type { LocalChannel } from '../../switch/port.ts';

/** 64 hex digits. */
type ChannelId = string;

interface Funding {
  readonly txid: string;
  readonly output: number;
  readonly channelId: ChannelId;
}

export function fundingOf({ fundingTxid: txid, shortChannelId }: LocalChannel): Funding | undefined {
  if (txid === undefined) return undefined;
  const output = Number(shortChannelId.slice(shortChannelId.lastIndexOf('x') + 1));
  return { txid, output, channelId: channelIdOf(txid, output) };
}

/** Explorers write a txid backwards; the index lies big-endian over the end of the bytes as they are hashed. */
function channelIdOf(txid: string, output: number): ChannelId {
  const bytes = Uint8Array.from(fromHex(txid)).reverse();
  const [high, low] = [bytes.length - 2, bytes.length - 1];
  bytes[high] = (bytes[high] as number) ^ (output >> 8);
  bytes[low] = (bytes[low] as number) ^ (output & 0xff);
  return toHex(bytes);
}
