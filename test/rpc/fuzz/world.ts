/**
 * What a fuzzed daemon knows: invoices, routes, channels, ids, taken from itself before the campaign begins.
 *
 * Requests made of these get past the parameters and do something; everything else in a request is drawn.
 */
import { RpcClient } from '../../../src/rpc/client.ts';
import { type JsonValue, writeJson } from '../../../src/rpc/json-value.ts';

export interface World {
  readonly nodeIds: readonly string[];
  readonly channels: readonly string[];
  readonly hashes: readonly string[];
  readonly secrets: readonly string[];
  readonly invoices: readonly string[];
  readonly labels: readonly string[];
  /** Routes to the payee, as JSON. */
  readonly routes: readonly string[];
  /** An onion and what belongs to it, as JSON. */
  readonly onions: readonly { readonly onion: string; readonly firstHop: string }[];
}

/** So few that they are soon taken, paid, deleted and made again, and listings stay short. */
const LABELS = 30;
const INVOICES = 12;
const AMOUNTS_MSAT = [1, 1_000, 100_000, 40_000_000];

interface Hop {
  readonly id: string;
  readonly channel: string;
  readonly amount_msat: JsonValue;
  readonly delay: JsonValue;
}

/** Looks around on two of the daemon's sockets. */
export async function lookAround(payerSocket: string, payeeSocket: string): Promise<World> {
  const [payer, payee] = [await RpcClient.connect(payerSocket), await RpcClient.connect(payeeSocket)];
  try {
    const ids = await Promise.all([payer, payee].map(async (node) => (await ask<{ id: string }>(node, 'getinfo')).id));
    const local = await ask<{ channels: { short_channel_id: string; peer_id: string }[] }>(payer, 'listpeerchannels');
    const invoices = await makeInvoices(payee);
    const routes: readonly Hop[][] = await routesTo(payer, ids[1] as string);
    const onion = await ask<{ onion: string }>(payer, 'createonion', {
      hops: [{ pubkey: ids[1] as string, payload: '07020203e8040100' }],
      assocdata: invoices[0]?.payment_hash as string,
    }).catch(() => ({ onion: '00' }));
    return {
      nodeIds: [...ids, ...local.channels.map((channel) => channel.peer_id)],
      channels: [...local.channels.map((channel) => channel.short_channel_id), '999x1x1'],
      hashes: invoices.map((invoice) => invoice.payment_hash),
      secrets: invoices.map((invoice) => invoice.payment_secret),
      invoices: invoices.map((invoice) => invoice.bolt11),
      labels: Array.from({ length: LABELS }, (_, index) => `fuzz-${index}`),
      routes: routes.map((route) => writeJson(route as unknown as JsonValue)),
      onions: routes.map((route) => ({
        onion: onion.onion,
        firstHop: writeJson(route[0] as unknown as JsonValue),
      })),
    };
  } finally {
    payer.close();
    payee.close();
  }
}

interface Made {
  readonly payment_hash: string;
  readonly payment_secret: string;
  readonly bolt11: string;
}

function makeInvoices(payee: RpcClient): Promise<Made[]> {
  return Promise.all(
    Array.from({ length: INVOICES }, (_, index) =>
      ask<Made>(payee, 'invoice', {
        amount_msat: AMOUNTS_MSAT[index % AMOUNTS_MSAT.length] as number,
        label: `target-${index}`,
        description: 'to be fuzzed',
      }),
    ),
  );
}

async function routesTo(payer: RpcClient, id: string): Promise<Hop[][]> {
  const found = await Promise.all(
    AMOUNTS_MSAT.map((amount_msat) => payer.call('getroute', { id, amount_msat, riskfactor: 1 })),
  );
  return found.flatMap((outcome) =>
    'result' in outcome ? [(outcome.result as unknown as { route: Hop[] }).route] : [],
  );
}

async function ask<T>(client: RpcClient, method: string, params: JsonValue = {}): Promise<T> {
  const outcome = await client.call(method, params);
  if ('result' in outcome) return outcome.result as T;
  throw new Error(`${method}: ${writeJson(outcome as unknown as JsonValue)}`);
}
