/** A switch of another process does what every switch must; and for each way not to, the suite has a case that notices. */
import { EMPTY, filter, map, mergeMap, NEVER, of, startWith } from 'rxjs';
import { equal, ok } from 'uvu/assert';
import type { NodeId, Preimage } from '../../src/domain/ids.ts';
import { switchConformance } from '../../src/switch/conformance.ts';
import type { Attempt, HtlcResult } from '../../src/switch/port.ts';
import { NODE_A, NODE_B, NODE_C } from '../support/parts.ts';
import type { Spoil as SpoilAny } from '../support/spoiled-switch.ts';
import { suite } from '../support/suite.ts';
import type { OutsideSwitch } from './outside-switch.ts';
import { OutsideWorld, type OutsideWorldOptions } from './outside-world.ts';

const test = suite('every switch');

type Spoil = SpoilAny<OutsideSwitch>;
const casesOf = (options: OutsideWorldOptions) => switchConformance('outside', async () => new OutsideWorld(options));

for (const neverSeen of ['exact', 'while-kept', 'none'] as const)
  for (const { title, run } of switchConformance(`outside, ${neverSeen}`, async () => new OutsideWorld({ neverSeen })))
    test(title, async () => {
      await run();
    });

/** Cases that some fault made fail. */
const everNoticed = new Set<string>();

/** Titles of the cases that fail. */
async function noticed(options: OutsideWorldOptions): Promise<string[]> {
  const failing: string[] = [];
  for (const { title, run } of casesOf(options)) await run().catch(() => failing.push(title.replace('outside: ', '')));
  for (const title of failing) everNoticed.add(title);
  return failing;
}

test('only what a switch of another process lacks is not asked', async () => {
  const unasked: string[] = [];
  for (const { title, run } of casesOf({ neverSeen: 'while-kept' }))
    if ((await run()) === 'does not apply') unasked.push(title.replace('outside: ', ''));
  equal(unasked, OF_CAPABILITIES);
});

const OF_CAPABILITIES = [
  'invoices can be made, found, listed and deleted, if it has them',
  'forwards can be listed, if it has them',
  'HTLCs can be listed, if it has them',
  'what an own channel asks for can be set, if it has that',
  'the network can be acted on, if it is simulated',
];

const firstTime = <T>(): ((item: T) => boolean) => {
  const seen = new Set<T>();
  return (item) => !seen.has(item) && seen.add(item).size > 0;
};
/** 64 bits through a double. */
const asDouble = (attempt: Attempt): Attempt => ({
  ...attempt,
  groupid: BigInt(Number(attempt.groupid)),
  partid: BigInt(Number(attempt.partid)),
});
const results =
  (change: (whole: OutsideSwitch) => OutsideSwitch['results'] | Spoiled): Spoil =>
  (whole) =>
    ({ results: change(whole) }) as never;
type Spoiled = ReturnType<OutsideSwitch['results']['pipe']>;

let identities = 0;

