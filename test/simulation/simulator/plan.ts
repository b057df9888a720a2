/**
 * What a simulation does, step by step, drawn from a seed before it begins.
 *
 * Invariant: steps are plain data and name things by number (the last payment but two, the second node), taken modulo what
 * there is when the step runs. So any step may be left out and the rest still means something: that is what shrinking needs.
 */
import { Dice } from './dice.ts';

/** How a later sendpay of a known hash differs from the first. */
export const REPEATS = [
  'same',
  'other-amount',
  'other-destination',
  'other-part',
  'next-group',
  'other-total',
] as const;
export type Repeat = (typeof REPEATS)[number];

export type Action =
  /** An invoice, and its parts sent at once over routes of their own. */
  | {
      readonly type: 'pay-parts';
      readonly payer: number;
      readonly payee: number;
      readonly amountMsat: number;
      readonly parts: number;
      /** The last of several parts: as large as the others, not sent yet, or so large that not all are needed. */
      readonly last: 'same' | 'missing' | 'large';
    }
  /** sendpay of a known hash, again or otherwise. */
  | { readonly type: 'repeat'; readonly payment: number; readonly as: Repeat; readonly partid: number }
  /** getroute and sendpay once more, as a client does after a failure. */
  | { readonly type: 'retry'; readonly payment: number }
  | { readonly type: 'wait'; readonly payment: number; readonly partid: number; readonly timeoutMs: number | undefined }
  | { readonly type: 'delete'; readonly payment: number; readonly status: 'complete' | 'failed'; readonly one: boolean }
  | { readonly type: 'list'; readonly payment: number }
  /** `pay`: the node finds routes and retries by itself. */
  | {
      readonly type: 'pay';
      readonly payer: number;
      readonly payee: number;
      readonly amountMsat: number;
      readonly retryForMs: number;
      /** What its fees may come to, in parts of a million of the amount. */
      readonly maxFeePpm: number;
    }
  /** `pay` of a hash that sendpay may have touched. */
  | { readonly type: 'pay-known'; readonly payment: number }
  /** `delpay` of what failed, and `pay` of the same hash once more. */
  | { readonly type: 'pay-after-delete'; readonly payment: number; readonly maxFeePpm: number }
  | {
      readonly type: 'behave';
      readonly node: number;
      readonly as: 'normal' | 'hold' | 'corrupt' | 'fail';
      readonly failcode: number;
    }
  | { readonly type: 'connection'; readonly node: number; readonly online: boolean }
  | { readonly type: 'close'; readonly channel: number; readonly how: 'mutual' | 'unilateral' }
  | {
      readonly type: 'policy';
      readonly channel: number;
      readonly side: 0 | 1;
      readonly feeBaseMsat: number;
      readonly graceSeconds: number;
    }
  | { readonly type: 'mine'; readonly blocks: number }
  | { readonly type: 'time'; readonly ms: number }
  /** Timers that are due next, one after the other. */
  | { readonly type: 'deliver'; readonly timers: number }
  | { readonly type: 'crash'; readonly batch: 'lost' | 'written'; readonly again: number }
  | { readonly type: 'write-fails'; readonly how: 'fails' | 'fails-late' }
  | { readonly type: 'damage' };

export interface Step {
  readonly action: Action;
  /** The journal writes what is staged once the action is done; else it goes with a later batch. */
  readonly flush: boolean;
}

/** How often each action is drawn, in parts of the sum. */
const WEIGHTS: Readonly<Record<Action['type'], number>> = {
  'pay-parts': 240,
  repeat: 60,
  retry: 60,
  wait: 70,
  delete: 25,
  list: 15,
  pay: 26,
  'pay-known': 8,
  'pay-after-delete': 14,
  behave: 36,
  connection: 36,
  close: 5,
  policy: 12,
  mine: 10,
  time: 30,
  deliver: 260,
  crash: 22,
  'write-fails': 10,
  damage: 6,
};

