/**
 * A small story that touches every machine and as many of their events as commands can cause: what golden logs are made of.
 *
 * Invariant: speaks to nodes by commands only, one after the other, so that every release can be told it; with a virtual
 * clock and seeded randomness one release writes one log. What a command answers is of no interest here, except where it
 * says how the story goes on.
 */
import { networkOf } from '../support/networks.ts';

/** Two ways from A to D, the upper one cheaper, and E behind D; every node is operated. */
export const STORY_NETWORK = networkOf(['A-B', 'B-D', 'A-C', 'C-D', 'D-E'], { 'C-D': 1_000n });
export const STORY_SEED = 'golden';
/** Logged when the engine opens. */
export const STORY_HALF_LIFE_MS = 45_000;

// biome-ignore lint/suspicious/noExplicitAny: the story looks into answers of every shape, of every release
type Answer = { readonly result?: any; readonly error?: any };
type Params = Readonly<Record<string, unknown>>;

export interface Stage {
  /** A command of a node, by its alias; answered or refused. */
  call(node: string, method: string, params?: Params): Promise<Answer>;
  /** Moves the clock on, running what falls due. */
  advance(ms: number): void;
  /** Ends the process as kill -9 would and opens another on what was durable. */
  crash(): Promise<void>;
}

interface Invoice {
  readonly hash: string;
  readonly secret: string;
  readonly bolt11: string;
  readonly label: string;
}

const MSAT = 100_000;
/** More than one channel carries. */
const LARGE_MSAT = 7_000_000_000;
/** How long a payee holds an incomplete set. */
export const MPP_TIMEOUT_MS = 70_000;
/** Failure messages, hex: required_node_feature_missing, incorrect_or_unknown_payment_details, permanent_channel_failure. */
const NODE_FAILURE = '6003';
const DESTINATION_FAILURE = `400f${'00'.repeat(8)}${'00'.repeat(4)}`;
const PERMANENT_FAILURE = '4008';

export async function tellStory(stage: Stage): Promise<void> {
  const story = new Story(stage);
  await story.sending();
  await story.parts();
  await story.failures();
  await story.offlineNodes();
  await story.onions();
  await story.paying();
  await story.invoices();
  await story.policies();
  await story.deletions();
  await stage.crash();
  await story.endings();
}

/** Enough of it for a database on disk that is small. */
export async function tellShortStory(stage: Stage): Promise<void> {
  const story = new Story(stage);
  await story.sending();
  await story.parts();
  await stage.crash();
  await story.endings();
}

