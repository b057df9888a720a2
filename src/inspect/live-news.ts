/**
 * Server-sent events for the page: how far the log is, and which payments changed.
 *
 * Invariant: told only after it is durable, at most a few times a second however busy the engine is, and with a bounded list of
 * hashes; a page that missed some asks again for what it shows. A page that does not read is cut off before much has piled up.
 * Costs nothing while nobody listens.
 */

import type { ServerResponse } from 'node:http';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { Journal, JournalRecord } from '../journal/port.ts';
import { SECURITY_HEADERS } from './gatekeeper.ts';

/** Between two pieces of news: fast enough to look live. */
const NEWS_EVERY_MS = 250;
/** Hashes told at once; with more, `more` is true and the page asks again anyway. */
const MAX_HASHES = 200;
/** Pages that may listen at once. */
const MAX_LISTENERS = 32;
/** What a page may leave unread; then it is cut off, and connects again if it is still there. */
export const MAX_UNREAD_NEWS_BYTES = 256 * 1024;

export class LiveNews {
  readonly #journal: Journal;
  readonly #everyMs: number;
  readonly #listeners = new Set<ServerResponse>();
  readonly #changed = new Set<string>();
  #unsubscribe: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(journal: Journal, everyMs = NEWS_EVERY_MS) {
    this.#journal = journal;
    this.#everyMs = everyMs;
  }

  subscribe(response: ServerResponse): void {
    if (this.#listeners.size >= MAX_LISTENERS) {
      response.writeHead(503, SECURITY_HEADERS).end();
      return;
    }
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
    this.#listeners.add(response);
    response.on('close', () => this.#leave(response));
    response.socket?.setTimeout(0); // nothing happens for hours, and that is no reason to go
    this.#unsubscribe ??= this.#journal.onDurable((_position, records) => this.#note(records));
    response.write(this.#news());
  }

  close(): void {
    for (const listener of [...this.#listeners]) {
      listener.end();
      this.#leave(listener);
    }
  }

  #leave(response: ServerResponse): void {
    this.#listeners.delete(response);
    if (this.#listeners.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#changed.clear();
  }

  #note(records: readonly JournalRecord[]): void {
    for (const { stream, event } of records) {
      if (this.#changed.size > MAX_HASHES) break;
      const hash = paymentKind.owns(stream) ? paymentKind.idOf(stream).paymentHash : event.hash;
      if (typeof hash === 'string') this.#changed.add(hash);
    }
    this.#timer ??= setTimeout(() => this.#tell(), this.#everyMs).unref();
  }

  #tell(): void {
    this.#timer = undefined;
    const news = this.#news();
    this.#changed.clear();
    for (const listener of [...this.#listeners])
      if (listener.writableLength > MAX_UNREAD_NEWS_BYTES) listener.destroy();
      else listener.write(news);
  }

  #news(): string {
    const hashes = [...this.#changed].slice(0, MAX_HASHES);
    const more = this.#changed.size > hashes.length;
    return `data: ${JSON.stringify({ position: this.#journal.durablePosition, hashes, more })}\n\n`;
  }
}
