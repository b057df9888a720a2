/**
 * Reading failure messages that came from strangers.
 *
 * Invariant: whatever the bytes, an answer and never an exception: a node on the route must not be able to stop ours.
 */
import {
  BoltError,
  CHANNEL_FLAG_DIRECTION,
  CHANNEL_FLAG_DISABLED,
  type ChannelUpdate,
  decodeChannelUpdate,
  decodeFailure,
} from '../bolt/index.ts';
import { MAX_MSAT } from '../domain/amount.ts';
import type { LearnedPolicy } from '../domain/failure-lesson.ts';
import { type ChannelDirection, channelDirection, shortChannelIdFromU64 } from '../domain/ids.ts';

/** The failure code, or undefined if the message is too short to have one. */
export function failcodeOf(message: Uint8Array): number | undefined {
  return message.length < 2 ? undefined : ((message[0] as number) << 8) | (message[1] as number);
}

/**
 * What a failure message (hex) says the channel after the erring node asks now. A node speaks for its own channel: an update of
 * another one is passed over, or any node on the way could tell us what others ask.
 */
export function learnedPolicyOf(rawMessage: string, channel: ChannelDirection): LearnedPolicy | undefined {
  const update = channelUpdateOf(rawMessage);
  if (update === undefined) return undefined;
  const {
    timestamp,
    channelFlags,
    feeBaseMsat,
    feeProportionalMillionths: feePpm,
    cltvExpiryDelta: cltvDelta,
  } = update;
  const direction = channelFlags & CHANNEL_FLAG_DIRECTION ? 1 : 0;
  if (channelDirection(shortChannelIdFromU64(update.shortChannelId), direction) !== channel) return undefined;
  const { htlcMinimumMsat, htlcMaximumMsat = MAX_MSAT } = update;
  const enabled = (channelFlags & CHANNEL_FLAG_DISABLED) === 0;
  return { timestamp, policy: { feeBaseMsat, feePpm, cltvDelta, htlcMinimumMsat, htlcMaximumMsat, enabled } };
}

/** The channel_update inside a failure message, if there is one that can be read. */
function channelUpdateOf(rawMessage: string): ChannelUpdate | undefined {
  return readable(() => {
    const failure = decodeFailure(Buffer.from(rawMessage, 'hex'));
    return 'channelUpdate' in failure && failure.channelUpdate ? decodeChannelUpdate(failure.channelUpdate) : undefined;
  });
}

/** undefined for what cannot be read. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BoltError) return undefined;
    throw error;
  }
}
