/**
 * The rows `listforwards` reads: one per HTLC a node we operate was asked to forward, numbered as Core Lightning numbers them
 * (lightning-listforwards(7), lightning-wait(7)), and what forwarding earned.
 *
 * Invariant: a pure function of the channel's states, the record and the working rows before it, so that all can be rebuilt
 * from the log. created_index is dense in the order forwards were offered or refused, updated_index in the order they ended.
 * Only a node operated at the time notes its forwards in the log (`atMs`, `failcode`), so others have no rows.
 *
 * | key                                        | value                                             |
 * |--------------------------------------------|---------------------------------------------------|
 * | `forward/<node>/c/<created>`               | the row                                           |
 * | `forward/<node>/i/c/<filed>/<created>`     | created index                                     |
 * | `forward/<node>/i/u/<filed>/<updated>`     | created index; what was never updated has none    |
 * | `counter/<node>/forwards/created` …        | last created / updated index                      |
 * | `counter/<node>/forwards/fees`             | `{ feesMsat }` of all that were settled           |
 * | `counter/<node>/forwards/open/<scid>/<id>` | created index, while the incoming HTLC is on its way |
 *
 * `<filed>`: by status, by outgoing channel and status, and by incoming channel, outgoing channel and status (`filedUnder`).
 */

import type { Msat } from '../src/domain/amount.ts';
import { failureCodeRow } from '../src/domain/failures.ts';
import { given } from '../src/domain/given.ts';
import type { ChannelHtlc, HtlcRef } from '../src/domain/htlc.ts';
import type { NodeId, ShortChannelId } from '../src/domain/ids.ts';
import type { RowWrite } from '../src/domain/log-record.ts';
import { padIndex } from '../src/domain/row-key.ts';
import { type ChannelContext, type ChannelEvent, type channelMachine, findHtlc } from './channel.ts';
import type { Change, WorkingRows } from './kind.ts';
import { RowBatch } from './row-batch.ts';

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
  readonly createdIndex: number;
  readonly updatedIndex?: number;
}

export type ForwardIndex = 'created' | 'updated';

export const forwardKeys = {
  createdPrefix: (node: NodeId): string => `forward/${node}/c/`,
  created: (node: NodeId, index: number): string => `forward/${node}/c/${padIndex(index)}`,
  /** Entries of one index that are filed under a place. */
  indexPrefix: (node: NodeId, index: ForwardIndex, filed: string): string =>
    `forward/${node}/i/${index === 'created' ? 'c' : 'u'}/${filed}/`,
  counter: (node: NodeId, index: ForwardIndex): string => `counter/${node}/forwards/${index}`,
  fees: (node: NodeId): string => `counter/${node}/forwards/fees`,
  open: (node: NodeId, [channel, id]: HtlcRef): string => `counter/${node}/forwards/open/${channel}/${id}`,
};

/** Where index entries are filed: one place for each filter, and for each pair of channels. */
export const filedUnder = {
  status: (status: ForwardRow['status']): string => `s/${status}`,
  outChannel: (out: ShortChannelId, status: ForwardRow['status']): string => `o/${out}/${status}`,
  /** Everything that came in over a channel, in places of its own for each channel it went out by. */
  inChannel: (channel: ShortChannelId): string => `i/${channel}`,
  /** `out`: absent if it was refused before a channel was known. */
  channels: (channel: ShortChannelId, out: ShortChannelId | undefined, status: ForwardRow['status']): string =>
    `i/${channel}/${out ?? NO_CHANNEL}/${status}`,
};
const NO_CHANNEL = '-';

function placesOf({
  status,
  in_channel,
  out_channel,
}: Pick<ForwardRow, 'status' | 'in_channel' | 'out_channel'>): string[] {
  return [
    filedUnder.status(status),
    ...(out_channel === undefined ? [] : [filedUnder.outChannel(out_channel, status)]),
    filedUnder.channels(in_channel, out_channel, status),
  ];
}

export interface ForwardFees {
  readonly feesMsat: Msat;
}

type NewForward = Omit<ForwardRow, 'createdIndex' | 'updatedIndex'>;

export function forwardRows(channel: ShortChannelId, change: Change<typeof channelMachine>): readonly RowWrite[] {
  const before = change.before.context;
  const after = change.after.context;
  const event = change.record.event as unknown as ChannelEvent;
  const { timeMs } = change.record;
  const writer = new ForwardWriter(change.last);
  if (event.type === 'HTLC_OFFERED') {
    const added = after.nextHtlcId > before.nextHtlcId ? after.htlcs.at(-1) : undefined;
    const row = added && rowOf(channel, added, { status: 'offered' });
    if (added && row) writer.offered(after.nodes[added.from], row);
    return writer.rows;
  }
  const refused = localFailure(channel, before, event, timeMs);
  if (refused) writer.refused(refused.node, refused.row);
  const ended = before.htlcs.filter((htlc) => !after.htlcs.some((left) => left.id === htlc.id));
  for (const htlc of ended) {
    const row = rowOf(channel, htlc, { status: endOf(htlc, event), resolved: timeMs });
    if (row) writer.ended(before.nodes[htlc.from], row);
  }
  return writer.rows;
}

