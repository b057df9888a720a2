/**
 * What the page knows of the server: fetching its JSON, and hearing that something changed.
 *
 * Invariant: addresses are relative, so the token in the page's own address goes along and nothing leaves the machine.
 */
import { useEffect, useState } from 'preact/hooks';

export interface News {
  readonly position: number;
  readonly hashes: readonly string[];
  /** More payments changed than are listed. */
  readonly more: boolean;
}

export type Loaded<T> =
  | { readonly state: 'loading'; readonly value: T | undefined }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly value: T | undefined; readonly why: string };

/** Path and query of an API call; a member that is empty is left out. */
export function apiPath(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') params.set(name, String(value));
  const text = params.toString();
  return `api/${path}${text === '' ? '' : `?${text}`}`;
}

/** Loads `path` and again whenever `version` changes; what was there stays until the new answer is. */
export function useJson<T>(path: string | undefined, version: unknown): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { path?: string }>({ state: 'loading', value: undefined });
  useEffect(() => {
    if (path === undefined) return undefined;
    const abort = new AbortController();
    fetchJson<T>(path, abort.signal).then(
      (value) => setLoaded({ state: 'ready', value, path }),
      (error: unknown) => {
        if (!abort.signal.aborted)
          setLoaded((before) => ({ state: 'failed', value: before.value, why: (error as Error).message, path }));
      },
    );
    return () => abort.abort();
  }, [path, version]);
  return loaded.path === path ? loaded : { state: 'loading', value: undefined };
}

async function fetchJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new Error((await response.text()).trim());
  return (await response.json()) as T;
}

/** The last news, and whether the connection stands. */
export function useNews(): { readonly news: News | undefined; readonly connected: boolean } {
  const [news, setNews] = useState<News>();
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    const source = new EventSource('events');
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    source.onmessage = (message: MessageEvent<string>) => setNews(JSON.parse(message.data) as News);
    return () => source.close();
  }, []);
  return { news, connected };
}

/** A number that grows at most once in `everyMs` while `value` changes: reloads under load stay few. */
export function useThrottled(value: number | undefined, everyMs: number): number | undefined {
  const [shown, setShown] = useState(value);
  const [lastMs, setLastMs] = useState(0);
  useEffect(() => {
    if (value === shown) return undefined;
    const timer = setTimeout(
      () => {
        setLastMs(performance.now());
        setShown(value);
      },
      Math.max(0, lastMs + everyMs - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [value, shown, lastMs, everyMs]);
  return shown;
}
