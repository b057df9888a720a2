/**
 * `listpenalties` (ours): which channels and nodes routes avoid, why, since when, from which payment, and until when.
 *
 * Invariant: what it shows is what `getroute` uses at this moment; entries of weight 0.5 and below no longer change routes.
 */
import type { Direction, NodeId, PaymentHash, ShortChannelId } from '../../domain/ids.ts';
import type { PenaltyExplanation } from '../../payments/penalty-view.ts';
import { answer } from '../command.ts';
import { seconds } from '../payment-json.ts';
import { command } from '../served-node.ts';

type AnyPenalty = {
  readonly kind: PenaltyExplanation['kind'];
  /** Whether routes go around it at this moment. */
  readonly avoided: boolean;
  readonly weight: number;
  /** Smaller amounts are not kept away. */
  readonly from_amount_msat: bigint;
  readonly because: string;
  readonly failcode?: number | undefined;
  readonly failcodename?: string | undefined;
  readonly failures: number;
  readonly since: number;
  readonly last_failure: number;
  /** Absent: it does not pass by itself. */
  readonly until?: number | undefined;
  /** The payment that taught us. */
  readonly payment_hash: PaymentHash;
};
/** One direction of a channel, or a node, that routes avoid. */
export type Penalty = AnyPenalty &
  ({ readonly short_channel_id: ShortChannelId; readonly direction: Direction } | { readonly node: NodeId });
export type Penalties = { readonly penalties: readonly Penalty[] };

export const listpenalties = command({
  name: 'listpenalties',
  params: {},
  run(_values, { node: { operated } }) {
    const penalties = operated.penalties().map(
      (entry): Penalty => ({
        ...(entry.subject.type === 'channel'
          ? { short_channel_id: entry.subject.channel, direction: entry.subject.direction }
          : { node: entry.subject.node }),
        kind: entry.kind,
        avoided: entry.avoided,
        weight: entry.weight,
        from_amount_msat: entry.fromAmountMsat,
        because: entry.because,
        failcode: entry.failcode,
        failcodename: entry.failcodeName,
        failures: entry.failures,
        since: seconds(entry.sinceMs),
        last_failure: seconds(entry.lastFailureMs),
        until: entry.untilMs === undefined ? undefined : seconds(entry.untilMs),
        payment_hash: entry.paymentHash,
      }),
    );
    return answer<Penalties>({ penalties });
  },
});
