/**
 * `listforwards`: the HTLCs this node was asked to forward (lightning-listforwards(7)).
 *
 * Invariant: only what is durable is listed, in the order of the index asked for; forwards that were never updated count as
 * updated at 0. Costs what it lists, whatever is filtered.
 */
import type { ForwardRow } from '../../../machines/forward-rows.ts';
import { given } from '../../domain/given.ts';
import type { ShortChannelId } from '../../domain/ids.ts';
import type { CommandAnswer } from '../command.ts';
import { listAnswer, mapped } from '../list-answer.ts';
import { oneOf, shortChannelId } from '../param-types.ts';
import { optional } from '../params.ts';
import { commandNeeding } from '../served-node.ts';
import { checkPaging, PAGING } from './listing.ts';

const status = oneOf(['offered', 'settled', 'failed', 'local_failed'], 'Unrecognized status');
const MS_PER_SECOND = 1000;

const PARAMS = {
  status: optional(status),
  in_channel: optional(shortChannelId),
  out_channel: optional(shortChannelId),
  ...PAGING,
};
/** An HTLC this node was asked to forward. Times in seconds, with decimals. */
export type Forward = {
  readonly created_index: number;
  readonly updated_index?: number | undefined;
  readonly in_channel: ShortChannelId;
  readonly in_htlc_id: number;
  readonly in_msat: bigint;
  readonly status: 'offered' | 'settled' | 'failed' | 'local_failed';
  readonly failcode?: number | undefined;
  readonly failreason?: string | undefined;
  readonly out_channel?: ShortChannelId | undefined;
  readonly out_msat?: bigint | undefined;
  readonly fee_msat?: bigint | undefined;
  readonly received_time: number;
  readonly resolved_time?: number | undefined;
};
export type Forwards = { readonly forwards: readonly Forward[] };

export const listforwards = commandNeeding('forwards', {
  name: 'listforwards',
  params: PARAMS,
  validate: checkPaging,
  run(values, { node: { operated, forwards } }): CommandAnswer<Forwards> {
    const { index = 'created', start, limit, status, in_channel: inChannel, out_channel: outChannel } = values;
    const page = { index, start, ...given({ limit, status, inChannel, outChannel }) };
    return listAnswer('forwards', mapped(forwards.list(operated.id, page), forwardFields));
  },
});

function forwardFields(row: ForwardRow): Forward {
  return {
    created_index: row.createdIndex,
    updated_index: row.updatedIndex,
    in_channel: row.in_channel,
    in_htlc_id: row.in_htlc_id,
    in_msat: row.inMsat,
    status: row.status,
    failcode: row.failcode,
    failreason: row.failreason,
    out_channel: row.out_channel,
    out_msat: row.outMsat,
    fee_msat: row.feeMsat,
    // Core Lightning gives these two as seconds with decimals.
    received_time: row.received / MS_PER_SECOND,
    resolved_time: row.resolved === undefined ? undefined : row.resolved / MS_PER_SECOND,
  };
}
