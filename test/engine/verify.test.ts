/** G5, G10, G12: every check of `verify` reports when what it looks for is there, and where. On a journal in memory: no process. */
import { equal, is, match, ok } from 'uvu/assert';
import { NO_CHANNEL } from '../../src/domain/channel-state.ts';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import type { MemoryJournal } from '../../src/journal/memory.ts';
import type { LoggedEvent } from '../../src/journal/port.ts';
import { invoice, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('what verify finds');
const AMOUNT = 100_000n;
const AB = 'channel/101x1x0';

/** One payment complete, one held at its destination; everything durable. */
async function database(): Promise<Opened> {
  const net = await open();
  const pay = async (): Promise<void> => {
    const made = invoice(net, 'D', AMOUNT);
    await net.node('A').send(request(made, route(net, 'A', 'D', AMOUNT)));
  };
  await pay();
  net.engine.network.simulation.hold(net.id('D'));
  await pay();
  await net.journal.durable(net.journal.position);
  return net;
}

async function findings(net: Opened, options: Partial<Parameters<typeof verifyEngine>[0]> = {}): Promise<string[]> {
  const { journal } = net;
  const report = await verifyEngine({ journal, ...options });
  is(report.ok, report.findings.length === 0);
  return report.findings.map(({ what, position, stream }) => `${stream?.split('/')[0]} at ${position}: ${what}`);
}

function append(journal: MemoryJournal, stream: string, event: LoggedEvent): number {
  return journal.append({ stream, event, version: 1, timeMs: 0, cause: 0 }).position;
}

/** What the channel's last event of a type said. */
function lastOf(journal: MemoryJournal, stream: string, type: string): LoggedEvent & Record<string, unknown> {
  const found = journal.readStreamFromStart(stream).findLast(({ event }) => event.type === type);
  return (found as { event: LoggedEvent & Record<string, unknown> }).event;
}

interface Case {
  readonly title: string;
  /** Gives the position where it must be found. */
  readonly tamper: (net: Opened) => number | undefined | Promise<undefined>;
  readonly found: RegExp;
}

const forward = (net: Opened, change: object): number =>
  append(net.journal, 'channel/102x1x0', { ...lastOf(net.journal, 'channel/102x1x0', 'HTLC_OFFERED'), ...change });

const CASES: readonly Case[] = [
  {
    title: 'a forwarded HTLC that brings less than came in and a fee',
    tamper: (net) => forward(net, { amountMsat: 100_000n }),
    found: /^channel at (\d+): 100004msat came in, 100000msat and a fee of 2msat went on$/,
  },
  {
    title: 'a forwarded HTLC whose origin is not in flight',
    tamper: (net) => forward(net, { prev: ['101x1x0', 77] }),
    found: /^channel at (\d+): forwards HTLC 77 of 101x1x0, which is not in flight$/,
  },
  {
    title: 'a preimage that does not open the hash of an HTLC',
    tamper: ({ journal }) => append(journal, AB, { type: 'HTLC_FULFILLED', id: 1, preimage: '00'.repeat(32) } as never),
    found: /^channel at (\d+): the preimage does not open [0-9a-f]{64}$/,
  },
  {
    title: 'a side that has less than nothing',
    tamper: ({ journal }) => {
      const opened = lastOf(journal, AB, 'CHANNEL_OPENED');
      const capacityMsat = opened.capacityMsat as bigint;
      return append(journal, 'channel/9x9x9', { ...opened, balanceMsat: [capacityMsat + 1n, -1n] } as never);
    },
    found: /^channel at (\d+): a balance is -1msat$/,
  },
  {
    title: 'a payment in flight that is not marked unfinished, so that recovery would miss it',
    tamper: (net) => {
      const [stream] = net.engine.runtime.inFlight('payment');
      net.journal.setUnfinished(stream as string, false);
      return undefined;
    },
    found: /^payment at undefined: has something in flight, but is not marked unfinished$/,
  },
  {
    title: 'a mark of a stream that has no record',
    tamper: ({ journal }) => {
      journal.setUnfinished('payment/nobody/nothing', true);
      return undefined;
    },
    found: /^payment at undefined: marked unfinished, but has no record$/,
  },
  {
    title: 'a snapshot that is of another state',
    tamper: ({ journal }) => {
      const { position, sequence } = journal.head(AB) as { position: number; sequence: number };
      const opened = lastOf(journal, AB, 'CHANNEL_OPENED');
      journal.putSnapshot(AB, { position, sequence, version: 1, state: { value: 'online', context: opened } });
      return undefined;
    },
    found: /^channel at \d+: the snapshot is not the fold of the records up to here$/,
  },
  {
    title: 'a snapshot of more records than there are',
    tamper: ({ journal }) => {
      journal.putSnapshot(AB, { position: 1, sequence: 999, version: 1, state: {} });
      return undefined;
    },
    found: /^channel at undefined: the snapshot is of record 999, the log has fewer$/,
  },
  {
    title: 'a snapshot that names another record',
    tamper: ({ journal }) => {
      const { sequence, position } = journal.head(AB) as { position: number; sequence: number };
      journal.putSnapshot(AB, { position: position - 1, sequence, version: 1, state: {} });
      return undefined;
    },
    found: /^channel at \d+: the snapshot puts record \d+ at \d+$/,
  },
  {
    title: 'a snapshot from which the records after it lead elsewhere',
    tamper: ({ journal }) => {
      const { position, sequence } = journal.readStreamFromStart(AB)[0] as { position: number; sequence: number };
      const context = { ...NO_CHANNEL, ...lastOf(journal, AB, 'CHANNEL_OPENED'), feeratePerKw: 9 };
      journal.putSnapshot(AB, { position, sequence, version: 1, state: { value: 'online', context } });
      return undefined;
    },
    found: /^channel at \d+: snapshot and tail do not lead to the fold of the stream$/,
  },
  {
    title: 'a snapshot no machine can go on from',
    tamper: ({ journal }) => {
      const { position, sequence } = journal.readStreamFromStart(AB)[0] as { position: number; sequence: number };
      journal.putSnapshot(AB, { position, sequence, version: 1, state: { value: 'online', context: {} } });
      return undefined;
    },
    found: /^channel at \d+: snapshot and tail do not lead to the fold of the stream$/,
  },
  {
    title: 'a mark of a stream that has nothing in flight',
    tamper: async ({ engine, journal }) => {
      const inFlight = engine.runtime.inFlight('payment');
      for await (const { stream } of journal.streams())
        if (stream.startsWith('payment/') && !inFlight.includes(stream)) journal.setUnfinished(stream, true);
      return undefined;
    },
    found: /^payment at undefined: is marked unfinished, but nothing is in flight$/,
  },
  {
    title: 'an event its machine has nothing to do about',
    tamper: ({ journal }) =>
      append(journal, AB, { type: 'HTLC_FULFILLED', id: 999, preimage: '00'.repeat(32) } as never),
    found: /^channel at (\d+): the machine ignores HTLC_FULFILLED in this state$/,
  },
  {
    title: 'an event that no command would have logged',
    tamper: ({ journal }) => append(journal, 'chain', { type: 'BLOCKS_MINED', count: 1.5 } as never),
    found: /^chain at (\d+): BLOCKS_MINED should not be in a log: .+$/,
  },
  {
    title: 'a stream no machine owns',
    tamper: ({ journal }) => append(journal, 'ghost/1', { type: 'BOO' }),
    found: /^ghost at (\d+): no machine for streams of kind "ghost"$/,
  },
  {
    title: 'a preimage that does not open the hash of a payment',
    tamper: ({ engine, journal }) => {
      const [stream] = engine.runtime.inFlight('payment');
      const event = {
        type: 'PART_FULFILLED',
        groupid: 1n,
        partid: 0n,
        preimage: '00'.repeat(32),
        updatedIndex: 9,
        atMs: 0,
      };
      return append(journal, stream as string, event as never);
    },
    found: /^payment at (\d+): the preimage does not open [0-9a-f]{64}$/,
  },
  {
    title: 'a channel that opens with more than its capacity',
    tamper: ({ journal }) => {
      const opened = lastOf(journal, AB, 'CHANNEL_OPENED');
      const [one, other] = opened.balanceMsat as [bigint, bigint];
      return append(journal, 'channel/9x9x9', { ...opened, balanceMsat: [one + 1n, other] } as never);
    },
    found: /^channel at (\d+): balances and HTLCs are \d+msat, the capacity is \d+msat$/,
  },
  {
    title: 'a row that is gone',
    tamper: ({ journal, id }) => {
      journal.putRow({ key: `sendpay/${id('A')}/c/0000000000000001`, value: undefined });
      return undefined;
    },
    found: /^undefined at \d+: row sendpay\/.* is missing$/,
  },
  {
    title: 'a row that nothing implies',
    tamper: ({ journal }) => {
      journal.putRow({ key: 'sendpay/nobody/c/0000000000000001', value: {} });
      return undefined;
    },
    found: /^undefined at undefined: row sendpay\/nobody\/.*: nothing in the log implies it$/,
  },
];

for (const { title, tamper, found } of CASES)
  test(`${title} is found`, async () => {
    const net = await database();
    const at = await tamper(net);
    const told = (await findings(net)).find((line) => found.test(line)) as string;
    ok(told, `${found}: ${(await findings(net)).join('\n')}`);
    if (at !== undefined) is(Number(found.exec(told)?.[1]), at);
    await net.engine.close();
  });

test('a clean database has no findings, its process and what it has in flight included', async () => {
  const net = await database();
  equal(await findings(net, { live: net.engine.runtime }), []);
  await net.engine.close();
});

test('a process that believes something else than its log says is found out', async () => {
  const net = await database();
  const { runtime } = net.engine;
  const [stream] = runtime.inFlight('payment');
  const live = {
    snapshot: (kind: never, id: never) => {
      const { context, ...snapshot } = runtime.snapshot(kind, id) as { context: { parts: readonly unknown[] } };
      return { ...snapshot, context: { ...context, parts: [] } };
    },
  };
  const told = await findings(net, { live: live as never });
  ok(told.includes('payment at undefined: the live state is not the fold of the stream'), told.join('\n'));
  match(stream as string, /^payment\//);
  await net.engine.close();
});

test('what is written while verify looks is not held against the log', async () => {
  const net = await database();
  const verifying = findings(net);
  net.engine.network.simulation.release(net.id('D'));
  equal(await verifying, []);
  await net.engine.close();
});

test.run();
