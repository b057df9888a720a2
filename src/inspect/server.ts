/**
 * The inspector: a page and its data over HTTP on 127.0.0.1.
 *
 * Invariant: binds to loopback only; how many connect, and how long they may wait, `doorway.ts` says; every request passes
 * `gatekeeper.ts` before anything else; answers never change anything. A slow reader holds nothing up: answers are made in one
 * piece, and live news is a position and a few hashes.
 * The page is bundled beforehand (`scripts/build-inspector.ts`) and loads nothing from elsewhere.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SendpayError } from '../domain/errors.ts';
import type { NodeId } from '../domain/ids.ts';
import { parsePaymentHash } from '../domain/ids.ts';
import type { Engine } from '../engine/engine.ts';
import { aliasesOf } from './aliases.ts';
import { API, type ApiContext } from './api.ts';
import { DOOR, Doorway } from './doorway.ts';
import { admit, newToken, SECURITY_HEADERS } from './gatekeeper.ts';
import { LiveNews } from './live-news.ts';
import { type Metrics, metricsOf } from './metrics.ts';
import { INSPECTOR_CSS, INSPECTOR_JS } from './page.generated.ts';
import { paymentPage } from './payment-page.ts';
import { pictureOf } from './picture.ts';
import { readStory } from './story.ts';
import { Traffic } from './traffic.ts';

export interface InspectorOptions {
  readonly engine: Engine;
  /** 0 takes a free one. */
  readonly port: number;
  /** Preimages, session keys and payment secrets are shown. Default: masked. */
  readonly showSecrets?: boolean;
  /** Connections at once, where fewer than usual fit. */
  readonly maxConnections?: number;
}

export interface Inspector {
  /** With the token: whoever has it sees everything. */
  readonly url: string;
  close(): Promise<void>;
}

const SHELL = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>sendpay inspector</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><link rel="stylesheet" href="app.css"></head>
<body><div id="app"></div><noscript>The inspector needs JavaScript; sendpay show does without.</noscript>
<script type="module" src="app.js"></script></body></html>
`;

/** Starts the inspector. Throws SENDPAY_INSPECT_LISTEN if the port is taken. */
export async function startInspector(options: InspectorOptions): Promise<Inspector> {
  const { engine, port, showSecrets = false, maxConnections } = options;
  const aliases = aliasesOf(engine);
  const traffic = new Traffic(engine.journal, engine.clock);
  const handler = new Handler({ engine, aliases, traffic, showSecrets });
  const server = createServer(DOOR, (request, response) => handler.handle(request, response));
  await listen(server, port);
  handler.door = new Doorway(server, maxConnections);
  handler.port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${handler.port}/${handler.token}/`,
    close: async () => {
      handler.close();
      traffic.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error): void => {
      const message = `the inspector cannot listen on port ${port}: ${cause.message}`;
      reject(new SendpayError('SENDPAY_INSPECT_LISTEN', message, { cause }));
    };
    server.once('error', refuse);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', refuse);
      resolve();
    });
  });
}

class Handler {
  readonly token = newToken();
  /** Known once the server listens. */
  port = 0;
  door: Doorway | undefined;
  readonly #context: ApiContext;
  readonly #metrics: Metrics;
  readonly #news: LiveNews;

  constructor(context: ApiContext) {
    this.#context = context;
    this.#metrics = metricsOf(context.engine, context.traffic);
    this.#news = new LiveNews(context.engine.journal);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const admission = admit(request, this.port, this.token);
    if (admission.type === 'refused') {
      response.setHeader('connection', 'close');
      send(response, admission.status, 'text/plain; charset=utf-8', `${admission.why}\n`);
      return;
    }
    this.door?.admit(request);
    this.#route(admission.path, admission.query, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, 500, 'text/plain; charset=utf-8', `${(error as Error).message}\n`);
    });
  }

  close(): void {
    this.#news.close();
  }

  async #route(path: string, query: URLSearchParams, response: ServerResponse): Promise<void> {
    const api = Object.hasOwn(API, path) ? API[path] : undefined;
    if (api !== undefined) {
      const answer = await api(query, this.#context);
      if (answer === undefined) send(response, 400, 'text/plain; charset=utf-8', 'no such node or payment\n');
      else send(response, 200, 'application/json; charset=utf-8', jsonText(answer));
      return;
    }
    switch (path) {
      case '/':
        return send(response, 200, 'text/html; charset=utf-8', SHELL);
      case '/app.js':
        return send(response, 200, 'text/javascript; charset=utf-8', INSPECTOR_JS);
      case '/app.css':
        return send(response, 200, 'text/css; charset=utf-8', INSPECTOR_CSS);
      case '/metrics':
        return send(response, 200, this.#metrics.contentType, await this.#metrics.text());
      case '/events':
        return this.#news.subscribe(response);
      case '/payment.html':
        return this.#download(query, response);
      default:
        return send(response, 404, 'text/plain; charset=utf-8', 'there is no such page\n');
    }
  }

  /** The self-contained page of a payment, to keep or to send to somebody. */
  async #download(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const { engine, aliases, showSecrets } = this.#context;
    const node = engine.nodes.get(query.get('node') as NodeId)?.id;
    const paymentHash = parsePaymentHash(query.get('hash') ?? '');
    const known = node !== undefined && paymentHash !== undefined;
    const story = known ? await readStory(engine.journal, { node, paymentHash, showSecrets }) : undefined;
    if (story === undefined) return send(response, 400, 'text/plain; charset=utf-8', 'no such node or payment\n');
    response.setHeader('content-disposition', `attachment; filename="payment-${paymentHash}.html"`);
    send(response, 200, 'text/html; charset=utf-8', paymentPage(await pictureOf(story, { aliases })));
  }
}

/** Amounts as decimal strings. */
function jsonText(answer: unknown): string {
  return JSON.stringify(answer, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': contentType });
  response.end(body);
}
