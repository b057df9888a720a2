/**
 * A small simulated network with the real runtime and a journal in memory, and a sender that builds onions by hand.
 *
 * Nodes are named; keys and ids follow from the names. `restart` abandons the process at the last durable point and brings
 * up another one on what the journal holds, as after `kill -9`. The sender keeps its onions outside, as a payment's log would.
 */

import { createHash } from 'node:crypto';
import { channelMoney } from '../../machines/channel.ts';
import { channelKind } from '../../machines/channel-kind.ts';
import type { InvoiceRow } from '../../machines/invoice-rows.ts';
import {
  constructOnion,
  curve,
  decodeErrorOnion,
  decodeFailure,
  encodeHopPayload,
  fromHex,
  sharedSecretsOf,
  toHex,
} from '../../src/bolt/index.ts';
import { wordsOf } from '../../src/domain/first-hop.ts';
import { given } from '../../src/domain/given.ts';
import { type NodeId, type PaymentHash, type ShortChannelId, shortChannelIdToU64 } from '../../src/domain/ids.ts';
import type { ChannelPolicy } from '../../src/domain/route.ts';
import type { ChannelDescription, NetworkDescription } from '../../src/graph/network-description.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import { SimulatedNetwork, type SimulatedNetworkSettings } from '../../src/network/simulated-network.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { Runtime } from '../../src/runtime/runtime.ts';
import type { HtlcAttempt, HtlcResult } from '../../src/switch/port.ts';

export const sha256Hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export const privateKeyOf = (name: string): string => sha256Hex(`harness ${name}`);
export const idOf = (name: string): NodeId => toHex(curve.publicKey(fromHex(privateKeyOf(name)))) as NodeId;

export const POLICY: ChannelPolicy = {
  feeBaseMsat: 1n,
  feePpm: 10,
  cltvDelta: 6,
  htlcMinimumMsat: 0n,
  htlcMaximumMsat: 9_900_000_000n,
  enabled: true,
};
export const HEIGHT = 121;
export const CAPACITY_MSAT = 10_000_000_000n;

/** A channel from `source`, who has everything in it, to `destination`. */
export function channelBetween(
  shortChannelId: string,
  source: string,
  destination: string,
  change: Partial<ChannelDescription> = {},
): ChannelDescription {
  const isForward = idOf(source) < idOf(destination);
  return {
    shortChannelId: shortChannelId as ShortChannelId,
    node1: idOf(isForward ? source : destination),
    node2: idOf(isForward ? destination : source),
    capacityMsat: CAPACITY_MSAT,
    balancesMsat: isForward ? [CAPACITY_MSAT, 0n] : [0n, CAPACITY_MSAT],
    opener: isForward ? 0 : 1,
    feeratePerKw: 1250,
    isPublic: true,
    policies: [POLICY, POLICY],
    ...change,
  };
}

/** A-B-C-D, as the conformance transcripts have it. */
export const LINE: readonly ChannelDescription[] = [
  channelBetween('102x1x0', 'A', 'B'),
  channelBetween('109x1x0', 'B', 'C'),
  channelBetween('116x1x0', 'C', 'D'),
];

export function networkOf(
  channels: readonly ChannelDescription[] = LINE,
  names: readonly string[] = ['A', 'B', 'C', 'D'],
): NetworkDescription {
  const nodes = names.map((name) => ({ id: idOf(name), alias: name, privateKey: privateKeyOf(name) }));
  return { chain: 'regtest', blockheight: HEIGHT, nodes, channels };
}

/** One hop as a sender plans it: the node reached, over which channel, what it gets, and the expiry there. */
export interface Hop {
  readonly to: string;
  readonly channel: string;
  readonly amountMsat: bigint;
  readonly delay: number;
}

/** The line's route with the fees and delays its policies ask for. */
export function lineRoute(amountMsat: bigint, change: Partial<Record<'B' | 'C' | 'D', Partial<Hop>>> = {}): Hop[] {
  const fee = (amount: bigint): bigint => 1n + (amount * 10n) / 1_000_000n;
  const atC = amountMsat + fee(amountMsat);
  return [
    { to: 'B', channel: '102x1x0', amountMsat: atC + fee(atC), delay: 21, ...change.B },
    { to: 'C', channel: '109x1x0', amountMsat: atC, delay: 15, ...change.C },
    { to: 'D', channel: '116x1x0', amountMsat, delay: 9, ...change.D },
  ];
}

