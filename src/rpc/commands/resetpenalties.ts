/**
 * `resetpenalties` (ours): forgets what is avoided; all of it, or one channel (`SCID/DIRECTION`) or node.
 *
 * Invariant: the reset is an event of the penalty actor, so it holds after a restart; the answer comes once it is durable.
 */
import { given } from '../../domain/given.ts';
import { type ChannelDirection, channelDirection } from '../../domain/ids.ts';
import { answer } from '../command.ts';
import { textOf } from '../json-token.ts';
import { badToken, nodeId, type ParamParser, parseChannelDirection } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';
import { invalid } from './listing.ts';

const directedChannel: ParamParser<ChannelDirection, string> = (name, token) => {
  const found = parseChannelDirection(textOf(token));
  return found === undefined
    ? badToken(name, token, 'should be a short_channel_id_dir of form NxNxN/D')
    : { value: channelDirection(found.channel, found.direction) };
};

export type Reset = { readonly forgotten: number };

export const resetpenalties = command({
  name: 'resetpenalties',
  params: { channel: optional(directedChannel), node: optional(nodeId) },
  validate: ({ channel, node }) =>
    channel !== undefined && node !== undefined ? invalid('Can only specify one of {channel} or {node}') : undefined,
  async run({ channel, node: avoided }, { node: { operated } }) {
    return answer<Reset>({ forgotten: await operated.resetPenalties(given({ channel, node: avoided })) });
  },
});
