/**
 * Who may talk to the inspector, and what a browser may do with what it gets.
 *
 * Invariants: only GET and HEAD; only with the token, compared in constant time; only under a loopback Host, so a name an
 * attacker points at 127.0.0.1 (DNS rebinding) gets nothing; never for a page of another origin. Every answer, refusals
 * included, carries the same headers: nothing is loaded from elsewhere, framed, sniffed, cached or told as a referrer.
 * The token is the first path element, so that relative links, event streams and scrapers carry it without script.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Bytes of a token: guessing one is hopeless. */
const TOKEN_BYTES = 24;
/** Names a browser on this machine may call us by. */
const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('hex');
}

export type Admission =
  | { readonly type: 'admitted'; readonly path: string; readonly query: URLSearchParams }
  | { readonly type: 'refused'; readonly status: 400 | 403 | 404 | 405; readonly why: string };

/** Decides about a request before anything else looks at it. */
export function admit(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  port: number,
  token: string,
): Admission {
  const { method, headers } = request;
  if (method !== 'GET' && method !== 'HEAD') return refused(405, 'the inspector is read-only');
  if (!isOurHost(headers.host, port)) return refused(403, 'not a name of this machine');
  if (!isOurOrigin(headers.origin, port)) return refused(403, 'a page of another origin may not ask');
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return refused(403, 'a page of another origin may not ask');
  const url = parsed(request.url);
  if (url === undefined) return refused(400, 'not a path');
  const [, given = '', ...rest] = url.pathname.split('/');
  if (!sameText(given, token)) return refused(404, 'the address lacks the token that was printed at the start');
  return { type: 'admitted', path: `/${rest.join('/')}`, query: url.searchParams };
}

function refused(status: 400 | 403 | 404 | 405, why: string): Admission {
  return { type: 'refused', status, why };
}

function isOurHost(host: string | undefined, port: number): boolean {
  return LOOPBACK_HOSTS.some((name) => host === `${name}:${port}`);
}

/** Same-origin GETs have no Origin, or ours. */
function isOurOrigin(origin: string | undefined, port: number): boolean {
  return origin === undefined || LOOPBACK_HOSTS.some((name) => origin === `http://${name}:${port}`);
}

function parsed(url: string | undefined): URL | undefined {
  return url?.startsWith('/') && URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost') : undefined;
}

/** In constant time, whatever the lengths. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
