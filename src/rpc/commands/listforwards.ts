/**
 * `listforwards`: the HTLCs this node was asked to forward (lightning-listforwards(7)).
 *
 * Rows are kept by incoming channel and HTLC, so forwards come in that order; there is no created or updated index, and
 * `index` is refused rather than answered wrongly.
 */
import { type ForwardRow, forwardPrefix } from '../../switch/forward-rows.ts';
import { answer } from '../command.ts';
import type { JsonValue } from '../json-value.ts';
import { oneOf, shortChannelId } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';
import { checkPaging, invalid, PAGING } from './listing.ts';

const status = oneOf(['offered', 'settled', 'failed', 'local_failed'], 'Unrecognized status');
const MS_PER_SECOND = 1000;

export const listforwards = command({
  name: 'listforwards',
  params: {
    status: optional(status),
    in_channel: optional(shortChannelId),
    out_channel: optional(shortChannelId),
    ...PAGING,
  },
  validate: (values) =>
    checkPaging(values) ?? (values.index === undefined ? undefined : invalid('index: forwards have no index here')),
  async run({ status: wanted, in_channel, out_channel }, { node: { operated } }) {
    const forwards: JsonValue[] = [];
    for await (const { value } of operated.journal.rows<ForwardRow>({ prefix: forwardPrefix(operated.id) })) {
      if (wanted !== undefined && value.status !== wanted) continue;
      if (in_channel !== undefined && value.in_channel !== in_channel) continue;
      if (out_channel !== undefined && value.out_channel !== out_channel) continue;
      forwards.push(forwardFields(value));
    }
    return answer({ forwards });
  },
});

function forwardFields(row: ForwardRow): JsonValue {
  return {
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
