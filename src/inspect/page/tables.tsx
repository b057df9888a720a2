/** Channels, penalties and actors: one table each, reloaded as the log grows. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { duration, grouped, shortHex } from '../names.ts';
import { apiPath, useJson } from './data.ts';
import { Amount, Notice, Status, Table, When } from './widgets.tsx';

interface Props {
  readonly node: string;
  readonly version: number | undefined;
}

interface ChannelRow {
  readonly shortChannelId: string;
  readonly peerName: string;
  readonly state: string;
  readonly connected: boolean;
  readonly capacityMsat: string;
  readonly toUsMsat: string;
  readonly spendableMsat: string;
  readonly receivableMsat: string;
  readonly feeBaseMsat: string;
  readonly feePpm: number;
  readonly htlcs: readonly {
    readonly direction: 'in' | 'out';
    readonly id: number;
    readonly amountMsat: string;
    readonly expiry: number;
    readonly paymentHash: string;
  }[];
}

function Shortened({ total, shown }: { total: number; shown: number }): JSX.Element | null {
  return total > shown ? <Notice>{`${grouped(total)} in all; the first ${shown} are shown.`}</Notice> : null;
}

export function Channels({ node, version }: Props): JSX.Element {
  const loaded = useJson<{ total: number; channels: readonly ChannelRow[] }>(apiPath('channels', { node }), version);
  const { total = 0, channels = [] } = loaded.value ?? {};
  return (
    <section>
      {loaded.state === 'failed' && <Notice kind="bad">{loaded.why}</Notice>}
      <Shortened total={total} shown={channels.length} />
      <Table
        label="Channels"
        head={[
          'channel',
          'peer',
          'state',
          'balance',
          'capacity msat',
          'can send',
          'can receive',
          'fee',
          'HTLCs in flight',
        ]}
      >
        {channels.map((channel) => (
          <tr key={channel.shortChannelId}>
            <td>{channel.shortChannelId}</td>
            <td>{channel.peerName}</td>
            <td>
              {channel.connected ? '' : '⚠ not connected, '}
              {channel.state}
            </td>
            <td>
              <Balance {...channel} />
            </td>
            <td class="number">
              <Amount msat={channel.capacityMsat} />
            </td>
            <td class="number">
              <Amount msat={channel.spendableMsat} />
            </td>
            <td class="number">
              <Amount msat={channel.receivableMsat} />
            </td>
            <td>
              {grouped(BigInt(channel.feeBaseMsat))} + {channel.feePpm} ppm
            </td>
            <td>
              {channel.htlcs.map((htlc) => (
                <div key={`${htlc.direction}${htlc.id}`}>
                  {htlc.direction === 'out' ? '→' : '←'} <Amount msat={htlc.amountMsat} />, block {htlc.expiry},{' '}
                  {htlc.direction === 'out' ? (
                    <a class="hash" href={`#/payment/${node}/${htlc.paymentHash}`}>
                      {shortHex(htlc.paymentHash)}
                    </a>
                  ) : (
                    <span class="hash">{shortHex(htlc.paymentHash)}</span>
                  )}
                </div>
              ))}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** Our share of the channel, as a bar and a number. */
function Balance({ toUsMsat, capacityMsat }: { toUsMsat: string; capacityMsat: string }): JSX.Element {
  const share = Number((BigInt(toUsMsat) * 100n) / (BigInt(capacityMsat) || 1n));
  return (
    <span class="balance">
      <meter min={0} max={100} value={share}>
        {share} %
      </meter>{' '}
      {share} % ours
    </span>
  );
}

interface PenaltyRow {
  readonly subject: string;
  readonly kind: string;
  readonly weight: number;
  readonly avoided: boolean;
  readonly untilMs?: number;
  readonly failures: number;
  readonly failcodeName?: string;
  readonly because: string;
  readonly lastFailureMs: number;
  readonly paymentHash: string;
}

export function Penalties({ node, version }: Props): JSX.Element {
  const path = apiPath('penalties', { node });
  const loaded = useJson<{ total: number; nowMs: number; penalties: readonly PenaltyRow[] }>(path, version);
  const { total = 0, nowMs = 0, penalties = [] } = loaded.value ?? {};
  return (
    <section>
      {loaded.state === 'failed' && <Notice kind="bad">{loaded.why}</Notice>}
      <Shortened total={total} shown={penalties.length} />
      {loaded.state === 'ready' && penalties.length === 0 && <Notice>Nothing is avoided.</Notice>}
      {penalties.length > 0 && (
        <Table
          label="Penalties"
          head={['what', 'avoided', 'because', 'until', 'weight', 'failures', 'last', 'payment']}
        >
          {penalties.map((penalty) => (
            <tr key={penalty.subject}>
              <td>{penalty.subject}</td>
              <td>{penalty.avoided ? '⊘ avoided' : 'not any more'}</td>
              <td class="wide">
                {penalty.because} {penalty.failcodeName !== undefined && <code>{penalty.failcodeName}</code>}
              </td>
              <td>{until(penalty, nowMs)}</td>
              <td class="number">{penalty.weight.toFixed(2)}</td>
              <td class="number">{penalty.failures}</td>
              <td>
                <When ms={penalty.lastFailureMs} />
              </td>
              <td>
                <a class="hash" href={`#/payment/${node}/${penalty.paymentHash}`}>
                  {shortHex(penalty.paymentHash)}
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function until({ untilMs, kind }: PenaltyRow, nowMs: number): string {
  if (kind === 'permanent') return 'a newer channel_update';
  if (untilMs === undefined || untilMs <= nowMs) return '–';
  return `for another ${duration(untilMs - nowMs)}`;
}

interface ActorsAnswer {
  readonly counts: Readonly<Record<string, { readonly inFlight: number; readonly idle: number }>>;
  readonly actors: readonly { readonly stream: string; readonly state: string; readonly unfinished: boolean }[];
}

export function Actors({ version }: Props): JSX.Element {
  const [kind, setKind] = useState('');
  const loaded = useJson<ActorsAnswer>(apiPath('actors', { kind }), version);
  const { counts = {}, actors = [] } = loaded.value ?? {};
  return (
    <section>
      <Table label="Actors by kind" head={['kind', 'in flight', 'idle in memory']}>
        {Object.entries(counts).map(([name, count]) => (
          <tr key={name}>
            <td>
              <button
                type="button"
                class="link"
                aria-pressed={kind === name}
                onClick={() => setKind(kind === name ? '' : name)}
              >
                {name}
              </button>
            </td>
            <td class="number">{grouped(count.inFlight)}</td>
            <td class="number">{grouped(count.idle)}</td>
          </tr>
        ))}
      </Table>
      <Table label="Actors" head={['actor', 'state', '']}>
        {actors.map((actor) => (
          <tr key={actor.stream}>
            <td class="wide hash">{actor.stream}</td>
            <td>{actor.state}</td>
            <td>{actor.unfinished ? <Status status="pending" /> : ''}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