const FLUSHES_PERCENT = 65;
/** Fees a pay may spend: generous, as the networks are dear, or so little that only some of its parts fit. */
const MAX_FEES_PPM = [500_000, 500_000, 3_000, 600] as const;
const AMOUNTS_MSAT = [1_000, 40_000, 250_000, 3_000_000, 40_000_000] as const;
/** temporary_channel_failure, temporary_node_failure, unknown_next_peer, permanent_channel_failure, required_node_feature_missing. */
const FAILCODES = [0x1007, 0x2002, 0x400a, 0x4008, 0x6003] as const;
/** Numbers are taken modulo what there is; this is more than there ever is. */
const ANY = 1_000;
/** BLOCKS: one, some, and more than the longest route is locked. */
const BLOCKS = [1, 10, 200] as const;

export const DEFAULT_STEPS = 120;

/** The whole plan of a seed. A longer plan begins with the shorter one. */
export function planOf(seed: string, steps: number): Step[] {
  const dice = new Dice(`${seed}/plan`);
  return Array.from({ length: steps }, () => {
    const action = DRAW[dice.weighted(WEIGHTS)](dice);
    return { action, flush: dice.chance(FLUSHES_PERCENT) };
  });
}

const any = (dice: Dice): number => dice.below(ANY);
/** Counted back from the latest payment: mostly one that is still in flight. */
const recent = (dice: Dice): number => (dice.chance(25) ? any(dice) : dice.below(3));

const DRAW: { readonly [T in Action['type']]: (dice: Dice) => Extract<Action, { type: T }> } = {
  'pay-parts': (dice) => ({
    type: 'pay-parts',
    payer: any(dice),
    payee: any(dice),
    amountMsat: dice.pick(AMOUNTS_MSAT) + dice.below(1_000),
    parts: dice.chance(60) ? 1 : dice.between(2, 4),
    last: dice.pick(['same', 'same', 'missing', 'large']),
  }),
  repeat: (dice) => ({ type: 'repeat', payment: recent(dice), as: dice.pick(REPEATS), partid: dice.below(7) }),
  retry: (dice) => ({ type: 'retry', payment: recent(dice) }),
  wait: (dice) => ({
    type: 'wait',
    payment: recent(dice),
    partid: dice.chance(70) ? 0 : dice.below(3),
    timeoutMs: dice.pick([undefined, 0, 500]),
  }),
  delete: (dice) => ({
    type: 'delete',
    payment: recent(dice),
    status: dice.pick(['complete', 'failed']),
    one: dice.chance(50),
  }),
  list: (dice) => ({ type: 'list', payment: recent(dice) }),
  pay: (dice) => ({
    type: 'pay',
    payer: any(dice),
    payee: any(dice),
    amountMsat: dice.pick(AMOUNTS_MSAT) + dice.below(1_000),
    retryForMs: dice.pick([1_000, 60_000]),
    maxFeePpm: dice.pick(MAX_FEES_PPM),
  }),
  'pay-known': (dice) => ({ type: 'pay-known', payment: recent(dice) }),
  'pay-after-delete': (dice) => ({
    type: 'pay-after-delete',
    payment: recent(dice),
    maxFeePpm: dice.pick(MAX_FEES_PPM),
  }),
  behave: (dice) => ({
    type: 'behave',
    node: any(dice),
    as: dice.pick(['normal', 'normal', 'normal', 'hold', 'hold', 'fail', 'corrupt']),
    failcode: dice.pick(FAILCODES),
  }),
  connection: (dice) => ({ type: 'connection', node: any(dice), online: dice.chance(60) }),
  close: (dice) => ({ type: 'close', channel: any(dice), how: dice.pick(['mutual', 'unilateral']) }),
  policy: (dice) => ({
    type: 'policy',
    channel: any(dice),
    side: dice.pick([0, 1]),
    feeBaseMsat: dice.pick([0, 50, 2_000]),
    graceSeconds: dice.pick([0, 600]),
  }),
  mine: (dice) => ({ type: 'mine', blocks: dice.pick(BLOCKS) }),
  time: (dice) => ({ type: 'time', ms: dice.pick([5, 100, 5_000, 80_000]) }),
  deliver: (dice) => ({ type: 'deliver', timers: dice.pick([1, 3, 12]) }),
  crash: (dice) => ({ type: 'crash', batch: dice.pick(['lost', 'written']), again: dice.pick([0, 0, 1, 2]) }),
  'write-fails': (dice) => ({ type: 'write-fails', how: dice.pick(['fails', 'fails-late']) }),
  damage: () => ({ type: 'damage' }),
};
