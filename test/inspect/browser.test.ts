/** The inspector in a real browser, against a daemon under load: what a person with a stuck payment does. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { equal, is, match, ok } from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { launchBrowser, misdeedsOf, noBrowser, type Watched, watched } from './support.ts';

const test = suite('the inspector in a browser', { skip: noBrowser() });

const HOSTILE = '<img src=x onerror=alert(1)>';
const SHOTS = join(import.meta.dirname, '..', '..', 'test-output', 'inspector');
/** A thing that does not come in this time does not come; nothing is expected to be fast. */
const PATIENCE_MS = 15_000;
/** Payments keep coming at this pace; the browser needs the other core. */
const LOAD_EVERY_MS = 10;
const SIZES = { desktop: { width: 1360, height: 900 }, phone: { width: 390, height: 844 } } as const;
const VIEWS = ['payments', 'channels', 'penalties', 'traffic', 'actors'] as const;
const PAYMENT_VIEWS = ['Chart', 'HTLCs', 'Network', 'Steps', 'Raw'] as const;

let browser: Browser;
let daemon: Watched;
let stopLoad: () => Promise<void>;

test.before(async () => {
  if (noBrowser() !== undefined) return;
  browser = await launchBrowser();
  daemon = await watched();
  stopLoad = loadOn(daemon);
});

test.after(async () => {
  await stopLoad?.();
  await browser?.close();
  await daemon?.close();
});

/** Payments to B, one after the other, until stopped. */
function loadOn({ pay, engine }: Watched): () => Promise<void> {
  let running = true;
  const done = (async () => {
    while (running) {
      await pay('B', 'load');
      await engine.journal.durable(engine.journal.position);
      await new Promise((resolve) => setTimeout(resolve, LOAD_EVERY_MS));
    }
  })();
  return async () => {
    running = false;
    await done;
  };
}

