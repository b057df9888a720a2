/**
 * The rows `listforwards` reads: one per HTLC a node we operate was asked to forward.
 *
 * Invariant: a pure function of the channel's states and the record, so the rows can be rebuilt from the log. A row's key
 * is the incoming HTLC, zero-padded, so that rows come in the order the HTLCs came within a channel.
 * Core Lightning's names and states (lightning-listforwards(7)).
 */
import { type ChannelContext, type ChannelEvent, findHtlc } from '../../machines/channel.ts';
import type { ActorKind } from '../actors/actor-kind.ts';
import type { Msat } from '../domain/amount.ts';
import { failureCodeRow } from '../domain/failures.ts';
import type { ChannelHtlc, HtlcRef } from '../domain/htlc.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import type { RowWrite } from '../journal/port.ts';
import type { ChannelKind } from './channel-actors.ts';

/** Digits of an HTLC id in a key: enough for every safe integer. */
const ID_DIGITS = 16;

export interface ForwardRow {
  readonly in_channel: ShortChannelId;
  readonly in_htlc_id: number;
  readonly out_channel?: ShortChannelId;
  readonly inMsat: Msat;
  readonly outMsat?: Msat;
  readonly feeMsat?: Msat;
  readonly status: 'offered' | 'settled' | 'failed' | 'local_failed';
  readonly failcode?: number;
  readonly failreason?: string;
  /** Milliseconds. */
  readonly received: number;
  readonly resolved?: number;
}

export const forwardPrefix = (node: NodeId): string => `forward/${node}/`;

function keyOf(node: NodeId, [channel, id]: HtlcRef): string {
  return `${forwardPrefix(node)}${channel}/${String(id).padStart(ID_DIGITS, '0')}`;
}

type Change = Parameters<ActorKind<ChannelKind['machine']>['rows']>[0];
const NO_ROWS: readonly RowWrite[] = [];

export function forwardRows(
  operated: ReadonlySet<NodeId>,
  channel: ShortChannelId,
  change: Change,
): readonly RowWrite[] {
  if (operated.size === 0) return NO_ROWS;
  const before = change.before.context;
  const after = change.after.context;
  const event = change.record.event as unknown as ChannelEvent;
  const { timeMs } = change.record;
  if (event.type === 'HTLC_OFFERED') {
    const added = after.nextHtlcId > before.nextHtlcId ? after.htlcs.at(-1) : undefined;
    return added === undefined ? NO_ROWS : rowOf(operated, after, channel, added, { status: 'offered' });
  }
  const local = localFailure(operated, channel, before, event, timeMs);
  const ended = before.htlcs.filter((htlc) => !after.htlcs.some((left) => left.id === htlc.id));
  const status = (htlc: ChannelHtlc): 'settled' | 'failed' =>
    (htlc.kept?.type ?? (event.type === 'HTLC_FULFILLED' ? 'fulfilled' : 'failed')) === 'fulfilled'
      ? 'settled'
      : 'failed';
  return [
    ...local,
    ...ended.flatMap((htlc) => rowOf(operated, before, channel, htlc, { status: status(htlc), resolved: timeMs })),
  ];
}

/** The row of a forwarded HTLC, seen from its outgoing channel. */
function rowOf(
  operated: ReadonlySet<NodeId>,
  { nodes }: ChannelContext,
  channel: ShortChannelId,
  htlc: ChannelHtlc,
  end: Pick<ForwardRow, 'status' | 'resolved'>,
): readonly RowWrite[] {
  const node = nodes[htlc.from];
  if (!operated.has(node) || !('prev' in htlc.origin)) return NO_ROWS;
  const { prev, feeMsat, atMs = 0 } = htlc.origin;
  const value: ForwardRow = {
    in_channel: prev[0],
    in_htlc_id: prev[1],
    out_channel: channel,
    inMsat: htlc.amountMsat + feeMsat,
    outMsat: htlc.amountMsat,
    feeMsat,
    received: atMs,
    ...end,
  };
  return [{ key: keyOf(node, prev), value }];
}

/** The row of an HTLC its receiver failed instead of forwarding it, seen from its incoming channel. */
function localFailure(
  operated: ReadonlySet<NodeId>,
  channel: ShortChannelId,
  before: ChannelContext,
  event: ChannelEvent,
  timeMs: number,
): readonly RowWrite[] {
  if (event.type !== 'HTLC_FAILED' || event.failcode === undefined) return NO_ROWS;
  const htlc = findHtlc(before, event.id);
  if (htlc === undefined) return NO_ROWS;
  const node = before.nodes[htlc.from === 0 ? 1 : 0];
  if (!operated.has(node)) return NO_ROWS;
  const failreason = failureCodeRow(event.failcode)?.name;
  const value: ForwardRow = {
    in_channel: channel,
    in_htlc_id: event.id,
    ...(event.out === undefined ? {} : { out_channel: event.out }),
    inMsat: htlc.amountMsat,
    status: 'local_failed',
    failcode: event.failcode,
    ...(failreason === undefined ? {} : { failreason }),
    received: timeMs,
    resolved: timeMs,
  };
  return [{ key: keyOf(node, [channel, event.id]), value }];
}
