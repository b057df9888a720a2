/**
 * The two books of penalties together, and the channels and nodes one event is about.
 *
 * Invariant: pure functions that look at the subjects an event names and at nothing else, however many penalties there are.
 * Does not say which event does what: that is `machines/penalty.ts`.
 */
import type { ChannelDirection, NodeId } from './ids.ts';
import { countIn, type PenaltyBook, penaltyOf, sizeOf, without } from './penalty-book.ts';
import type { PenaltyPolicy } from './penalty-policy.ts';

export interface PenaltyBooks {
  /** By `SCID/DIRECTION`. */
  readonly channels: PenaltyBook;
  /** By node id. */
  readonly nodes: PenaltyBook;
}

export interface Subjects {
  readonly channels: readonly ChannelDirection[];
  readonly nodes: readonly NodeId[];
}

/** The channels that carried a payment, and the nodes at their ends; what the route only claims may be called like others. */
export const onRoute = ({
  route,
  ids,
  announced,
}: {
  readonly route: readonly ChannelDirection[];
  readonly ids: readonly NodeId[];
  readonly announced?: number;
}): Subjects => ({ channels: route.slice(0, announced), nodes: ids.slice(0, announced) });

export const named = ({
  channel,
  node,
}: {
  readonly channel?: ChannelDirection;
  readonly node?: NodeId;
}): Subjects => ({
  channels: channel === undefined ? [] : [channel],
  nodes: node === undefined ? [] : [node],
});

interface UpdateSeen {
  readonly channel: ChannelDirection;
  readonly from: NodeId;
  readonly timestamp: number;
}

/** The channel and the node whose permanent penalties a channel_update lifts: it is not older than they are, to the second. */
export function lifted({ channels, nodes }: PenaltyBooks, { channel, from, timestamp }: UpdateSeen): Subjects {
  const isLifted = (book: PenaltyBook, subject: string): boolean => {
    const penalty = penaltyOf(book, subject);
    return penalty?.kind === 'permanent' && timestamp * 1000 >= penalty.changedMs - (penalty.changedMs % 1000);
  };
  return { channels: isLifted(channels, channel) ? [channel] : [], nodes: isLifted(nodes, from) ? [from] : [] };
}

/** How many penalties these subjects have. */
export const penaltiesOn = ({ channels, nodes }: PenaltyBooks, about: Subjects): number =>
  countIn(channels, about.channels) + countIn(nodes, about.nodes);

/** Nothing else has a penalty. */
export const leavesNone = (books: PenaltyBooks, about: Subjects): boolean =>
  penaltiesOn(books, about) === sizeOf(books.channels) + sizeOf(books.nodes);

export const withoutThose = (
  { channels, nodes, policy }: PenaltyBooks & { readonly policy: PenaltyPolicy },
  about: Subjects,
): PenaltyBooks => ({
  channels: without(channels, about.channels, policy),
  nodes: without(nodes, about.nodes, policy),
});
