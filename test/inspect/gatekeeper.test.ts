/** The inspector answers this machine's own page and nobody else. */
import { get as httpGet, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { equal, is, match, ok } from 'uvu/assert';
import { admit, SECURITY_HEADERS } from '../../src/inspect/gatekeeper.ts';
import { startInspector } from '../../src/inspect/server.ts';
import { DIAMOND, invoice, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite('who may look');

const PORT = 9740;
const TOKEN = 'a'.repeat(48);
const HOST = `127.0.0.1:${PORT}`;
const asked = (over: { method?: string; url?: string; headers?: IncomingHttpHeaders } = {}): string | number => {
  const { headers, ...rest } = over;
  const admission = admit(
    { method: 'GET', url: `/${TOKEN}/`, ...rest, headers: { host: HOST, ...headers } },
    PORT,
    TOKEN,
  );
  return admission.type === 'admitted' ? admission.path : admission.status;
};

const CASES: readonly (readonly [what: string, over: Parameters<typeof asked>[0], outcome: string | number])[] = [
  ['the page itself', {}, '/'],
  ['its data', { url: `/${TOKEN}/api/payments?x=1` }, '/api/payments'],
  ['by the name localhost', { headers: { host: `localhost:${PORT}` } }, '/'],
  ['over IPv6', { headers: { host: `[::1]:${PORT}` } }, '/'],
  ['without the token', { url: '/' }, 404],
  ['with another token', { url: `/${'b'.repeat(48)}/` }, 404],
  ['with a part of the token', { url: `/${TOKEN.slice(1)}/` }, 404],
  ['a name an attacker points here', { headers: { host: `evil.example:${PORT}` } }, 403],
  ['a name that begins like ours', { headers: { host: `127.0.0.1.evil.example:${PORT}` } }, 403],
  ['another port', { headers: { host: '127.0.0.1:1' } }, 403],
  ['no Host', { headers: { host: undefined } }, 403],
  ['a page of another origin', { headers: { origin: 'https://evil.example' } }, 403],
  ['a page without an origin (sandboxed, or a file)', { headers: { origin: 'null' } }, 403],
  ['our own page', { headers: { origin: `http://${HOST}` } }, '/'],
  ['an image in another page', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
  ['a page of another port of this machine', { headers: { 'sec-fetch-site': 'same-site' } }, 403],
  ['typed by hand', { headers: { 'sec-fetch-site': 'none' } }, '/'],
  ['POST', { method: 'POST' }, 405],
  ['DELETE', { method: 'DELETE' }, 405],
  ['a path that is none', { url: '//evil.example/' }, 404],
  ['an absolute address', { url: `http://evil.example/${TOKEN}/` }, 400],
];

for (const [what, over, outcome] of CASES)
  test(`${what}: ${outcome}`, () => {
    is(asked(over), outcome);
  });

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function fetchFrom(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpGet(url, { headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    }).on('error', reject);
  });
}

test('every answer, refusals included, carries the policy; paths, methods and payments that are not there are refused', async () => {
  const opened = await open({ network: DIAMOND });
  const inspector = await startInspector({ engine: opened.engine, port: 0 });
  try {
    const made = invoice(opened, 'D');
    await opened.node('A').send(request(made, route(opened, 'A', 'D')));
    const node = opened.id('A');
    const paths = [
      '',
      'app.js',
      'app.css',
      'api/overview',
      'metrics',
      'nothing',
      'api/__proto__',
      'api/payments?node=x',
    ];
    paths.push(`api/payment?node=${node}&hash=zz`, `api/payment?node=${node}&hash=${made.paymentHash}`);
    const statuses: number[] = [];
    for (const path of paths) {
      const { status, headers } = await fetchFrom(inspector.url + path);
      statuses.push(status);
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) is(headers[name], value, `${path}: ${name}`);
    }
    equal(statuses, [200, 200, 200, 200, 200, 404, 404, 400, 400, 200]);
    const refused = await fetchFrom(inspector.url, { origin: 'https://evil.example' });
    equal([refused.status, refused.headers['x-content-type-options']], [403, 'nosniff']);
    ok(!refused.body.includes(inspector.url.split('/')[3] as string), 'the token is not told');
  } finally {
    await inspector.close();
    await opened.engine.close();
  }
});

test('it listens on loopback only, with a token nobody can guess', async () => {
  const opened = await open({ network: DIAMOND });
  const [one, other] = [
    await startInspector({ engine: opened.engine, port: 0 }),
    await startInspector({ engine: opened.engine, port: 0 }),
  ];
  match(one.url, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{48}\/$/);
  ok(one.url.split('/')[3] !== other.url.split('/')[3]);
  const port = Number(new URL(one.url).port);
  let taken = '';
  await startInspector({ engine: opened.engine, port }).catch((error: { code: string }) => {
    taken = error.code;
  });
  is(taken, 'SENDPAY_INSPECT_LISTEN');
  await Promise.all([one.close(), other.close()]);
  await opened.engine.close();
});

test('metrics tell what happened, by outcome and reason', async () => {
  const opened = await open({ network: DIAMOND });
  const inspector = await startInspector({ engine: opened.engine, port: 0 });
  try {
    await opened.node('A').send(request(invoice(opened, 'D'), route(opened, 'A', 'D')));
    opened.engine.network.simulation.hold(opened.id('B') as never, { mode: 'fail', failureMessage: '10070000' });
    await opened.node('A').send(request(invoice(opened, 'D'), route(opened, 'A', 'D')));
    opened.engine.network.simulation.hold(opened.id('C') as never);
    await opened.node('A').send(request(invoice(opened, 'D'), route(opened, 'A', 'D')));
    await opened.journal.durable(opened.journal.position);
    const { body, headers } = await fetchFrom(`${inspector.url}metrics`);
    match(headers['content-type'] as string, /^text\/plain; version=0\.0\.4/);
    for (const line of [
      'sendpay_parts_sent_total 3',
      'sendpay_parts_ended_total{outcome="complete",reason=""} 1',
      'sendpay_parts_ended_total{outcome="failed",reason="WIRE_TEMPORARY_CHANNEL_FAILURE"} 1',
      'sendpay_payments_in_flight 1',
      'sendpay_htlcs_in_flight 1',
      `sendpay_journal_position ${opened.journal.position}`,
      'sendpay_actors{kind="payment",in_flight="true"} 1',
    ])
      ok(body.includes(`${line}\n`), line);
  } finally {
    await inspector.close();
    await opened.engine.close();
  }
});

test('news of a payment comes after it is durable, and names it', async () => {
  const opened = await open({ network: DIAMOND });
  const inspector = await startInspector({ engine: opened.engine, port: 0 });
  const made = invoice(opened, 'D');
  const heard = new Promise<string>((resolve, reject) => {
    const asking = httpRequest(`${inspector.url}events`, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (!text.includes(made.paymentHash)) return;
        asking.destroy();
        resolve(text);
      });
      opened
        .node('A')
        .send(request(made, route(opened, 'A', 'D')))
        .catch(reject);
    });
    asking.on('error', () => {});
    asking.end();
  });
  match(await heard, /^data: \{"position":\d+,"hashes":\[/);
  await inspector.close();
  await opened.engine.close();
});

test.run();
