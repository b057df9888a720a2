/** Invoices with other fields than their node wrote, signed again with its key. */
import { decodeInvoice, encodeInvoice, fromHex, type UnsignedInvoice } from '../../src/bolt/index.ts';
import { type ShortChannelId, shortChannelIdToU64 } from '../../src/domain/ids.ts';
import { call } from './commands.ts';
import { type Opened, privateKeyOf } from './networks.ts';

/** A hop of a route hint; `node` by its name, or its key in hex. */
export interface HintHop {
  readonly node: string;
  readonly channel: string;
  readonly fee?: bigint;
  readonly ppm?: number;
  readonly delta?: number;
}

let labels = 0;

/** A new invoice of a node, as it was made. */
export async function bolt11Of(net: Opened, name: string, amount: bigint | 'any' = 100_000n): Promise<string> {
  const asked = { amount_msat: amount, label: `bolt11-${labels++}`, description: 'x' };
  return (await call(net, name, 'invoice', asked)).result.bolt11;
}

/** The invoice with these fields in place of its own. */
export function signedAgain(bolt11: string, name: string, change: Partial<UnsignedInvoice>): string {
  return encodeInvoice({ ...decodeInvoice(bolt11), ...change }, fromHex(privateKeyOf(name)));
}

/** A new invoice that claims these ways to its node. */
export async function hinted(
  net: Opened,
  name: string,
  hints: readonly (readonly HintHop[])[],
  amount?: bigint,
): Promise<string> {
  const routes = hints.map((hops) =>
    hops.map(({ node, channel, fee = 0n, ppm = 0, delta = 6 }) => ({
      pubkey: fromHex(node.length > 1 ? node : net.id(node)),
      shortChannelId: shortChannelIdToU64(channel as ShortChannelId),
      feeBaseMsat: fee,
      feeProportionalMillionths: ppm,
      cltvExpiryDelta: delta,
    })),
  );
  return signedAgain(await bolt11Of(net, name, amount), name, { routes });
}
