/**
 * What a client that asked for notifications hears of a payment's parts while it waits for the whole (lightningd-rpc(7)):
 * a `message` as a part is sent and as it ends. For the commands that pay, as in Core Lightning; those that wait tell nothing.
 *
 * At the level `debug`, as Core Lightning's xpay tells of its attempts: lightning-cli prints what is louder before the answer
 * that scripts parse. Invariant: nothing is told before it is durable, and nothing after `stop`. Costs one keyed subscription while it lasts.
 */

import type { PaymentHash } from '../domain/ids.ts';
import type { Part } from '../domain/payment-part.ts';
import type { PartChange } from '../payments/payment-actor.ts';
import type { CommandContext } from './command.ts';
import type { ServedNode } from './served-node.ts';

/** Tells of `paymentHash` until the function it gives is called. */
export function notifyOfParts(
  { node: { operated }, notify }: Pick<CommandContext<ServedNode>, 'node' | 'notify'>,
  paymentHash: PaymentHash,
): () => void {
  const tell = (change: PartChange): void => {
    const message = messageOf(change);
    if (message !== undefined) notify({ level: 'debug', message });
  };
  // If the journal fails, the command itself says so.
  const subscription = operated.changesOf(paymentHash).subscribe({ next: tell, error: () => {} });
  return () => subscription.unsubscribe();
}

function messageOf({ type, part }: PartChange): string | undefined {
  if (type === 'created') return `Part ${part.partid}: sending ${part.amountMsat}msat${waysOf(part)}`;
  if (type === 'deleted') return undefined;
  return part.status === 'complete'
    ? `Part ${part.partid}: complete`
    : `Part ${part.partid}: ${part.failure?.message ?? 'failed'}`;
}

function waysOf({ send }: Part): string {
  return send.kind === 'route' ? ` over ${send.channels.join(', ')}` : '';
}
