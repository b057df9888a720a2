/**
 * The kind of channel actors: one stream a channel, `channel/<short_channel_id>`. Its rows are the forwards of its nodes and the
 * HTLCs they list.
 */
import type { ChannelContext } from '../src/domain/channel-state.ts';
import { parseShortChannelId, type ShortChannelId } from '../src/domain/ids.ts';
import { policyFault } from '../src/domain/policy-limits.ts';
import { channelMachine } from './channel.ts';
import { forwardRows } from './forward-rows.ts';
import { htlcRows } from './htlc-rows.ts';
import { type Kind, namedBy } from './kind.ts';

/** Records after which a channel's state is stored, so that coming up never folds a long history. */
const SNAPSHOT_EVERY = 200;

const naming = namedBy<ShortChannelId>('channel');

export const channelKind: Kind<typeof channelMachine, ShortChannelId> = {
  ...naming,
  machine: channelMachine,
  version: 1,
  snapshotEvery: SNAPSHOT_EVERY,
  isFinished: ({ context }) => context.htlcs.length === 0 && !isChanged(context),
  rowsVersion: 2,
  rowSpaces: ['forward/', 'counter/*/forwards/', 'htlc/', 'counter/*/htlcs/'],
  rows: (change) => {
    const channel = naming.idOf(change.stream);
    return [...forwardRows(channel, change), ...htlcRows(channel, change)];
  },
  faultOf(stream, event) {
    const id = naming.idOf(stream);
    if (parseShortChannelId(id) !== id) return `"${id}" is no short_channel_id`;
    if (event.type !== 'POLICY_CHANGED') return undefined;
    const fault = policyFault(event.policy);
    if (fault !== undefined) return `policy.${fault}`;
    return Number.isSafeInteger(event.formerUntilMs) ? undefined : 'formerUntilMs: should be a time';
  },
};

/** true if gossip says something else of the channel than the network file: then recovery must know it. */
function isChanged(context: ChannelContext): boolean {
  return context.gone || context.shuttingDown || context.formerPolicies.some((former) => former !== null);
}
