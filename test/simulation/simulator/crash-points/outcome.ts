/**
 * What a scenario came to, as text that is equal if and only if it came to the same.
 *
 * Invariant: holds what clients can see and what money did (parts and their ends, rows, invoices, balances), and nothing that
 * may differ between a run that crashed and one that did not (times, keys, how often something was tried to be recorded).
 */

import { channelKind } from '../../../../machines/channel-kind.ts';
import type { SimulatedEngine } from '../../../../src/engine/simulated-engine.ts';
import type { Scenario } from './scenario.ts';

export type Outcome = string;

export async function outcomeOf(engine: SimulatedEngine, { network }: Pick<Scenario, 'network'>): Promise<Outcome> {
  const lines: string[] = [];
  for (const { id, alias } of network.nodes) {
    for await (const row of engine.node(id).rows({}))
      lines.push(
        `${alias} paid ${row.paymentHash} ${row.groupid}/${row.partid} ${row.status} ${row.sentMsat} ${row.preimage ?? '-'}`,
      );
    for await (const invoice of engine.network.invoices.list(id))
      lines.push(`${alias} asked ${invoice.label} ${invoice.status}`);
  }
  for (const { shortChannelId } of network.channels) {
    const { balanceMsat, htlcs } = engine.runtime.snapshot(channelKind, shortChannelId).context;
    lines.push(`${shortChannelId} ${balanceMsat.join(' ')} ${htlcs.length} in flight`);
  }
  lines.push(`unfinished: ${['payment', 'pay', 'invoice'].flatMap((kind) => engine.runtime.inFlight(kind)).join()}`);
  return lines.join('\n');
}
