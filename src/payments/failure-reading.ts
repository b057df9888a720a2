/**
 * Reading failure messages that came from strangers.
 *
 * Invariant: whatever the bytes, an answer and never an exception: a node on the route must not be able to stop ours.
 */
import { BoltError, type ChannelUpdate, decodeChannelUpdate, decodeFailure } from '../bolt/index.ts';

/** The failure code, or undefined if the message is too short to have one. */
export function failcodeOf(message: Uint8Array): number | undefined {
  return message.length < 2 ? undefined : ((message[0] as number) << 8) | (message[1] as number);
}

/** The channel_update inside a failure message (hex), if there is one that can be read. */
export function channelUpdateOf(rawMessage: string): ChannelUpdate | undefined {
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