/** Each fault, and a case that must notice it. */
const FAULTS: Readonly<Record<string, { readonly spoil: Spoil; readonly by: string }>> = {
  'sends an attempt again that is in flight': {
    spoil: (whole) => ({
      offer: (attempt) => {
        whole.node.rows.clear();
        return whole.offer(attempt);
      },
    }),
    by: 'the same attempt offered again is a duplicate and does not leave again',
  },
  'answers accepted though it sent nothing again': {
    spoil: (whole) => ({
      offer: async (attempt) => {
        await whole.offer(attempt);
        return { type: 'accepted' };
      },
    }),
    by: 'an attempt offered twice at once leaves once',
  },
  'sends an attempt again that ended': {
    spoil: (whole) => ({
      offer: (attempt) => {
        for (const [key, { outcome }] of whole.node.rows) if (outcome !== undefined) whole.node.rows.delete(key);
        return whole.offer(attempt);
      },
    }),
    by: 'an attempt that ended and is not settled is a duplicate too',
  },
  'truncates a 64-bit groupid and partid': {
    spoil: (whole) => ({
      offer: (attempt) => whole.offer(asDouble(attempt)),
      status: (attempt) => whole.status(asDouble(attempt)),
    }),
    by: 'groupid and partid are 64 bits wide, and each name is an attempt of its own',
  },
  'loses a preimage': {
    spoil: results((whole) => whole.results.pipe(filter(({ outcome }) => outcome.type !== 'fulfilled'))),
    by: 'an attempt that is accepted leaves once, and its result is told under its number',
  },
  'loses a failure': {
    spoil: results((whole) => whole.results.pipe(filter(({ outcome }) => outcome.type === 'fulfilled'))),
    by: 'an attempt that fails is told to have failed',
  },
  'tells a result under another number': {
    spoil: results((whole) => whole.results.pipe(map((result) => ({ ...result, attempt: result.attempt + 1 })))),
    by: 'attempts end each under its own number, in any order',
  },
  'tells a preimage that does not open the hash': {
    spoil: results((whole) => {
      const outcome = { type: 'fulfilled', preimage: '42'.repeat(32) as Preimage } as const;
      return whole.results.pipe(map((result) => ({ ...result, outcome })));
    }),
    by: 'an attempt that is accepted leaves once, and its result is told under its number',
  },
  'tells a result, and then another of the same attempt': {
    spoil: results((whole) =>
      whole.results.pipe(
        mergeMap((result) => of<HtlcResult[]>(result, { ...result, outcome: { type: 'failed', reason: 'aa' } })),
      ),
    ),
    by: 'an attempt that is accepted leaves once, and its result is told under its number',
  },
  'tells a result before the end': {
    spoil: (whole) => ({
      offer: async (attempt) => {
        const answer = await whole.offer(attempt);
        whole.results.next({ attempt: attempt.number, outcome: { type: 'failed', reason: 'aa' }, cause: 0 });
        return answer;
      },
    }),
    by: 'an attempt in flight has no result until it ends',
  },
  'refuses, and sends it': {
    spoil: (whole) => ({
      offer: async (attempt) => {
        const answer = await whole.offer(attempt);
        if (answer.type === 'refused') whole.node.take(attempt);
        return answer;
      },
    }),
    by: 'a refused offer leaves nothing behind: no HTLC, no result, and the name is free',
  },
  'tells a result of what it refused': {
    spoil: (whole) => ({
      offer: async (attempt) => {
        const answer = await whole.offer(attempt);
        const outcome = { type: 'local', failcode: 0x1007, detail: 'gone' } as const;
        if (answer.type === 'refused') whole.results.next({ attempt: attempt.number, outcome, cause: 0 });
        return answer;
      },
    }),
    by: 'a refused offer leaves nothing behind: no HTLC, no result, and the name is free',
  },
  'says that what got lost was refused': {
    spoil: (whole) => ({
      offer: async (attempt) => {
        const answer = await whole.offer(attempt).catch(() => undefined);
        return answer === undefined || answer.type === 'unknown'
          ? { type: 'refused', refusal: { kind: 'refused-by-node' } }
          : answer;
      },
    }),
    by: 'an offer whose answer is lost is unknown, and offered again leaves once',
  },
  'forgets at a restart what was not settled': {
    spoil: (whole) => {
      whole.node.retells = false;
      return {};
    },
    by: 'a result that was not settled comes again after a restart, and not before start',
  },
  'tells before start what was not settled': {
    spoil: results((whole) => {
      const kept = whole.node.unsettled().map(({ number, outcome }) => ({ attempt: number, outcome, cause: 0 }));
      return kept.length === 0 ? whole.results : whole.results.pipe(startWith(...kept));
    }),
    by: 'a result that was not settled comes again after a restart, and not before start',
  },
  'says exactly never seen of what is in flight': {
    spoil: (whole) => ({
      status: async (attempt) => {
        const status = await whole.status(attempt);
        return status.type === 'pending' ? { type: 'never-seen', worth: 'exact' } : status;
      },
    }),
    by: 'an attempt in flight is pending',
  },
  'says pending of what ended': {
    spoil: (whole) => ({
      status: async (attempt) => {
        const status = await whole.status(attempt);
        return status.type === 'resolved' ? { type: 'pending' } : status;
      },
    }),
    by: 'an attempt that ended is resolved with the outcome told until it is settled',
  },
  'says pending of what it never saw': {
    spoil: (whole) => ({
      status: async (attempt) => {
        const status = await whole.status(attempt);
        return status.type === 'never-seen' ? { type: 'pending' } : status;
      },
    }),
    by: 'an attempt nobody offered was never seen, which is worth what the switch says',
  },
  'says exactly never seen of what was settled': {
    spoil: (whole) => ({
      settled: (number) => {
        for (const [key, row] of whole.node.rows) if (row.number === number) whole.node.rows.delete(key);
      },
    }),
    by: 'an attempt that ended and is settled is not pending, and a guess is not exact',
  },
  'throws when something is settled twice': {
    spoil: (whole) => {
      const isNew = firstTime<number>();
      return {
        settled: (number) => {
          if (!isNew(number)) throw new Error(`${number} was settled`);
          whole.settled(number);
        },
      };
    },
    by: 'settled may be said twice, and of attempts nobody knows',
  },
  'sends at start what the log has pending': {
    spoil: (whole) => ({
      start: async (pending) => {
        await whole.start(pending);
        for (const { attempt } of pending) await whole.offer(attempt);
      },
    }),
    by: 'a pending attempt of the log that never reached the switch can be offered after start',
  },
  'sends again after a restart what was in flight': {
    spoil: (whole) => {
      let isFirst = whole.node.left.length > 0;
      return {
        offer: (attempt) => {
          if (isFirst) whole.node.rows.clear();
          isFirst = false;
          return whole.offer(attempt);
        },
      };
    },
    by: 'what is in flight at a restart is a duplicate after it',
  },
  'leaves a payment to oneself pending': {
    spoil: (whole) => ({
      offer: (attempt) => (attempt.kind === 'self' ? { type: 'accepted' } : whole.offer(attempt)),
    }),
    by: 'a payment to oneself is refused or ends',
  },
  'goes on after it was closed': {
    spoil: () => ({ close: () => {} }),
    by: 'closing ends the streams of results and changes',
  },
  'is somebody else after a restart': {
    spoil: () => ({ identity: `node ${++identities}` }),
    by: 'identity, chain and nodes are what they were before a restart',
  },
  'has an onion key that is no key': {
    spoil: () => ({ onionKey: () => 'me' as NodeId }),
    by: 'an onion key is a key, the same each time',
  },
  'does not know the height': {
    spoil: () => ({ blockheight: () => Number.NaN }),
    by: 'the block height is a positive integer',
  },
  'gives every channel whichever peer is asked for': {
    spoil: (whole) => ({ localChannels: (node) => whole.localChannels(node) }),
    by: 'own channels have the first hop, and one peer’s are those with that peer',
  },
  'could send more than it has': {
    spoil: (whole) => ({
      localChannels: (node, peer) =>
        whole.localChannels(node, peer).map((one) => ({ ...one, spendableMsat: one.toUsMsat + 1n })),
    }),
    by: 'the amounts and directions of own channels fit together, with an HTLC in flight too',
  },
  'does not notice that a peer is away': {
    spoil: (whole) => ({
      localChannels: (node, peer) => whole.localChannels(node, peer).map((one) => ({ ...one, connected: true })),
    }),
    by: 'a peer that is away is not connected',
  },
  'has the ends of a channel the wrong way round': {
    spoil: (whole) => {
      const ends = { node1: NODE_B, node2: NODE_A, capacityMsat: 1n };
      const channel = { shortChannelId: '1x1x1' as never, ...ends, policies: [undefined, undefined] } as const;
      return { graph: { now: () => ({ ...whole.graph.now(), channels: [channel] }), changes: NEVER } };
    },
    by: 'the graph has each node and channel once, and both ends of a channel',
  },
  'has a channel of a node that is not there': {
    spoil: (whole) => {
      const ends = { node1: NODE_B, node2: NODE_C, capacityMsat: 1n };
      const channel = { shortChannelId: '1x1x1' as never, ...ends, policies: [undefined, undefined] } as const;
      return { graph: { now: () => ({ nodes: [{ id: NODE_A }], channels: [channel] }), changes: whole.graph.changes } };
    },
    by: 'the graph has each node and channel once, and both ends of a channel',
  },
  'does not tell what changes in the graph': {
    spoil: (whole) => ({ graph: { now: whole.graph.now, changes: EMPTY } }),
    by: 'now, and every change applied in order, is what the switch knows',
  },
  'tells changes, and knows only what it knew': {
    spoil: (whole) => {
      const then = whole.graph.now();
      return { graph: { now: () => then, changes: whole.graph.changes } };
    },
    by: 'now, and every change applied in order, is what the switch knows',
  },
};

test('a switch nobody spoiled is not complained about', async () => {
  equal(await noticed({}), []);
});

for (const [fault, { spoil, by }] of Object.entries(FAULTS))
  test(`the suite notices a switch that ${fault}`, async () => {
    const failing = await noticed({ spoil });
    ok(failing.includes(by), `noticed by: ${failing.join('; ') || 'nobody'}`);
  });

test('the suite notices a switch that says exactly never seen of what its node forgot', async () => {
  const spoil: Spoil = (whole) => ({
    status: async (attempt) => {
      const status = await whole.status(attempt);
      return status.type === 'never-seen' ? { type: 'never-seen', worth: 'exact' } : status;
    },
  });
  ok(
    (await noticed({ neverSeen: 'while-kept', spoil })).includes(
      'what the node forgot is not said to be exactly never seen',
    ),
  );
});

test('every case can fail', () => {
  const titles = casesOf({}).map(({ title }) => title.replace('outside: ', ''));
  equal(
    titles.filter((title) => !everNoticed.has(title)),
    OF_CAPABILITIES,
  );
});

test.run();
