/** A daemon with an inspector, payments of every kind on it, and a browser to look with. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startDaemon } from '../../src/cli/daemon.ts';
import type { PaymentHash } from '../../src/domain/ids.ts';
import type { SimulatedEngine } from '../../src/engine/simulated-engine.ts';
import type { NetworkDescription } from '../../src/graph/network-description.ts';
import { type Inspector, startInspector } from '../../src/inspect/server.ts';
import { networkOf } from '../support/networks.ts';

/** A to D over B, or over C which asks for more; E is a peer of D. */
export const NETWORK: NetworkDescription = networkOf(['A-B', 'B-D', 'A-C', 'C-D', 'D-E', 'B-C'], { 'C-D': 1_000n });

export interface Watched {
  readonly engine: SimulatedEngine;
  readonly inspector: Inspector;
  readonly dir: string;
  id(name: string): string;
  /** An invoice of `payee`, paid from A over the route of the moment; resolves when it is on its way. */
  pay(payee: string, label?: string, amountMsat?: bigint): Promise<PaymentHash>;
  /** Sends the same invoice again, over a new route. */
  retry(paymentHash: PaymentHash): Promise<void>;
  close(): Promise<void>;
}

export interface WatchOptions {
  readonly showSecrets?: boolean;
  readonly network?: NetworkDescription;
}

let labels = 0;

export async function watched({ showSecrets = false, network = NETWORK }: WatchOptions = {}): Promise<Watched> {
  const dir = mkdtempSync(join(tmpdir(), 'sendpay-inspect-'));
  const daemon = await startDaemon({ dir, network, nodes: ['A', 'D'], settings: { nodes: [] } });
  const { engine } = daemon;
  const inspector = await startInspector({ engine, port: 0, showSecrets });
  const invoices = new Map<PaymentHash, { payee: string; amountMsat: bigint; secret: string; label: string }>();
  const id = (name: string): string => network.nodes.find(({ alias }) => alias === name)?.id as string;
  const send = async (paymentHash: PaymentHash): Promise<void> => {
    const { payee, amountMsat, secret, label } = invoices.get(paymentHash) as NonNullable<
      ReturnType<typeof invoices.get>
    >;
    const node = engine.node('A');
    const answer = node.route({ destination: id(payee) as never, amountMsat, riskFactor: 1, finalCltv: 18 });
    if (answer.type !== 'route') throw new Error(answer.refusal.message);
    const { hops } = answer;
    await node.send({
      paymentHash,
      send: {
        kind: 'route',
        ids: hops.map((hop) => hop.id),
        channels: hops.map((hop) => hop.channel),
        amountsMsat: hops.map((hop) => hop.amountMsat),
        delays: hops.map((hop) => hop.delay),
        paymentSecret: secret,
      },
      sentMsat: hops[0]!.amountMsat,
      amountMsat,
      totalMsat: amountMsat,
      partid: 0n,
      destination: id(payee) as never,
      label,
    });
  };
  return {
    engine,
    inspector,
    dir,
    id,
    pay: async (payee, label = `payment ${++labels}`, amountMsat = 100_000n) => {
      const made = engine.network.invoices.create(id(payee) as never, {
        amountMsat,
        label: `invoice ${++labels}`,
        description: label,
        expirySeconds: 3_600,
      });
      if (!('paymentHash' in made)) throw new Error(made.message);
      invoices.set(made.paymentHash, { payee, amountMsat, secret: made.paymentSecret, label });
      await send(made.paymentHash);
      return made.paymentHash;
    },
    retry: send,
    close: async () => {
      await inspector.close();
      await daemon.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const CHROMIUM = '/usr/bin/chromium';
const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why a browser test cannot run here; undefined if it can. */
export function noBrowser(): string | undefined {
  return existsSync(CHROMIUM) ? undefined : `there is no browser at ${CHROMIUM}`;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
}

/** What a page did that it should not: errors it logged, addresses outside of `origin` it asked for. */
export function misdeedsOf(page: Page, origin: string): string[] {
  const misdeeds: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') misdeeds.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => misdeeds.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => misdeeds.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      misdeeds.push(`asked for ${request.url()}`);
  });
  return misdeeds;
}
