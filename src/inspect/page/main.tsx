/**
 * The inspector's page: which view is shown, for which node, and how it stays current.
 *
 * Invariant: the view is in the address's fragment, so it can be reloaded and linked; everything works with the keyboard, as
 * it is links, buttons and native inputs. Reads only.
 */
import { type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { grouped } from '../names.ts';
import type { PaymentPicture } from '../picture.ts';
import { apiPath, type News, useJson, useNews, useThrottled } from './data.ts';
import { PaymentView } from './payment-view.tsx';
import { Payments } from './payments.tsx';
import { Actors, Channels, Penalties } from './tables.tsx';
import { TrafficView } from './traffic-view.tsx';
import { Notice } from './widgets.tsx';

/** Lists are loaded again at most this often while payments pour in. */
const RELOAD_EVERY_MS = 1_000;
const VIEWS = ['payments', 'channels', 'penalties', 'traffic', 'actors'] as const;
type ViewName = (typeof VIEWS)[number];

interface Overview {
  readonly nodes: readonly { readonly id: string; readonly alias: string }[];
  readonly position: number;
  readonly paymentsInFlight: number;
  readonly htlcsInFlight: number;
  readonly alive: { readonly inFlight: number; readonly idle: number };
  readonly quarantined: readonly { readonly stream: string; readonly error: string }[];
  readonly sizes: { readonly recordBytes: number; readonly diskBytes: number };
  readonly showSecrets: boolean;
}

type Place =
  | { readonly view: ViewName; readonly node: string | undefined }
  | { readonly view: 'payment'; readonly node: string; readonly hash: string };

function placeOf(fragment: string): Place {
  const [, view = '', node, hash] = fragment.split('/');
  if (view === 'payment' && node !== undefined && hash !== undefined) return { view, node, hash };
  return { view: VIEWS.find((name) => name === view) ?? 'payments', node };
}

function usePlace(): Place {
  const [fragment, setFragment] = useState(location.hash);
  useEffect(() => {
    const changed = (): void => setFragment(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return placeOf(fragment);
}

function App(): JSX.Element {
  const place = usePlace();
  const { news, connected } = useNews();
  const version = useThrottled(news?.position, RELOAD_EVERY_MS);
  const overview = useJson<Overview>(apiPath('overview'), version);
  const nodes = overview.value?.nodes ?? [];
  const node = nodes.find(({ id }) => id === place.node)?.id ?? nodes[0]?.id;
  return (
    <>
      <Head overview={overview.value} place={place} node={node} connected={connected} />
      <main>
        {overview.value?.quarantined.map(({ stream, error }) => (
          <Notice key={stream} kind="bad">
            {stream} was left alone: {error}
          </Notice>
        ))}
        {node !== undefined && <Shown place={place} node={node} version={version} news={news} />}
      </main>
    </>
  );
}

function Head(props: {
  overview: Overview | undefined;
  place: Place;
  node: string | undefined;
  connected: boolean;
}): JSX.Element {
  const { overview, place, node, connected } = props;
  return (
    <header class="head">
      <h1>sendpay</h1>
      <nav aria-label="Views">
        {VIEWS.map((name) => (
          <a key={name} href={`#/${name}/${node ?? ''}`} aria-current={isCurrent(place, name) ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <label>
        node{' '}
        <select
          value={node}
          onChange={(event) => {
            location.hash = `#/${place.view === 'payment' ? 'payments' : place.view}/${event.currentTarget.value}`;
          }}
        >
          {(overview?.nodes ?? []).map(({ id, alias }) => (
            <option key={id} value={id}>
              {alias}
            </option>
          ))}
        </select>
      </label>
      <p class="numbers">
        <span class={connected ? 'live' : 'lost'}>{connected ? '● live' : '○ not connected'}</span>{' '}
        {overview !== undefined && (
          <>
            <span>#{grouped(overview.position)}</span>{' '}
            <span>payments in flight: {grouped(overview.paymentsInFlight)}</span>{' '}
            <span>HTLCs: {grouped(overview.htlcsInFlight)}</span>{' '}
            <span>{grouped(Math.round(overview.sizes.diskBytes / 1_024))} KiB</span>
            {overview.showSecrets && <strong> secrets are shown</strong>}
          </>
        )}
      </p>
    </header>
  );
}

const isCurrent = ({ view }: Place, name: ViewName): boolean =>
  view === name || (view === 'payment' && name === 'payments');

function Shown(props: {
  place: Place;
  node: string;
  version: number | undefined;
  news: News | undefined;
}): JSX.Element {
  const { place, node, version, news } = props;
  switch (place.view) {
    case 'payment':
      return <OnePayment key={place.hash} node={place.node} hash={place.hash} news={news} />;
    case 'payments':
      return <Payments key={node} node={node} version={version} />;
    case 'channels':
      return <Channels node={node} version={version} />;
    case 'penalties':
      return <Penalties node={node} version={version} />;
    case 'traffic':
      return <TrafficView version={version} />;
    case 'actors':
      return <Actors node={node} version={version} />;
  }
}

/** Loaded again when the news names it, or cannot name all that changed. */
function OnePayment({ node, hash, news }: { node: string; hash: string; news: News | undefined }): JSX.Element {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    if (news !== undefined && (news.more || news.hashes.includes(hash))) setVersion(news.position);
  }, [news, hash]);
  const loaded = useJson<PaymentPicture>(apiPath('payment', { node, hash }), version);
  return (
    <>
      <p>
        <a href={`#/payments/${node}`}>◀ payments</a>{' '}
        <a href={`payment.html?node=${node}&hash=${hash}`} download>
          keep as one HTML file
        </a>
      </p>
      {loaded.state === 'failed' && <Notice kind="bad">{loaded.why}</Notice>}
      {loaded.value === undefined ? <Notice>…</Notice> : <PaymentView picture={loaded.value} />}
    </>
  );
}

const app = document.getElementById('app');
if (app !== null) render(<App />, app);