class Story {
  readonly #stage: Stage;
  #labels = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async sending(): Promise<void> {
    const first = await this.#invoice('D');
    await this.#send('A', first, await this.#route('A', 'D'));
    await this.#send('A', first, await this.#route('A', 'D'));
    const own = await this.#invoice('A');
    await this.#send('A', own, []);
    const back = await this.#invoice('A');
    await this.#send('E', back, await this.#route('E', 'A'), { label: 'back', description: 'the other way' });
    await this.#send('A', { ...back, hash: '42'.repeat(32) }, await this.#route('A', 'E'));
  }

  async parts(): Promise<void> {
    const set = await this.#invoice('D', 2 * MSAT);
    const [upper, lower] = [await this.#route('A', 'D'), await this.#route('A', 'D', MSAT, ['B'])];
    await this.#part('A', set, upper, 1);
    await this.#part('A', set, lower, 2);
    await this.#wait('A', set, { partid: 1 });
    const late = await this.#invoice('D', 2 * MSAT);
    await this.#part('A', late, upper, 1);
    this.#stage.advance(MPP_TIMEOUT_MS);
    await this.#wait('A', late, { partid: 1 });
    const mixed = await this.#invoice('D', 2 * MSAT);
    await this.#part('A', mixed, upper, 1);
    await this.#part('A', mixed, lower, 2, 3 * MSAT);
    await this.#stage.call('B', 'dev-hold', { node: 'B' });
    const slow = await this.#invoice('D', 2 * MSAT);
    await this.#part('A', slow, upper, 1);
    await this.#part('A', slow, lower, 2);
    await this.#stage.call('B', 'dev-resolve', { node: 'C', payment_preimage: '11'.repeat(32) });
    await this.#stage.call('B', 'dev-release', { node: 'C' });
    await this.#stage.call('B', 'dev-release', { node: 'B' });
  }

  async failures(): Promise<void> {
    for (const failure_message of [undefined, NODE_FAILURE, PERMANENT_FAILURE]) {
      await this.#stage.call('B', 'dev-fail', { node: 'B', ...(failure_message && { failure_message }) });
      const made = await this.#invoice('D');
      await this.#send('A', made, await this.#route('A', 'D', MSAT, ['C']));
      this.#stage.advance(1_000);
      await this.#send('A', made, await this.#route('A', 'D'));
      await this.#stage.call('B', 'dev-release', { node: 'B' });
    }
    await this.#stage.call('D', 'dev-fail', { node: 'D' });
    await this.#stage.call('B', 'dev-corrupt', { node: 'B' });
    const garbled = await this.#invoice('E');
    await this.#send('A', garbled, await this.#route('A', 'E', MSAT, ['C']));
    await this.#stage.call('B', 'dev-release', { node: 'B' });
    await this.#stage.call('B', 'dev-release', { node: 'D' });
    await this.#stage.call('A', 'resetpenalties', { node: this.#id('B') });
    await this.#stage.call('A', 'resetpenalties');
    await this.#send('B', await this.#invoice('D', 'any'), await this.#route('B', 'D', 2_000_000_000));
    await this.#send('A', await this.#invoice('D', 'any'), await this.#route('A', 'D', 4_000_000_000, ['C']));
  }

  async offlineNodes(): Promise<void> {
    await this.#stage.call('D', 'dev-hold', { node: 'D' });
    const owed = await this.#invoice('E');
    const hops = await this.#route('A', 'E', MSAT, ['C']);
    await this.#start('A', owed, hops);
    await this.#stage.call('B', 'dev-offline', { node: 'B' });
    await this.#stage.call('D', 'dev-release', { node: 'D' });
    await this.#send('A', await this.#invoice('E'), hops);
    await this.#stage.call('B', 'dev-online', { node: 'B' });
    await this.#stage.call('B', 'dev-offline', { node: 'D' });
    await this.#send('A', await this.#invoice('E'), hops);
    await this.#stage.call('B', 'dev-online', { node: 'D' });
  }

  async onions(): Promise<void> {
    const made = await this.#invoice('D');
    const hops = await this.#route('A', 'D', MSAT, ['C']);
    const { onion, shared_secrets } = await this.#onion(hops, made);
    await this.#sendOnion(hops, made.hash, { onion, shared_secrets, amount_msat: MSAT, destination: this.#id('D') });
    const unreadable = await this.#invoice('D');
    await this.#sendOnion(hops, unreadable.hash, { onion: (await this.#onion(hops, unreadable)).onion });
    const strange = await this.#invoice('D');
    await this.#sendOnion(hops, strange.hash, { onion, shared_secrets });
  }

  async paying(): Promise<void> {
    await this.#pay((await this.#invoice('D')).bolt11, { label: 'one part', description: 'paid' });
    await this.#stage.call('B', 'dev-fail', { node: 'B' });
    await this.#pay((await this.#invoice('D')).bolt11);
    await this.#stage.call('B', 'dev-release', { node: 'B' });
    await this.#pay((await this.#invoice('D', LARGE_MSAT)).bolt11);
    await this.#payWhile(MPP_TIMEOUT_MS, (await this.#invoice('D', LARGE_MSAT)).bolt11, { retry_for: 600 });
    await this.#stage.call('D', 'dev-fail', { node: 'D', failure_message: DESTINATION_FAILURE });
    const refused = await this.#invoice('D');
    await this.#pay(refused.bolt11);
    await this.#stage.call('D', 'dev-release', { node: 'D' });
    await this.#pay(refused.bolt11);
    await this.#stage.call('A', 'keysend', { destination: this.#id('E'), amount_msat: 1_234 });
    await this.#stage.call('B', 'dev-hold', { node: 'B' });
    await this.#payWhile(3_000, (await this.#invoice('D')).bolt11, { retry_for: 2 }, () =>
      this.#stage.call('B', 'dev-release', { node: 'B' }),
    );
  }

  async invoices(): Promise<void> {
    const { label } = await this.#invoice('D', MSAT, { expiry: 10 });
    const unpaid = await this.#invoice('D', 'any', { preimage: '77'.repeat(32) });
    this.#stage.advance(11_000);
    await this.#stage.call('D', 'delinvoice', { label, status: 'expired' });
    await this.#stage.call('D', 'delinvoice', { label: unpaid.label, status: 'unpaid' });
    const again = await this.#invoice('D', 'any', { preimage: '77'.repeat(32) });
    await this.#send('A', again, await this.#route('A', 'D'));
    const wrong = await this.#invoice('D');
    await this.#send('A', { ...wrong, secret: '99'.repeat(32) }, await this.#route('A', 'D'));
    await this.#send('A', wrong, await this.#route('A', 'D', MSAT / 2));
    await this.#send('A', wrong, await this.#route('A', 'D'));
    await this.#stage.call('D', 'delinvoice', { label: wrong.label, status: 'paid' });
    await this.#invoice('D', MSAT, { expiry: 5 });
    this.#stage.advance(6_000);
  }

  async policies(): Promise<void> {
    const hops = await this.#route('A', 'D', MSAT, ['C']);
    await this.#stage.call('B', 'setchannel', { id: this.#id('D'), feebase: 77, feeppm: 5, enforcedelay: 0 });
    await this.#send('A', await this.#invoice('D'), hops);
    await this.#send('A', await this.#invoice('D'), await this.#route('A', 'D', MSAT, ['C']));
    await this.#stage.call('B', 'setchannel', { id: this.#id('D'), feebase: 1, feeppm: 10, htlcmin: 10 });
    this.#stage.advance(1_000);
    await this.#stage.call('B', 'dev-mine', { blocks: 3 });
  }

  /** `delpay` of what came to an end, a part and a whole hash at a time. */
  async deletions(): Promise<void> {
    const { result } = await this.#stage.call('A', 'listsendpays');
    const ended = (status: string) =>
      (result.payments as Params[]).filter((payment) => payment.status === status).slice(0, 2);
    for (const status of ['complete', 'failed']) {
      const [whole, part] = ended(status);
      await this.#stage.call('A', 'delpay', { payment_hash: whole?.payment_hash, status });
      await this.#stage.call('A', 'delpay', {
        payment_hash: part?.payment_hash,
        status,
        partid: part?.partid ?? 0,
        groupid: part?.groupid,
      });
    }
  }

  /** Channels close, an HTLC times out on chain, a part waits for the others, and two payments stay pending. */
  async endings(): Promise<void> {
    const lost = await this.#invoice('D', 2 * MSAT);
    await this.#part('A', lost, await this.#route('A', 'D', MSAT, ['B']), 1);
    await this.#stage.call('E', 'dev-hold', { node: 'E' });
    await this.#start('A', await this.#invoice('E'), await this.#route('A', 'E', MSAT, ['C']));
    await this.#stage.call('A', 'dev-close', { channel: '104x1x0', how: 'unilateral' });
    await this.#stage.call('A', 'dev-mine', { blocks: 60 });
    await this.#stage.call('A', 'dev-close', { channel: '103x1x0' });
    await this.#part('A', await this.#invoice('B', 2 * MSAT), await this.#route('A', 'B'), 1);
    await this.#stage.call('B', 'dev-hold', { node: 'B' });
    await this.#start('A', await this.#invoice('B'), await this.#route('A', 'B'));
    const paid = this.#stage.call('A', 'pay', { bolt11: (await this.#invoice('B')).bolt11, retry_for: 3_600 });
    paid.catch(() => undefined); // its process dies
    await this.#turns();
    await this.#stage.call('A', 'dev-close', { channel: '101x1x0' });
  }

  #id(name: string): string {
    return STORY_NETWORK.nodes.find(({ alias }) => alias === name)?.id as string;
  }

  async #invoice(node: string, amount_msat: number | 'any' = MSAT, more: Params = {}): Promise<Invoice> {
    const label = `story-${this.#labels++}`;
    const { result } = await this.#stage.call(node, 'invoice', { amount_msat, label, description: 'golden', ...more });
    return { hash: result.payment_hash, secret: result.payment_secret, bolt11: result.bolt11, label };
  }

  async #route(from: string, to: string, amount_msat = MSAT, exclude: readonly string[] = []): Promise<Params[]> {
    const { result } = await this.#stage.call(from, 'getroute', {
      id: this.#id(to),
      amount_msat,
      riskfactor: 1,
      exclude: exclude.map((name) => this.#id(name)),
    });
    return result?.route ?? [];
  }

  async #start(node: string, { hash, secret }: Invoice, route: readonly Params[], more: Params = {}): Promise<void> {
    const own = route.length === 0 ? { amount_msat: MSAT } : {};
    await this.#stage.call(node, 'sendpay', { route, payment_hash: hash, payment_secret: secret, ...own, ...more });
  }

  async #wait(node: string, { hash }: Pick<Invoice, 'hash'>, more: Params = {}): Promise<void> {
    await this.#stage.call(node, 'waitsendpay', { payment_hash: hash, ...more });
  }

  async #send(node: string, made: Invoice, route: readonly Params[], more: Params = {}): Promise<void> {
    await this.#start(node, made, route, more);
    await this.#wait(node, made);
  }

  async #part(
    node: string,
    made: Invoice,
    route: readonly Params[],
    partid: number,
    amount_msat = 2 * MSAT,
  ): Promise<void> {
    await this.#start(node, made, route, { partid, groupid: 1, amount_msat });
  }

  async #pay(bolt11: string, more: Params = {}): Promise<void> {
    await this.#stage.call('A', 'pay', { bolt11, ...more });
  }

  /** A pay that needs time to pass, or something to happen after that. */
  async #payWhile(ms: number, bolt11: string, more: Params, then?: () => Promise<Answer>): Promise<void> {
    const paying = this.#pay(bolt11, more);
    await this.#turns();
    this.#stage.advance(ms);
    await then?.();
    await paying;
  }

  async #onion(route: readonly Params[], made: Invoice): Promise<{ onion: string; shared_secrets: string[] }> {
    const hops = route.map((hop, index) => ({ pubkey: hop.id, payload: payloadOf(route, index, made.secret) }));
    const session_key = made.hash;
    const { result } = await this.#stage.call('A', 'createonion', { hops, assocdata: made.hash, session_key });
    return result;
  }

  async #sendOnion([first]: readonly Params[], payment_hash: string, more: Params): Promise<void> {
    const first_hop = { id: first?.id, amount_msat: first?.amount_msat, delay: first?.delay };
    await this.#stage.call('A', 'sendonion', { ...more, first_hop, payment_hash });
    await this.#wait('A', { hash: payment_hash });
  }

  /** Lets what waits for nobody come to rest. */
  async #turns(): Promise<void> {
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The TLV payload of a hop (BOLT 4), with its length in front: forwarding to the next, or payment_data at the end. */
function payloadOf(route: readonly Params[], index: number, secret: string): string {
  const next = route[index + 1];
  const hop = next ?? (route[index] as Params);
  const amount = truncated(BigInt(hop.amount_msat as bigint));
  const where = next ? tlv(6, channelBytes(next.channel as string)) : tlv(8, secret + amount);
  const payload = tlv(2, amount) + tlv(4, truncated(BigInt(heightOf(hop)))) + where;
  return byte(payload.length / 2) + payload;
}

/** Expiries are counted from the next block (lightning-sendpay(7)); nothing is mined until onions are made. */
const heightOf = (hop: Params): number => STORY_NETWORK.blockheight + 1 + (hop.delay as number);
const byte = (value: number): string => value.toString(16).padStart(2, '0');
const tlv = (type: number, value: string): string => byte(type) + byte(value.length / 2) + value;

function truncated(value: bigint): string {
  const digits = value.toString(16);
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}

function channelBytes(channel: string): string {
  const [block, transaction, output] = channel.split('x').map(Number) as [number, number, number];
  return (
    block.toString(16).padStart(6, '0') +
    transaction.toString(16).padStart(6, '0') +
    output.toString(16).padStart(4, '0')
  );
}
