/** What must not be seen is not there: not in steps, records, drawings, pages or lists, unless it was asked for. */
import { equal, is, ok } from 'uvu/assert';
import { aliasesOf } from '../../src/inspect/aliases.ts';
import { API } from '../../src/inspect/api.ts';
import { listPayments } from '../../src/inspect/payment-list.ts';
import { paymentPage } from '../../src/inspect/payment-page.ts';
import { pictureOf } from '../../src/inspect/picture.ts';
import { HIDDEN, redact, redactRecord } from '../../src/inspect/redact.ts';
import { startInspector } from '../../src/inspect/server.ts';
import { readStory } from '../../src/inspect/story.ts';
import { safeText, textReport } from '../../src/inspect/text-report.ts';
import { encodeJson } from '../../src/journal/codec.ts';
import { DIAMOND, invoice, type Opened, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('secrets and hostile text');

const HOSTILE = '</script><img src=x onerror=alert(1)>\u001b[2J\u202e"\'&';

async function paid(opened: Opened, label = 'tea') {
  const made = invoice(opened, 'D');
  await opened.node('A').send(request(made, route(opened, 'A', 'D'), { label, invstring: 'lnbcrt1secret' }));
  await opened.journal.durable(opened.journal.position);
  return made;
}

const everything = async (opened: Opened, paymentHash: string, showSecrets: boolean): Promise<string> => {
  const node = opened.id('A') as never;
  const aliases = aliasesOf(opened.engine);
  const story = await readStory(opened.journal, { node, paymentHash: paymentHash as never, showSecrets });
  if (story === undefined) throw new Error('no story');
  const list = await listPayments(opened.journal, { node, sort: 'created', order: 'newest', limit: 10 }, aliases);
  const page = paymentPage(await pictureOf(story, { aliases }));
  return [
    page,
    textReport(story, aliases),
    encodeJson(story.records),
    JSON.stringify(list, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  ].join('\n');
};

/** Every secret the log holds of the payment, by member name. */
async function secretsOf(opened: Opened): Promise<string[]> {
  const secrets = new Set<string>();
  const look = (value: unknown, name = ''): void => {
    if (typeof value === 'string' && /preimage|secret|sessionkey|invstring|bolt11/i.test(name)) secrets.add(value);
    if (typeof value === 'object' && value !== null) for (const [key, below] of Object.entries(value)) look(below, key);
  };
  for await (const { event } of opened.journal.read(1)) look(event);
  return [...secrets];
}

test('preimages, session keys, payment secrets and invoices are masked everywhere, and shown when asked for', async () => {
  const opened = await open({ network: DIAMOND });
  const { paymentHash } = await paid(opened);
  const secrets = await secretsOf(opened);
  ok(secrets.length >= 5, `${secrets.length} secrets in the log`);
  const masked = await everything(opened, paymentHash, false);
  equal(
    secrets.filter((secret) => masked.includes(secret)),
    [],
  );
  const shown = await everything(opened, paymentHash, true);
  equal(
    secrets.filter((secret) => !shown.includes(secret)),
    [],
  );
});

test('the inspector tells no secret on any of its paths, unless it was started to', async () => {
  const opened = await open({ network: DIAMOND });
  const { paymentHash } = await paid(opened);
  const secrets = await secretsOf(opened);
  const told = async (showSecrets: boolean): Promise<string[]> => {
    const inspector = await startInspector({ engine: opened.engine, port: 0, showSecrets });
    const node = opened.id('A');
    const paths = [...Object.keys(API), '/payment.html', '/metrics'].map(
      (path) => `${path.slice(1)}?node=${node}&hash=${paymentHash}`,
    );
    const answers = await Promise.all(paths.map(async (path) => (await fetch(inspector.url + path)).text()));
    await inspector.close();
    return secrets.filter((secret) => answers.some((answer) => answer.includes(secret)));
  };
  equal(await told(false), []);
  equal((await told(true)).length, secrets.length);
});

test('a secret is masked at any depth, and nothing else is', () => {
  equal(redact({ a: [{ preimage: 'x', amountMsat: 5n }], sharedSecrets: ['a', 'b'], secret: null }), {
    a: [{ preimage: HIDDEN, amountMsat: 5n }],
    sharedSecrets: [HIDDEN, HIDDEN],
    secret: null,
  });
});

test('each member that is a secret or holds one is masked, by itself and in a list', () => {
  const secret = [
    'preimage',
    'keysendPreimage',
    'sessionKey',
    'sharedSecrets',
    'secret',
    'paymentSecret',
    'paymentMetadata',
    'privateKey',
    'invstring',
    'bolt11',
  ];
  for (const name of secret) {
    equal(redact({ part: { [name]: 'x' } }), { part: { [name]: HIDDEN } }, name);
    equal(redact([{ [name]: ['x', 'y'] }]), [{ [name]: [HIDDEN, HIDDEN] }], name);
    equal(redact({ [name]: { inside: 'x' } }), { [name]: HIDDEN }, name);
  }
  const record = { position: 1, stream: 's', sequence: 1, event: { type: 'X', send: { sessionKey: 'x' } } };
  equal(redactRecord(record as never).event as unknown, { type: 'X', send: { sessionKey: HIDDEN } });
});

test('secrets cannot be found by searching', async () => {
  const opened = await open({ network: DIAMOND });
  await paid(opened);
  const query = { node: opened.id('A') as never, sort: 'created', order: 'newest', limit: 10 } as const;
  for (const search of await secretsOf(opened))
    equal((await listPayments(opened.journal, { ...query, search }, {})).payments, [], search);
});

test('hostile labels stay data in the page: no tag of theirs, no end of the script', async () => {
  const opened = await open({ network: DIAMOND });
  const { paymentHash } = await paid(opened, HOSTILE);
  const node = opened.id('A') as never;
  const story = await readStory(opened.journal, { node, paymentHash });
  const hostileAliases = { ...aliasesOf(opened.engine), [opened.id('B')]: HOSTILE };
  const picture = await pictureOf(story!, { aliases: hostileAliases });
  for (const svg of [picture.sequenceSvg, picture.networkSvg]) ok(!svg.includes('<img'), 'drawings escape');
  const page = paymentPage(picture);
  ok(!page.includes('<img'), 'the page escapes');
  is(page.match(/<\/script>/g)?.length, 2, 'the data block and the script end where they should');
});

test('control characters never reach a terminal', async () => {
  const opened = await open({ network: DIAMOND });
  const { paymentHash } = await paid(opened, HOSTILE);
  const story = await readStory(opened.journal, { node: opened.id('A') as never, paymentHash });
  const report = textReport(story!, { [opened.id('B')]: HOSTILE } as never);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  ok(!/[\u0000-\u0009\u000b-\u001f\u202e]/.test(report));
  is(safeText('a\u001b[2Jb'), 'a�[2Jb');
});

test.run();
