/** A payment's story: every record of it and nothing else, told in words, as of any position. */
import { equal, is, match, not, ok } from 'uvu/assert';
import { aliasesOf } from '../../src/inspect/aliases.ts';
import { htlcTracks } from '../../src/inspect/htlcs.ts';
import { readStory, type Story, type StoryJournal } from '../../src/inspect/story.ts';
import { diffOf, timelineOf, viewAt } from '../../src/inspect/timeline.ts';
import { DIAMOND, type Invoice, invoice, LINE, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('the story of a payment');

async function send(opened: Opened, made: Invoice, over = {}): Promise<void> {
  await opened.node('A').send(request(made, route(opened, 'A', 'D'), over));
  await durable(opened);
}
const durable = ({ journal }: Opened): Promise<void> => journal.durable(journal.position);

async function storyOf(opened: Opened, { paymentHash }: Invoice, over = {}): Promise<Story> {
  const story = await readStory(opened.journal, { node: opened.id('A') as never, paymentHash, ...over });
  if (story === undefined) throw new Error('no story');
  return story;
}

test('a paid one: sent, offered hop by hop, taken, and the preimage back hop by hop', async () => {
  const opened = await open({ network: LINE });
  const [before, made, after] = [invoice(opened, 'D'), invoice(opened, 'D'), invoice(opened, 'D')];
  for (const each of [before, made, after]) await send(opened, each);
  const story = await storyOf(opened, made);
  const steps = timelineOf(story, aliasesOf(opened.engine));
  equal(
    steps.map(({ type }) => type),
    ['INVOICE_CREATED', 'PART_SENT', 'HTLC_OFFERED', 'HTLC_OFFERED', 'HTLC_OFFERED', 'HTLC_ARRIVED'].concat([
      'HTLC_FULFILLED',
      'HTLC_FULFILLED',
      'HTLC_FULFILLED',
      'PART_FULFILLED',
    ]),
  );
  equal(
    steps.slice(1, 5).map(({ changed }) => changed.replace(/\u202f/g, '')),
    [
      'attempt 1 leaves with 100004msat: A → B → C → D',
      'A offers B 100004msat, expires at block 122',
      'B offers C 100002msat, expires at block 116',
      'C offers D 100000msat, expires at block 110',
    ],
  );
  equal(story.gaps, []);
  is(steps.at(-1)?.waitingFor, '');
});

test('a held one says who holds it; released, it says what became of it', async () => {
  const opened = await open({ network: LINE });
  opened.engine.network.simulation.hold(opened.id('C') as never);
  const made = invoice(opened, 'D');
  await send(opened, made);
  const held = viewAt(await storyOf(opened, made), aliasesOf(opened.engine));
  is(held.status, 'pending');
  match(
    held.waitingFor[0] as string,
    /^C, which holds every HTLC until it is released; times out on chain at block 116$/,
  );
  is(held.payAgain.safe, false);
  // Another node's mischief later is not this payment's reason.
  for (let i = 0; i < 30; i++) await opened.node('A').send(request(invoice(opened, 'B'), route(opened, 'A', 'B')));
  opened.engine.network.simulation.release(opened.id('C') as never);
  await durable(opened);
  const story = await storyOf(opened, made);
  const view = viewAt(story, aliasesOf(opened.engine));
  equal([view.status, view.waitingFor, view.payAgain.safe], ['complete', [], false]);
  equal(
    htlcTracks(story).map(({ from, to, end }) => [from, to, end?.type]),
    [
      [opened.id('A'), opened.id('B'), 'fulfilled'],
      [opened.id('B'), opened.id('C'), 'fulfilled'],
      [opened.id('C'), opened.id('D'), 'fulfilled'],
    ],
    'the hop after the hold is joined to those before it',
  );
});

test('held again further on, long after it was released before: it is found there', async () => {
  const opened = await open({ network: LINE });
  for (const name of ['B', 'D']) opened.engine.network.simulation.hold(opened.id(name) as never);
  const made = invoice(opened, 'D');
  await send(opened, made);
  for (let i = 0; i < 5; i++) await opened.node('A').send(request(invoice(opened, 'B'), route(opened, 'A', 'B')));
  opened.engine.network.simulation.release(opened.id('B') as never);
  await durable(opened);
  const beyondWindow = await storyOf(opened, made, { windowRecords: 3 });
  match(viewAt(beyondWindow, aliasesOf(opened.engine)).waitingFor[0] as string, /^D, which holds every HTLC/);
});

test('a node that is down is named as the reason while it is down', async () => {
  const opened = await open({ network: LINE, settings: { latencyMs: 0 } });
  opened.engine.network.simulation.hold(opened.id('C') as never);
  const made = invoice(opened, 'D');
  await send(opened, made);
  opened.engine.network.simulation.setOnline(opened.id('C') as never, false);
  await durable(opened);
  match(viewAt(await storyOf(opened, made), aliasesOf(opened.engine)).waitingFor[0] as string, /^C, which is offline/);
});

test('a failed one: who erred, on which channel, the code in words, what was learned, and that paying again is safe', async () => {
  const opened = await open({ network: DIAMOND });
  opened.engine.network.simulation.hold(opened.id('B') as never, { mode: 'fail', failureMessage: '10070000' });
  const made = invoice(opened, 'D');
  await send(opened, made);
  const story = await storyOf(opened, made);
  const view = viewAt(story, aliasesOf(opened.engine));
  is(view.status, 'failed');
  is(
    view.parts[0]?.failure,
    'failed at B (channel 102x1x0): WIRE_TEMPORARY_CHANNEL_FAILURE: the channel cannot carry this HTLC now',
  );
  is(view.payAgain.safe, true);
  match(timelineOf(story, aliasesOf(opened.engine)).at(-1)?.changed as string, /^penalty for what failed at B/);
});

test('parts that wait for the others say how much is there; all of it is one story', async () => {
  const opened = await open({ network: DIAMOND });
  const made = invoice(opened, 'D', 100_000n);
  const hops = route(opened, 'A', 'D', 40_000n);
  const half = (partid: bigint, amountMsat: bigint) =>
    request(made, route(opened, 'A', 'D', amountMsat), { partid, groupid: 1n, totalMsat: 100_000n, amountMsat });
  ok(hops.length > 0);
  await opened.node('A').send(half(1n, 40_000n));
  await durable(opened);
  const waiting = viewAt(await storyOf(opened, made), aliasesOf(opened.engine)).waitingFor[0] as string;
  match(waiting.replace(/\u202f/g, ' '), /^D to get the other parts: 40 000 msat of 100 000 msat are there/);
  await opened.node('A').send(half(2n, 60_000n));
  await durable(opened);
  const story = await storyOf(opened, made);
  const view = viewAt(story, aliasesOf(opened.engine));
  equal(
    view.parts.map(({ status }) => status),
    ['complete', 'complete'],
  );
  is(htlcTracks(story).length, 4);
});

test('as of every position the status is what the machine had then, and a diff names what is different', async () => {
  const opened = await open({ network: DIAMOND });
  opened.engine.network.simulation.hold(opened.id('B') as never, { mode: 'fail', failureMessage: '10070000' });
  const made = invoice(opened, 'D');
  await send(opened, made);
  opened.engine.network.simulation.release(opened.id('B') as never);
  await send(opened, made);
  const story = await storyOf(opened, made);
  const aliases = aliasesOf(opened.engine);
  const steps = timelineOf(story, aliases);
  for (const step of steps) is(viewAt(story, aliases, step.position).status, step.status, `#${step.position}`);
  const [sent, failed] = ['PART_SENT', 'PART_FAILED'].map((type) => steps.find((step) => step.type === type)?.position);
  const changes = diffOf(viewAt(story, aliases, sent), viewAt(story, aliases, failed));
  equal(changes.slice(0, 2), ['payment: pending → failed', 'attempt 1: pending → failed']);
  equal(diffOf(viewAt(story, aliases, failed), viewAt(story, aliases, failed)), []);
});

test('a story costs the same however long the log is, and however long its parts waited for each other', async () => {
  const opened = await open({ network: DIAMOND });
  const made = invoice(opened, 'D', 100_000n);
  const part = (partid: bigint, amountMsat: bigint) =>
    request(made, route(opened, 'A', 'D', amountMsat), { partid, groupid: 1n, totalMsat: 100_000n, amountMsat });
  const others = async (): Promise<void> => {
    for (let i = 0; i < 100; i++) await opened.node('A').send(request(invoice(opened, 'B'), route(opened, 'A', 'B')));
  };
  await opened.node('A').send(part(1n, 40_000n));
  await others();
  await opened.node('A').send(part(2n, 60_000n));
  await others();
  await durable(opened);
  let read = 0;
  const { journal } = opened;
  const counting: StoryJournal = {
    durablePosition: journal.durablePosition,
    head: (stream) => journal.head(stream),
    readStream: (stream, version) => journal.readStream(stream, version),
    readStreamFromStart: (stream) => journal.readStreamFromStart(stream),
    async *read(from, to) {
      for await (const record of journal.read(from, to)) {
        read++;
        yield record;
      }
    },
  };
  const story = await readStory(counting, { node: opened.id('A') as never, paymentHash: made.paymentHash });
  is(htlcTracks(story!).length, 4);
  ok(read < 200, `${read} of ${journal.position} records were read`);
});

test('a hash nobody attempted has no story', async () => {
  const opened = await open();
  is(
    await readStory(opened.journal, { node: opened.id('A') as never, paymentHash: 'ab'.repeat(32) as never }),
    undefined,
  );
  not(opened.journal.position > 0);
});

test.run();
