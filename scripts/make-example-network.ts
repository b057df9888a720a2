/**
 * Makes `src/graph/example-network.json`: a hundred named nodes for examples, the command line's default and tests.
 *
 * Invariant: the same bytes every time, from a fixed seed; a test compares them with the committed file. The shape is the
 * public network's in small: a core of well-connected hubs, regional nodes on a few hubs, wallets with one to four
 * channels, some of them unannounced. Nodes are named only; their keys follow from the names (`import/node-key.ts`).
 * Usage: node --import tsx scripts/make-example-network.ts [FILE]
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const EXAMPLE_NETWORK_FILE = join(import.meta.dirname, '../src/graph/example-network.json');

const SEED = 'sendpay/example-network';
const BLOCKHEIGHT = 800_000;
const HUBS = ['aurora', 'borealis', 'corona', 'delphi', 'equinox', 'fjord', 'granite', 'horizon', 'iceberg', 'jupiter'];
const REGIONAL = (
  'kestrel lagoon meadow nimbus orchard prairie quarry ripple summit tundra umbra valley willow xenon yarrow zephyr ' +
  'amber basalt cedar dune ember fern glacier harbor inlet'
).split(' ');
const WALLETS = (
  'alice bob carol dave erin frank grace heidi ivan judy kim leo mallory nina olivia peggy quentin rupert sybil trent ' +
  'ursula victor wendy xavier yolanda zoe adam bella cyrus dora elmer fiona george hanna igor jana karl lena marco nora ' +
  'oscar paula quinn rosa simon tara ulf vera walter xena yusuf zara anton brenda clara diego elena felix gina hugo ines ' +
  'jonas klara lukas mira'
).split(' ');

type Tier = 'hub' | 'regional' | 'wallet';
interface Policy {
  feeBaseMsat: number;
  feePpm: number;
  cltvDelta: number;
  htlcMinimumMsat: number;
}
interface Channel {
  id: string;
  nodes: [string, string];
  capacity: string;
  balances: [string, string];
  public?: false;
  policies: [Policy, Policy];
}

/** Channels each node of a tier opens, to which tier, and how large they are. */
const PLAN: Readonly<
  Record<Tier, { to: readonly Tier[]; channels: readonly [number, number]; sat: readonly [number, number] }>
> = {
  hub: { to: ['hub'], channels: [6, 8], sat: [20_000_000, 500_000_000] },
  regional: { to: ['hub', 'hub', 'regional'], channels: [5, 7], sat: [3_000_000, 60_000_000] },
  wallet: { to: ['hub', 'regional', 'regional', 'wallet'], channels: [1, 4], sat: [200_000, 8_000_000] },
};
const MEMBERS: Readonly<Record<Tier, readonly string[]>> = { hub: HUBS, regional: REGIONAL, wallet: WALLETS };
/** What nodes of a tier ask: one of these, as operators pick round numbers. */
const POLICIES: Readonly<Record<Tier, { base: readonly number[]; ppm: readonly number[]; delta: readonly number[] }>> =
  {
    hub: { base: [0, 1000], ppm: [1, 25, 100, 250, 500], delta: [40, 80, 144] },
    regional: { base: [0, 1, 1000], ppm: [1, 10, 50, 200, 800], delta: [34, 40, 144] },
    wallet: { base: [1000], ppm: [1, 10], delta: [34, 40] },
  };
/** Wallets keep this share of their channels to themselves. */
const UNANNOUNCED_SHARE = 0.15;

/** Numbers from a seed: SHA256 of a counter. */
class Dice {
  #count = 0;

  /** From 0 up to, not including, 1. */
  fraction(): number {
    const digest = createHash('sha256')
      .update(`${SEED}/${this.#count++}`)
      .digest();
    return digest.readUIntBE(0, 6) / 2 ** 48;
  }

  between([low, high]: readonly [number, number]): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.fraction() * items.length)]!;
  }
}

/** The file's content. */
export function makeExampleNetwork(): string {
  const dice = new Dice();
  const channels: Channel[] = [];
  const pairs = new Set<string>();
  for (const tier of ['hub', 'regional', 'wallet'] as const) {
    for (const name of MEMBERS[tier]) openChannels(dice, tier, name, channels, pairs);
  }
  const nodes = [...HUBS, ...REGIONAL, ...WALLETS].sort();
  const head = { chain: 'regtest', blockheight: BLOCKHEIGHT, nodes };
  const body = channels.map((channel) => `    ${print(channel).replaceAll('\n', '\n    ')}`);
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "channels": [\n${body.join(',\n')}\n  ]\n}\n`;
}

/** JSON as the formatter wants it, so that checking the tree's format and this file's bytes agree. */
function print(channel: Channel): string {
  const { policies, ...rest } = channel;
  const members = Object.entries(rest).map(([key, value]) => `  "${key}": ${spaced(value)},`);
  const lines = policies.map((policy) => `    ${spaced(policy)}`);
  return `{\n${members.join('\n')}\n  "policies": [\n${lines.join(',\n')}\n  ]\n}`;
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `"${key}": ${spaced(member)}`)
    .join(', ')} }`;
}

function openChannels(dice: Dice, tier: Tier, name: string, channels: Channel[], pairs: Set<string>): void {
  const plan = PLAN[tier];
  const wanted = dice.between(plan.channels);
  for (let i = 0; i < wanted; i++) {
    const peerTier = dice.pick(plan.to);
    const peer = dice.pick(MEMBERS[peerTier]);
    const pair = [name, peer].sort().join('-');
    // A draw of itself or of a peer it has already is dropped, which makes the numbers of channels uneven, as they are.
    if (peer === name || pairs.has(pair)) continue;
    pairs.add(pair);
    channels.push(makeChannel(dice, channels.length, [name, tier], [peer, peerTier]));
  }
}

function makeChannel(
  dice: Dice,
  index: number,
  [name, tier]: [string, Tier],
  [peer, peerTier]: [string, Tier],
): Channel {
  const sat = Math.round(dice.between(PLAN[tier].sat) / 10_000) * 10_000;
  // Squaring moves money to the side that opened: most channels were never balanced.
  const local = Math.round(sat * (1 - 0.9 * dice.fraction() ** 2));
  const isPrivate = tier === 'wallet' && peerTier !== 'wallet' && dice.fraction() < UNANNOUNCED_SHARE;
  return {
    id: `${700_000 + 97 * index}x${dice.between([1, 2500])}x${dice.between([0, 1])}`,
    nodes: [name, peer],
    capacity: `${sat}sat`,
    balances: [`${local}sat`, `${sat - local}sat`],
    ...(isPrivate ? { public: false } : {}),
    policies: [makePolicy(dice, tier), makePolicy(dice, peerTier)],
  };
}

function makePolicy(dice: Dice, tier: Tier): Policy {
  const { base, ppm, delta } = POLICIES[tier];
  return { feeBaseMsat: dice.pick(base), feePpm: dice.pick(ppm), cltvDelta: dice.pick(delta), htlcMinimumMsat: 1 };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = process.argv[2] ?? EXAMPLE_NETWORK_FILE;
  writeFileSync(file, makeExampleNetwork());
  process.stdout.write(`wrote ${file}\n`);
}