async function pageAt(path: string, options: Parameters<Browser['newContext']>[0] = {}) {
  const context = await browser.newContext({ viewport: SIZES.desktop, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const misdeeds = misdeedsOf(page, daemon.inspector.url.slice(0, -1));
  await page.goto(daemon.inspector.url + path);
  return { page, misdeeds, close: () => context.close() };
}

/** Sends over B, which fails it, then again over C, which holds it. */
async function heldPayment(label: string): Promise<string> {
  const { engine, id } = daemon;
  engine.penalties.deliver(id('A') as never, { type: 'PENALTIES_RESET', atMs: engine.clock.nowMs() });
  engine.network.simulation.hold(id('B') as never, { mode: 'fail', failureMessage: '10070000' });
  const hash = await daemon.pay('D', label);
  await engine.journal.durable(engine.journal.position);
  engine.network.simulation.release(id('B') as never);
  engine.network.simulation.hold(id('C') as never);
  await daemon.retry(hash);
  return hash;
}

const release = (): void => daemon.engine.network.simulation.release(daemon.id('C') as never);

test('a held payment is found by its label, says what it waits for, and completes before the eyes once it is let go', async () => {
  const hash = await heldPayment('the stuck one');
  const { page, misdeeds, close } = await pageAt('');
  await page.getByRole('searchbox').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('the STUCK');
  const row = page.locator('tbody tr', { hasText: 'pending' });
  await row.waitFor();
  await row.locator('a.hash').click();
  await page.locator('.summary .status.pending').waitFor();
  match((await page.locator('.waiting').textContent()) ?? '', /^C, which holds every HTLC until it is released/);
  match((await page.locator('.summary').textContent()) ?? '', /not safe/);
  await page.locator('[data-state="payment.pending"][data-active="true"]').first().waitFor();
  await page.locator('[data-transition][data-status="failed"]').first().waitFor();
  release();
  await page.locator('.summary .status.complete').waitFor();
  await page.locator('[data-state="payment.complete.settled"][data-active="true"]').first().waitFor();
  is(await page.locator('.waiting').textContent(), 'nothing');
  is(await page.locator('h2 .hash').textContent(), hash);
  equal(misdeeds, []);
  await close();
});

test('the slider shows the payment as it was, with the keyboard alone', async () => {
  const hash = await heldPayment('slid');
  release();
  const { page, misdeeds, close } = await pageAt(`#/payment/${daemon.id('A')}/${hash}`);
  await page.locator('.summary .status.complete').waitFor();
  const slider = page.locator('input[type=range]');
  await slider.focus();
  await page.keyboard.press('Home');
  await page.locator('.summary .status.idle').waitFor();
  for (let step = 0; step < 40 && (await page.locator('.summary .status.failed').count()) === 0; step++)
    await page.keyboard.press('ArrowRight');
  await page.locator('[data-state="payment.failed"][data-active="true"]').first().waitFor();
  await page.getByRole('button', { name: 'HTLCs' }).press('Enter');
  const notYet = page.locator('.row.future').first();
  await notYet.waitFor();
  await page.getByRole('button', { name: 'latest' }).press('Enter');
  await notYet.waitFor({ state: 'detached' });
  equal(misdeeds, []);
  await close();
});

test('a hostile label stays text, in the list, in the payment, and in the file it is kept in', async () => {
  const hash = await daemon.pay('B', HOSTILE);
  const { page, misdeeds, close } = await pageAt('');
  await page.getByRole('searchbox').fill('onerror');
  await page.locator('td.label', { hasText: HOSTILE }).waitFor();
  await page.goto(`${daemon.inspector.url}#/payment/${daemon.id('A')}/${hash}`);
  await page.getByRole('button', { name: 'Raw' }).click();
  await page.locator('pre', { hasText: 'onerror' }).waitFor();
  is(await page.locator('img').count(), 0);
  equal(misdeeds, []);
  await close();
});

test('the self-contained page works from disk, asks for nothing, and its slider moves', async () => {
  const hash = await heldPayment(HOSTILE);
  release();
  const folder = mkdtempSync(join(tmpdir(), 'sendpay-page-'));
  const context = await browser.newContext({ viewport: SIZES.desktop, acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(`${daemon.inspector.url}#/payment/${daemon.id('A')}/${hash}`);
  await page.locator('.summary .status.complete').waitFor();
  const download = page.waitForEvent('download');
  await page.getByText('keep as one HTML file').click();
  const file = join(folder, 'payment.html');
  await (await download).saveAs(file);
  ok(
    !/https?:\/\/(?!www\.w3\.org\/)/.test(readFileSync(file, 'utf8').replace(/127\.0\.0\.1/g, '')),
    'no address in it',
  );
  const kept = await context.newPage();
  const misdeeds = misdeedsOf(kept, pathToFileURL(file).href);
  await kept.goto(pathToFileURL(file).href);
  await kept.locator('.summary .status.complete').waitFor();
  await kept.locator('input[type=range]').focus();
  await kept.keyboard.press('Home');
  await kept.locator('.summary .status.idle').waitFor();
  for (const view of PAYMENT_VIEWS) await kept.getByRole('button', { name: view, exact: true }).click();
  is(await kept.locator('img').count(), 0);
  equal(misdeeds, []);
  await context.close();
  rmSync(folder, { recursive: true, force: true });
});

test('nothing is cut off at the side on a desktop or a phone, in light or dark; each view is put where a person can look', async () => {
  const hash = await heldPayment('for the picture');
  mkdirSync(SHOTS, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [size, viewport] of Object.entries(SIZES)) {
      const { page, misdeeds, close } = await pageAt('', { colorScheme, viewport });
      const shoot = (name: string): Promise<unknown> => keep(page, `${name}-${size}-${colorScheme}`);
      for (const view of VIEWS) {
        await page.goto(`${daemon.inspector.url}#/${view}/${daemon.id('A')}`);
        await page.locator('tbody tr, .plot').first().waitFor();
        await shoot(view);
      }
      await page.goto(`${daemon.inspector.url}#/payment/${daemon.id('A')}/${hash}`);
      for (const view of PAYMENT_VIEWS) {
        await page.getByRole('button', { name: view, exact: true }).click();
        await shoot(`payment-${view}`);
      }
      equal(misdeeds, [], `${size} ${colorScheme}`);
      await close();
    }
  release();
});

async function keep(page: Page, name: string): Promise<void> {
  const [content, width] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
  ok(content <= width, `${name}: ${content} px wide in a window of ${width}`);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: name.startsWith('payment-') });
}

test.run();
