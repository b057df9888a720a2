/**
 * A program as somebody writes it who uses the package: it waits for one thing after another, with nothing else that keeps it
 * alive (its own timers let it end), says what came, and falls off its end without closing. `close DIR`: it closes.
 */
import { filter, firstValueFrom } from 'rxjs';
import { toPromise } from 'xstate';
import { LINE } from '../support/networks.ts';
import { type CommandError, createNodes } from './api-under-test.ts';
import { Ledger, OwnSwitch, SHOP } from './own-switch.ts';

const AMOUNT_MSAT = 1_000n;
const LATENCY_MS = 5;
const LATER_MS = 30;
const later = (task: () => void): void => void setTimeout(task, LATER_MS).unref();
const say = (...words: unknown[]): void => console.log(words.join(' '));
const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: CommandError) => error.code,
  );

const [ending, dir] = process.argv.slice(2);
const nodes = await createNodes({
  nodes: ['A', 'D'],
  network: LINE,
  settings: { latencyMs: LATENCY_MS },
  ...(dir === undefined ? {} : { dir }),
});
const [a, d] = [nodes.node('A'), nodes.node('D')];
const { simulation } = nodes.network;
let labels = 0;

const invoice = () => d.invoice({ amount_msat: AMOUNT_MSAT, label: String(labels++), description: 'tea' });
/** A part that D keeps; gives its hash. */
async function held(): Promise<string> {
  simulation.hold('D');
  const { payment_hash, payment_secret } = await invoice();
  const { route } = await a.getroute({ id: d.id, amount_msat: AMOUNT_MSAT, riskfactor: 1 });
  await a.sendpay({ route, payment_hash, payment_secret });
  return payment_hash;
}
const release = (): void => later(() => simulation.release('D'));

async function idle(): Promise<void> {
  say('pay', (await a.pay({ bolt11: (await invoice()).bolt11 })).status);
  let payment_hash = await held();
  release();
  say('waitsendpay', (await a.waitsendpay({ payment_hash })).status);
  payment_hash = await held();
  release();
  say('toPromise', (await toPromise(a.payment(payment_hash))).status);
  payment_hash = await held();
  release();
  say('waitFor', (await a.payment(payment_hash).waitFor((snapshot) => snapshot.hasTag('complete'))).status);
  payment_hash = await held();
  release();
  const ofHash = a
    .events()
    .pipe(filter(({ stream, event }) => stream.includes(payment_hash) && event.type === 'PART_FULFILLED'));
  say('events', (await firstValueFrom(ofHash)).event.type);
  payment_hash = await held();
  const given = new AbortController();
  later(() => given.abort());
  say('aborted', await codeOf(a.waitsendpay({ payment_hash }, { signal: given.signal })));
  say('refused', await codeOf(a.waitsendpay({ payment_hash: '00'.repeat(32) })));
  say('own switch', await overOwnSwitch());
  // Who only looks is not waited for; nor is a payment under way.
  a.payment(payment_hash).subscribe(() => say('never'));
}

/** A node that answers a while later, over a connection that lets the process end. */
async function overOwnSwitch(): Promise<string> {
  const ledger = new Ledger();
  const payment_hash = ledger.invoice(1);
  ledger.held.add(payment_hash);
  const network = new OwnSwitch(ledger);
  const us = (await createNodes({ switch: network })).node('us');
  const { route } = await us.getroute({ id: SHOP, amount_msat: AMOUNT_MSAT, riskfactor: 1 });
  await us.sendpay({ route, payment_hash, payment_secret: '00'.repeat(32) });
  later(() => {
    ledger.held.clear();
    network.look();
  });
  return (await us.waitsendpay({ payment_hash })).status;
}

async function close(): Promise<void> {
  const payment_hash = await held();
  const watched = a.payment(payment_hash);
  const waits = [
    codeOf(a.waitsendpay({ payment_hash })),
    codeOf(a.pay({ bolt11: (await invoice()).bolt11 })),
    codeOf(a.wait({ subsystem: 'forwards', indexname: 'deleted', nextvalue: 1 })),
    codeOf(d.waitanyinvoice()),
    toPromise(watched).then((outcome: unknown) => outcome ?? 'nothing'),
    watched.waitFor((snapshot) => snapshot.hasTag('complete')).catch(() => 'rejected'),
  ];
  a.events().subscribe({ complete: () => say('the feed ended') });
  await nodes.close();
  say('closed', ...(await Promise.all(waits)));
}

await { idle, close }[ending as 'idle' | 'close']();
