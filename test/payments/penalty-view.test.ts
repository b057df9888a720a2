/** What the search avoids and what people are told of it, each limit of the policy from both sides. */
import { equal, is } from 'uvu/assert';
import type { PenaltyContext } from '../../machines/penalty.ts';
import { becauseOf } from '../../src/domain/blame.ts';
import { channelDirection, type PaymentHash } from '../../src/domain/ids.ts';
import { EMPTY_TRIE } from '../../src/domain/ordered-trie.ts';
import { blamed, EMPTY_BOOK, type Reproach } from '../../src/domain/penalty-book.ts';
import { PENALTY_POLICY } from '../../src/domain/penalty-policy.ts';
import { avoidances, explainPenalties } from '../../src/payments/penalty-view.ts';
import { HASH, NODE_B, NODE_C, NODE_D, SCID_AB, SCID_BC } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('what is avoided');

const POLICY = { ...PENALTY_POLICY, avoidedAbove: 4, forgottenBelow: 1, halfLifeMs: 1_000 };
const NOW = 1_000_000;
const OTHER = '99'.repeat(32) as PaymentHash;

type Said = readonly [subject: string, reproach: Partial<Reproach>];

function contextOf({ channels = [], nodes = [] }: { channels?: readonly Said[]; nodes?: readonly Said[] }) {
  const book = (said: readonly Said[]) =>
    said.reduce((all, [subject, over]) => {
      const common = { kind: 'temporary', weight: 8, changedMs: NOW, fromAmountMsat: 0n, paymentHash: HASH } as const;
      return blamed(all, subject, { ...common, ...over }, POLICY);
    }, EMPTY_BOOK);
  return {
    channels: book(channels),
    nodes: book(nodes),
    learned: EMPTY_TRIE,
    policy: POLICY,
  } as unknown as PenaltyContext;
}

const AB = channelDirection(SCID_AB, 1);
const BC = channelDirection(SCID_BC, 0);

test('what weighs more than the policy avoids is avoided with its weight and from its amount, and fades below that', () => {
  const context = contextOf({
    channels: [
      [AB, { weight: 4.5, fromAmountMsat: 77n }],
      [BC, { weight: 4 }],
    ],
    nodes: [
      [NODE_B, { kind: 'permanent', weight: 9 }],
      [NODE_C, { kind: 'permanent', weight: 4 }],
    ],
  });
  const avoidedNow = [
    { type: 'channel', channel: SCID_AB, direction: 1, weight: 4.5, minimumMsat: 77n },
    { type: 'node', node: NODE_B, weight: 9, minimumMsat: 0n },
  ];
  equal(avoidances(context, NOW), avoidedNow);
  equal(avoidances(context, NOW + 1_000), avoidedNow.slice(1), 'half of it is left');
  equal(avoidances(context, NOW - 5_000), avoidedNow, 'no more than it weighed');
});

test('people are told of what is not forgotten, the heaviest first, the latest first of the same weight', () => {
  const context = contextOf({
    channels: [
      [AB, { weight: 16, changedMs: NOW - 1_000, failcode: 0x1007 }],
      [BC, { weight: 2 }],
    ],
    nodes: [
      [NODE_D, { weight: 4 }],
      [NODE_B, { weight: 8, fromAmountMsat: 5n, paymentHash: OTHER }],
      [NODE_C, { weight: 1 }],
    ],
  });
  const told = explainPenalties(context, NOW);
  equal(
    told.map(({ weight, avoided, untilMs, lastFailureMs }) => [weight, avoided, untilMs, lastFailureMs]),
    [
      [8, true, NOW + 1_000, NOW],
      [8, true, NOW + 1_000, NOW - 1_000],
      [4, false, NOW, NOW],
      [2, false, NOW - 1_000, NOW],
      [1, false, NOW - 2_000, NOW],
    ],
  );
  equal([told[0]?.subject, told[0]?.fromAmountMsat, told[0]?.paymentHash], [{ type: 'node', node: NODE_B }, 5n, OTHER]);
  equal([told[1]?.failcode, told[1]?.failcodeName], [0x1007, 'WIRE_TEMPORARY_CHANNEL_FAILURE']);
  equal([told[0]?.because, told[1]?.because], [becauseOf(undefined), becauseOf(0x1007)]);
  equal(['failcode' in told[0]!, 'failcodeName' in told[0]!], [false, false]);
  is(explainPenalties(context, NOW + 1).length, 4, 'the lightest is forgotten');
});

test('a permanent penalty says no time, and failures are counted from the first', () => {
  const said = { kind: 'permanent', weight: 3 } as const;
  const [told] = explainPenalties(
    contextOf({
      nodes: [
        [NODE_B, { ...said, changedMs: NOW - 9 }],
        [NODE_B, said],
      ],
    }),
    NOW,
  );
  equal(
    [told?.kind, told?.weight, told?.avoided, told?.failures, told?.sinceMs, told?.lastFailureMs],
    ['permanent', 6, true, 2, NOW - 9, NOW],
  );
  is('untilMs' in told!, false);
});

test.run();
