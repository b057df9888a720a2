/**
 * The rows `listhtlcs` reads: one per HTLC in a channel of a node we operate, numbered as Core Lightning numbers them
 * (lightning-listhtlcs(7), lightning-wait(7)).
 *
 * Invariant: a pure function of the channel's states, the record and the working rows before it. created_index is dense in the
 * order HTLCs were added, updated_index in the order they ended: adding and removing are one step each here, so an HTLC is
 * updated once. A row names the record that added the HTLC, which says the rest. Only sides operated at the time are noted in
 * the log (`listed`), so others have no rows, nor have HTLCs of 0.2.0 and before.
 *
 * | key                                      | value                                            |
 * |------------------------------------------|--------------------------------------------------|
 * | `htlc/<node>/c/<created>`                | the row                                          |
 * | `htlc/<node>/u/<updated>`                | created index                                    |
 * | `counter/<node>/htlcs/created` …         | last created / updated index                     |
 * | `counter/<node>/htlcs/open/<scid>/<id>`  | created index and record, while it is in flight  |
 */
import type { ChannelHtlc, HtlcRef } from '../src/domain/htlc.ts';
import type { NodeId, ShortChannelId } from '../src/domain/ids.ts';
import type { Position, RowWrite } from '../src/domain/log-record.ts';
import { padIndex } from '../src/domain/row-key.ts';
import type { ChannelContext, channelMachine } from './channel.ts';
import type { Change } from './kind.ts';
import { RowBatch } from './row-batch.ts';

export interface HtlcRow {
  readonly channel: ShortChannelId;
  readonly id: number;
  /** Of the record that added it. */
  readonly position: Position;
  /** Absent: in flight. */
  readonly updatedIndex?: number;
}

export type HtlcIndex = 'created' | 'updated';

export const htlcKeys = {
  createdPrefix: (node: NodeId): string => `htlc/${node}/c/`,
  created: (node: NodeId, index: number): string => `htlc/${node}/c/${padIndex(index)}`,
  /** The index entries of a channel's HTLCs. */
  channelPrefix: (node: NodeId, index: HtlcIndex, channel: ShortChannelId): string =>
    `htlc/${node}/${index === 'created' ? 'f' : 'u'}/${channel}/`,
  counter: (node: NodeId, index: HtlcIndex): string => `counter/${node}/htlcs/${index}`,
  openPrefix: (node: NodeId, channel?: ShortChannelId): string =>
    `counter/${node}/htlcs/open/${channel === undefined ? '' : `${channel}/`}`,
  open: (node: NodeId, [channel, id]: HtlcRef): string => `counter/${node}/htlcs/open/${channel}/${id}`,
};

/** An HTLC in flight: where its row is, and the record that added it. */
export interface OpenHtlc {
  readonly createdIndex: number;
  readonly position: Position;
}

export function htlcRows(channel: ShortChannelId, change: Change<typeof channelMachine>): readonly RowWrite[] {
  const before = change.before.context;
  const after = change.after.context;
  const batch = new RowBatch(change.last);
  const added = after.nextHtlcId > before.nextHtlcId ? after.htlcs.at(-1) : undefined;
  if (added !== undefined)
    for (const node of listedBy(after, added))
      add(batch, node, { channel, id: added.id, position: change.record.position });
  if (after.htlcs.length < before.htlcs.length)
    for (const htlc of before.htlcs.filter(({ id }) => !after.htlcs.some((left) => left.id === id)))
      for (const node of listedBy(before, htlc)) end(batch, node, [channel, htlc.id]);
  return batch.rows;
}

/** Nodes at its ends that list it. */
const listedBy = ({ nodes }: ChannelContext, { listed = [] }: ChannelHtlc): readonly NodeId[] =>
  listed.map((side) => nodes[side]);

function add(batch: RowBatch, node: NodeId, row: HtlcRow): void {
  const createdIndex = batch.next(htlcKeys.counter(node, 'created'));
  batch.put(htlcKeys.created(node, createdIndex), row);
  batch.put(htlcKeys.channelPrefix(node, 'created', row.channel) + padIndex(createdIndex), createdIndex);
  const open: OpenHtlc = { createdIndex, position: row.position };
  batch.put(htlcKeys.open(node, [row.channel, row.id]), open);
}

function end(batch: RowBatch, node: NodeId, ref: HtlcRef): void {
  const open = batch.last<OpenHtlc>(htlcKeys.open(node, ref));
  if (open === undefined) return;
  const [channel, id] = ref;
  const updatedIndex = batch.next(htlcKeys.counter(node, 'updated'));
  const row: HtlcRow = { channel, id, position: open.position, updatedIndex };
  batch.put(htlcKeys.created(node, open.createdIndex), row);
  batch.put(htlcKeys.channelPrefix(node, 'updated', channel) + padIndex(updatedIndex), open.createdIndex);
  batch.remove(htlcKeys.open(node, ref));
}