export interface Payment {
  readonly hash: string;
  readonly route: readonly Hop[];
  readonly secret?: string | undefined;
  readonly totalMsat?: bigint;
  readonly partid?: bigint;
  readonly groupid?: bigint;
  readonly keysend?: string;
  readonly from?: string;
  /** Changes the packet before it leaves. */
  readonly spoil?: (packet: Uint8Array) => Uint8Array;
}

export interface Heard {
  readonly type: HtlcResult['outcome']['type'];
  readonly preimage?: string;
  /** From the error onion, or the local failure. */
  readonly failcode?: number;
  /** Node of the route that erred, counting from 1; 0 is the sender. */
  readonly erringIndex?: number;
  readonly raw?: string;
  readonly detail?: string;
}

interface World {
  readonly journal: MemoryJournal;
  readonly runtime: Runtime;
  readonly net: SimulatedNetwork;
}

export interface HarnessOptions extends SimulatedNetworkSettings {
  /** false: whoever opens or restarts it calls `start`. */
  readonly starts?: boolean;
}

export class Harness {
  readonly clock = new VirtualClock();
  readonly heard = new Map<number, Heard>();
  readonly #sent = new Map<number, { attempt: HtlcAttempt; secrets: Uint8Array[] }>();
  readonly #description: NetworkDescription;
  readonly #settings: SimulatedNetworkSettings;
  readonly #starts: boolean;
  #world: World;
  #count = 0;
  #numbers = 0;
  #seed = 0;

  private constructor(description: NetworkDescription, options: HarnessOptions, world?: World) {
    const { starts = true, ...settings } = options;
    this.#description = description;
    this.#settings = settings;
    this.#starts = starts;
    this.#world = world as World;
  }

  static async open(description: NetworkDescription = networkOf(), options: HarnessOptions = {}): Promise<Harness> {
    const harness = new Harness(description, options);
    harness.#world = await harness.#up();
    return harness;
  }

  get net(): SimulatedNetwork {
    return this.#world.net;
  }

  get journal(): MemoryJournal {
    return this.#world.journal;
  }

  get runtime(): Runtime {
    return this.#world.runtime;
  }

  /** The process dies; what was durable comes up again. */
  async restart(listen: (net: SimulatedNetwork) => void = () => {}): Promise<void> {
    const { storage } = this.journal;
    this.net.close();
    this.journal.crash();
    this.#world = await this.#up(storage, listen);
  }

  invoice(
    node: string,
    amountMsat: bigint | null,
    change: Partial<Parameters<SimulatedNetwork['invoices']['create']>[1]> = {},
  ): InvoiceRow {
    const made = this.net.invoices.create(idOf(node), {
      amountMsat,
      label: `invoice ${this.#count++}`,
      description: 'test',
      expirySeconds: 3600,
      ...change,
    });
    if ('code' in made) throw new Error(made.message);
    return made;
  }

  /** Offers the first HTLC; what comes back is in `heard` under the id this gives. */
  pay(payment: Payment): number {
    const { attempt } = this.prepare(payment);
    const answer = this.net.offer(attempt, 0);
    if (answer.type === 'refused') this.heard.set(attempt.number, { type: 'local', ...wordsOf(answer.refusal) });
    return attempt.number;
  }

