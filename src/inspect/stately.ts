/**
 * Stately's inspector beside our own: XState's inspection events of live payments, passed on unchanged.
 *
 * `@statelyai/inspect` (0.7.2) works on Node, but its relay shows https://stately.ai/inspect in a frame, posts every event to
 * it, listens on all interfaces and checks neither token nor Origin. So it is no dependency and sendpay never starts that
 * relay: whoever wants it installs it, runs it, and names its port; we connect to it on loopback.
 * Invariant: only durable events are passed on; secrets are masked unless asked for; a bounded number of payments is watched.
 */
import type { InspectionEvent } from 'xstate';
import { paymentKind } from '../../machines/payment-kind.ts';
import { SendpayError } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { observePayment, type PaymentRef } from '../payments/observer.ts';
import { redact } from './redact.ts';

/** Payments watched at once; Stately's relay keeps 200 events. */
const MAX_WATCHED = 100;
/** Not a literal in `import()`, because the package need not be there. */
const PACKAGE: string = '@statelyai/inspect';

export type Inspect = (event: InspectionEvent) => void;

/** What we use of `createWebSocketInspector`. */
interface StatelyInspector {
  readonly inspect: Inspect | { readonly next?: Inspect };
  stop(): void;
}
interface StatelyPackage {
  createWebSocketInspector(options: {
    url: string;
    sanitizeEvent: <T>(event: T) => T;
    sanitizeContext: <T>(context: T) => T;
  }): StatelyInspector;
}

/** Sends live payments to a Stately relay at ws://127.0.0.1:port. Throws SENDPAY_INSPECT_WS if the package is not installed. */
export async function connectStately(engine: Engine, port: number, showSecrets: boolean): Promise<() => void> {
  const { createWebSocketInspector } = await loadPackage();
  const sanitize = showSecrets ? <T>(value: T): T => value : redact;
  const inspector = createWebSocketInspector({
    url: `ws://127.0.0.1:${port}`,
    sanitizeEvent: sanitize,
    sanitizeContext: sanitize,
  });
  const { inspect } = inspector;
  const stop = watchPayments(engine, typeof inspect === 'function' ? inspect : (event) => inspect.next?.(event));
  return () => {
    stop();
    inspector.stop();
  };
}

async function loadPackage(): Promise<StatelyPackage> {
  try {
    return (await import(PACKAGE)) as StatelyPackage;
  } catch (cause) {
    throw new SendpayError('SENDPAY_INSPECT_WS', `--inspect-ws needs the package: npm install ${PACKAGE}`, { cause });
  }
}

/** Watches every payment that is sent from now on until it ended, as a real XState actor, and gives its inspection events. */
export function watchPayments({ journal }: Engine, inspect: Inspect): () => void {
  const watched = new Map<string, PaymentRef>();
  const unsubscribe = journal.onDurable((_position, records) => {
    for (const { stream, event } of records) {
      if (event.type !== 'PART_SENT' || watched.has(stream) || watched.size >= MAX_WATCHED) continue;
      const payment = observePayment(journal, paymentKind.idOf(stream), { inspect });
      watched.set(stream, payment);
      payment
        .waitFor((snapshot) => !snapshot.hasTag('inFlight') && !snapshot.hasTag('pending'))
        .then(() => watched.delete(stream) && payment.stop())
        .catch(() => {}); // stopped before it ended
    }
  });
  return () => {
    unsubscribe();
    for (const payment of watched.values()) payment.stop();
    watched.clear();
  };
}
