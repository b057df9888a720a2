/** What the shell of the penalties logs of parts that ended, and when it notices that the clock was set back. */
import { equal, is } from 'uvu/assert';
import type { PenaltyEvent } from '../../machines/penalty.ts';
import { penaltyKind } from '../../machines/penalty-kind.ts';
import { channelDirection } from '../../src/domain/ids.ts';
import type { Part } from '../../src/domain/payment-part.ts';
import { PENALTY_POLICY } from '../../src/domain/penalty-policy.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import type { PartChange } from '../../src/payments/payment-actor.ts';
import { PenaltyShell } from '../../src/payments/penalty-actor.ts';
import { KeyedBus } from '../../src/runtime/bus.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { Runtime } from '../../src/runtime/runtime.ts';
import { HASH, NODE_A, NODE_B, NODE_C, NODE_D, part, SCID_AB, SCID_BC, SCID_CD } from '../support/parts.ts';
import { suite } from '../support/suite.ts';

const test = suite('the shell of the penalties');

/** From A over D and B to C: the directions are not all the same. */
const SEND = {
  ...part('failed').send,
  ids: [NODE_D, NODE_B, NODE_C],
  channels: [SCID_AB, SCID_BC, SCID_CD],
} as Part['send'];
const ROUTE = [channelDirection(SCID_AB, 0), channelDirection(SCID_BC, 1), channelDirection(SCID_CD, 0)];
const NOW = 50_000;

/** `announced`: the channels the graph knows. */
async function penalties(announced: readonly string[] = [SCID_AB, SCID_BC, SCID_CD]) {
  const changes = new KeyedBus<string, PartChange>();
  const journal = await openMemoryJournal();
  const graph = {
    channel: (id: string) => {
      const [node1, node2] = id === SCID_BC ? [NODE_B, NODE_D] : [NODE_B, NODE_C];
      return announced.includes(id) ? { node1, node2, policies: [{}, {}] } : undefined;
    },
  };
  const shell = new PenaltyShell({ payments: { changes } as never, graphOf: () => graph as never });
  shell.attach(new Runtime({ journal, clock: new VirtualClock(), actors: [shell.actor] }));
  const events = (): PenaltyEvent[] =>
    journal.readStreamFromStart(penaltyKind.streamOf(NODE_A)).map(({ event }) => event as unknown as PenaltyEvent);
  const ended = (status: 'failed' | 'complete', over: Partial<Part> = {}, type: PartChange['type'] = 'updated') => {
    const change = part(status, { send: SEND, completedAtMs: NOW, ...over });
    changes.publish('x', { type, node: NODE_A, paymentHash: HASH, part: change, index: 1, position: 0 });
    return events().at(-1);
  };
  return { shell, events, ended };
}

const failure = (over: object) => ({ failure: { code: 204, message: 'no', ...over } });
const BY_B = { erringIndex: 2, failcode: 0x1007 };
const blame = { target: 'channel', kind: 'temporary', amountMatters: true };

test('a failure is logged with its route, its amounts, who erred and the verdict, after the policy in force', async () => {
  const { events, ended } = await penalties();
  ended('failed', failure(BY_B));
  equal(events(), [
    { type: 'PENALTY_CONFIGURED', ...PENALTY_POLICY, atMs: NOW },
    {
      type: 'FAILURE_LEARNED',
      paymentHash: HASH,
      ids: [NODE_D, NODE_B, NODE_C],
      route: ROUTE,
      amountsMsat: [1_004n, 1_002n, 1_000n],
      erringIndex: 2,
      failcode: 0x1007,
      blame,
      atMs: NOW,
    },
  ]);
  ended('failed', failure(BY_B));
  is(events().filter(({ type }) => type === 'PENALTY_CONFIGURED').length, 1);
});

test('how much of the route is announced is logged where it is not all; a success is logged with the same', async () => {
  for (const [known, hops] of [
    [[SCID_BC, SCID_CD], undefined],
    [[SCID_BC], 2],
    [[SCID_CD], 1],
  ] as const) {
    const { ended } = await penalties(known);
    const failed = ended('failed', failure({ ...BY_B, erringIndex: (hops ?? 3) - 1 })) as { announced?: number };
    const cleared = ended('complete') as { announced?: number };
    equal([failed.announced, cleared.announced], [hops, hops]);
  }
  const { ended } = await penalties();
  ended('failed', failure(BY_B));
  equal(ended('complete'), { type: 'ROUTE_SUCCEEDED', ids: [NODE_D, NODE_B, NODE_C], route: ROUTE, atMs: NOW });
});

test('of what nobody could read nothing is said of a place, and half a place is none', async () => {
  for (const half of [{}, { erringIndex: 1 }, { failcode: 0x2002 }]) {
    const { ended } = await penalties();
    const learned = ended('failed', failure(half)) as object;
    equal(['erringIndex' in learned, 'failcode' in learned, 'blame' in learned], [false, false, false]);
  }
});

test('only ends of parts with a route teach anything', async () => {
  const { events, ended } = await penalties();
  ended('failed', { send: { kind: 'self' } });
  ended('failed', failure(BY_B), 'created');
  ended('failed', failure(BY_B), 'deleted');
  equal(events(), []);
});

test('a clock that was set back by more than a second is noted once, whoever looks first', async () => {
  const { shell, events, ended } = await penalties();
  ended('failed', failure(BY_B));
  const known = events().length;
  const notes = (): number => events().length - known;
  shell.contextAt(NODE_A, NOW - 1_000);
  is(notes(), 0, 'slewed');
  shell.contextAt(NODE_A, NOW - 1_001);
  equal([notes(), events().at(-1)], [1, { type: 'CLOCK_SET_BACK', atMs: NOW - 1_001 }]);
  shell.contextAt(NODE_A, NOW - 1_001);
  is(notes(), 1);
  // Small steps back add up: each is measured from the latest time there was.
  ended('failed', { ...failure(BY_B), completedAtMs: NOW + 90_000 });
  for (const backMs of [500, 1_000]) shell.contextAt(NODE_A, NOW + 90_000 - backMs);
  is(notes(), 2, 'the failure');
  shell.contextAt(NODE_A, NOW + 90_000 - 1_001);
  is(notes(), 3);
});

test('a node that learned nothing is not configured, and one whose policy is in force has no second record', async () => {
  const { shell, events, ended } = await penalties();
  shell.configure(NODE_A, NOW);
  equal(events(), []);
  ended('failed', failure(BY_B));
  const known = events().length;
  shell.configure(NODE_A, NOW);
  is(events().length, known);
  shell.configure(NODE_A, NOW - 60_000);
  is(events().at(-1)?.type, 'CLOCK_SET_BACK', 'it looks at the clock');
});

test.run();