  status(attempt: number): string {
    return this.net.status((this.#sent.get(attempt) as { attempt: HtlcAttempt }).attempt).type;
  }

  offer(attempt: HtlcAttempt): string {
    return this.net.offer(attempt, 0).type;
  }

  /** A number no attempt has. */
  nextNumber(): number {
    return ++this.#numbers;
  }

  prepare({
    hash,
    route,
    secret,
    totalMsat,
    partid = 0n,
    groupid = 1n,
    keysend,
    from = 'A',
    spoil = (p) => p,
  }: Payment): {
    attempt: HtlcAttempt;
  } {
    const base = this.net.blockheight(idOf(from)) + 1;
    const last = route.length - 1;
    const hops = route.map((hop, i) => {
      const next = route[i + 1];
      const payload =
        next === undefined
          ? encodeHopPayload({
              type: 'final',
              amtToForwardMsat: hop.amountMsat,
              outgoingCltv: base + hop.delay,
              ...(secret === undefined
                ? {}
                : { paymentData: { paymentSecret: fromHex(secret), totalMsat: totalMsat ?? hop.amountMsat } }),
              ...(keysend === undefined ? {} : { keysendPreimage: fromHex(keysend) }),
            })
          : encodeHopPayload({
              type: 'forward',
              amtToForwardMsat: next.amountMsat,
              outgoingCltv: base + next.delay,
              shortChannelId: shortChannelIdToU64(next.channel as ShortChannelId),
            });
      return { pubkey: fromHex(this.net.onionKey(idOf(hop.to))), payload };
    });
    const first = route[0] as Hop;
    const sessionKey = fromHex(sha256Hex(`session ${this.#count++} of ${route[last]?.to}`));
    const onion = spoil(constructOnion({ hops, sessionKey, associatedData: fromHex(hash) }).packet);
    const attempt: HtlcAttempt = {
      kind: 'htlc',
      number: this.nextNumber(),
      node: idOf(from),
      paymentHash: hash as PaymentHash,
      groupid,
      partid,
      firstHop: { peer: idOf(first.to), channel: first.channel as ShortChannelId, delay: first.delay },
      sentMsat: first.amountMsat,
      amountMsat: (route[last] as Hop).amountMsat,
      totalMsat: totalMsat ?? (route[last] as Hop).amountMsat,
      height: base - 1,
      cltvExpiry: base + first.delay,
      packet: () => onion,
      secrets: () => secrets,
    };
    const secrets = sharedSecretsOf(
      sessionKey,
      hops.map((hop) => hop.pubkey),
    );
    this.#sent.set(attempt.number, { attempt, secrets });
    return { attempt };
  }

  /** Balances and HTLCs of every channel that was touched add up. */
  checkMoney(): void {
    for (const { shortChannelId } of this.#description.channels) {
      const snapshot = this.runtime.snapshot(channelKind, shortChannelId);
      if (snapshot.value === 'unopened') continue;
      const { total, capacity } = channelMoney(snapshot.context);
      if (total !== capacity) throw new Error(`${shortChannelId}: ${total} of ${capacity} msat accounted for`);
      for (const side of snapshot.context.balanceMsat)
        if (side < 0n) throw new Error(`${shortChannelId}: negative balance ${side}`);
    }
  }

  /** What a node has in a channel. */
  balance(channel: string, name: string): bigint {
    const found = this.net.localChannels(idOf(name)).find(({ shortChannelId }) => shortChannelId === channel);
    if (!found) throw new Error(`${name} has no channel ${channel}`);
    return found.toUsMsat;
  }

  async #up(storage?: MemoryJournal['storage'], listen: (net: SimulatedNetwork) => void = () => {}): Promise<World> {
    const journal = await openMemoryJournal(given({ storage }));
    const random = { bytes: (length: number) => fromHex(sha256Hex(`random ${this.#seed++}`).slice(0, 2 * length)) };
    const net = new SimulatedNetwork({
      network: this.#description,
      journal,
      clock: this.clock,
      random,
      operated: this.#description.nodes.map((node) => node.id),
      ...this.#settings,
    });
    const runtime = new Runtime({ journal, clock: this.clock, actors: net.actors });
    net.attach(runtime);
    net.results.subscribe((result) => this.heard.set(result.attempt, this.#read(result)));
    listen(net);
    await runtime.recover();
    if (this.#starts) net.start([...this.#sent.values()].map(({ attempt }) => ({ attempt, answered: false })));
    return { journal, runtime, net };
  }

  #read({ attempt, outcome }: HtlcResult): Heard {
    switch (outcome.type) {
      case 'fulfilled':
        return { type: outcome.type, preimage: outcome.preimage };
      case 'malformed':
        return { type: outcome.type, failcode: outcome.failcode };
      case 'local': {
        const { failureMessage: raw, failcode, detail } = outcome;
        return { type: outcome.type, failcode, erringIndex: 0, detail, ...given({ raw }) };
      }
      case 'decoded':
        return { type: outcome.type, failcode: outcome.failcode, erringIndex: outcome.erringIndex };
      case 'failed': {
        const decoded = decodeErrorOnion(this.#sent.get(attempt)?.secrets ?? [], fromHex(outcome.reason));
        if (!decoded) return { type: outcome.type };
        const raw = toHex(decoded.failureMessage);
        return {
          type: outcome.type,
          failcode: decodeFailure(decoded.failureMessage).code,
          erringIndex: decoded.erringIndex + 1,
          raw,
        };
      }
    }
  }
}
