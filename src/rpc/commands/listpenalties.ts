/**
 * `listpenalties` (ours): which channels and nodes routes avoid, why, since when, from which payment, and until when.
 *
 * Invariant: what it shows is what `getroute` uses at this moment; entries of weight 0.5 and below no longer change routes.
 */
import { answer } from '../command.ts';
import { seconds } from '../payment-json.ts';
import { command } from '../served-node.ts';

export const listpenalties = command({
  name: 'listpenalties',
  params: {},
  run(_values, { node: { operated } }) {
    const penalties = operated.penalties().map((entry) => ({
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
    }));
    return answer({ penalties });
  },
});