/** Numbers forwards. */
class ForwardWriter {
  readonly #batch: RowBatch;

  constructor(before: WorkingRows) {
    this.#batch = new RowBatch(before);
  }

  get rows(): readonly RowWrite[] {
    return this.#batch.rows;
  }

  offered(node: NodeId, row: NewForward): void {
    const createdIndex = this.#add(node, row);
    this.#batch.put(forwardKeys.open(node, [row.in_channel, row.in_htlc_id]), createdIndex);
  }

  refused(node: NodeId, row: NewForward): void {
    this.#add(node, row);
  }

  ended(node: NodeId, row: NewForward): void {
    const batch = this.#batch;
    const open = forwardKeys.open(node, [row.in_channel, row.in_htlc_id]);
    const createdIndex = batch.last<number>(open);
    if (createdIndex === undefined) return;
    const updatedIndex = batch.next(forwardKeys.counter(node, 'updated'));
    batch.put(forwardKeys.created(node, createdIndex), { ...row, createdIndex, updatedIndex });
    this.#file(node, { ...row, status: 'offered' }, 'created', createdIndex, undefined);
    this.#file(node, row, 'created', createdIndex, createdIndex);
    this.#file(node, row, 'updated', updatedIndex, createdIndex);
    batch.remove(open);
    if (row.status !== 'settled' || row.feeMsat === undefined) return;
    const { feesMsat } = batch.last<ForwardFees>(forwardKeys.fees(node)) ?? { feesMsat: 0n };
    batch.put(forwardKeys.fees(node), { feesMsat: feesMsat + row.feeMsat });
  }

  #add(node: NodeId, row: NewForward): number {
    const createdIndex = this.#batch.next(forwardKeys.counter(node, 'created'));
    this.#batch.put(forwardKeys.created(node, createdIndex), { ...row, createdIndex });
    this.#file(node, row, 'created', createdIndex, createdIndex);
    return createdIndex;
  }

  #file(node: NodeId, row: NewForward, index: ForwardIndex, at: number, value: number | undefined): void {
    for (const place of placesOf(row))
      this.#batch.put(forwardKeys.indexPrefix(node, index, place) + padIndex(at), value);
  }
}

function endOf(htlc: ChannelHtlc, event: ChannelEvent): 'settled' | 'failed' {
  const fulfilled = (htlc.kept?.type ?? (event.type === 'HTLC_FULFILLED' ? 'fulfilled' : 'failed')) === 'fulfilled';
  return fulfilled ? 'settled' : 'failed';
}

/** The row of a forwarded HTLC, seen from its outgoing channel; none if its node did not note the forward. */
function rowOf(
  channel: ShortChannelId,
  { origin, amountMsat }: ChannelHtlc,
  end: Pick<ForwardRow, 'status' | 'resolved'>,
): NewForward | undefined {
  if (!('prev' in origin) || origin.atMs === undefined) return undefined;
  const { prev, feeMsat, atMs } = origin;
  return {
    in_channel: prev[0],
    in_htlc_id: prev[1],
    out_channel: channel,
    inMsat: amountMsat + feeMsat,
    outMsat: amountMsat,
    feeMsat,
    received: atMs,
    ...end,
  };
}

/** The row of an HTLC its receiver failed instead of forwarding it, seen from its incoming channel. */
function localFailure(
  channel: ShortChannelId,
  before: ChannelContext,
  event: ChannelEvent,
  timeMs: number,
): { readonly node: NodeId; readonly row: NewForward } | undefined {
  if (event.type !== 'HTLC_FAILED' || event.failcode === undefined) return undefined;
  const htlc = findHtlc(before, event.id);
  if (htlc === undefined) return undefined;
  const failreason = failureCodeRow(event.failcode)?.name;
  const row: NewForward = {
    in_channel: channel,
    in_htlc_id: event.id,
    ...given({ out_channel: event.out }),
    inMsat: htlc.amountMsat,
    status: 'local_failed',
    failcode: event.failcode,
    ...given({ failreason }),
    received: timeMs,
    resolved: timeMs,
  };
  return { node: before.nodes[htlc.from === 0 ? 1 : 0], row };
}
