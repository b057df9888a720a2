/** Throughput and latency of the last minutes, as plots with their numbers in words beside them. */
import type { JSX } from 'preact';
import { duration } from '../names.ts';
import type { TrafficSecond } from '../traffic.ts';
import { apiPath, useJson } from './data.ts';
import { Notice } from './widgets.tsx';

const WIDTH = 720;
const HEIGHT = 150;
const LEFT = 56;
const BOTTOM = 22;

interface Line {
  readonly name: string;
  readonly role: string;
  readonly value: (second: TrafficSecond) => number;
}

const THROUGHPUT: readonly Line[] = [
  { name: 'paid', role: 'complete', value: ({ complete }) => complete },
  { name: 'failed', role: 'failed', value: ({ failed }) => failed },
  { name: 'sent', role: 'pending', value: ({ sent }) => sent },
];
const LATENCY: readonly Line[] = [
  { name: 'median', role: 'complete', value: ({ latencyP50Ms }) => latencyP50Ms },
  { name: '95 %', role: 'pending', value: ({ latencyP95Ms }) => latencyP95Ms },
];
const COMMITS: readonly Line[] = [
  { name: 'records', role: 'complete', value: ({ records }) => records },
  { name: 'batches', role: 'pending', value: ({ batches }) => batches },
];

export function TrafficView({ version }: { version: number | undefined }): JSX.Element {
  const loaded = useJson<{ seconds: readonly TrafficSecond[] }>(apiPath('traffic'), version);
  const seconds = loaded.value?.seconds ?? [];
  if (seconds.length === 0) return <Notice>Nothing happened since the inspector was started.</Notice>;
  return (
    <section class="plots">
      <Plot
        title="Parts per second"
        lines={THROUGHPUT}
        seconds={seconds}
        words={(value) => String(Math.round(value))}
      />
      <Plot title="Time from sent to ended" lines={LATENCY} seconds={seconds} words={duration} />
      <Plot
        title="Journal, per second"
        lines={COMMITS}
        seconds={seconds}
        words={(value) => String(Math.round(value))}
      />
    </section>
  );
}

function Plot(props: {
  title: string;
  lines: readonly Line[];
  seconds: readonly TrafficSecond[];
  words: (value: number) => string;
}): JSX.Element {
  const { title, lines, seconds, words } = props;
  const highest = Math.max(1, ...seconds.flatMap((second) => lines.map(({ value }) => value(second))));
  const last = (seconds.at(-1) as TrafficSecond).second;
  const span = Math.max(30, last - (seconds[0] as TrafficSecond).second);
  const x = (second: number): number => LEFT + ((second - (last - span)) / span) * (WIDTH - LEFT - 8);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / highest) * (HEIGHT - BOTTOM - 12);
  return (
    <figure>
      <figcaption>
        {title}
        {lines.map(({ name, role, value }) => (
          <span key={name} class={`key ${role}`}>
            {name}: {words(value(seconds.at(-1) as TrafficSecond))}
          </span>
        ))}
      </figcaption>
      <svg
        class="drawing plot"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}, highest ${words(highest)}`}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line class="grid" x1={LEFT} x2={WIDTH - 8} y1={y(highest * share)} y2={y(highest * share)} />
            <text class="label" x={LEFT - 6} y={y(highest * share) + 4} text-anchor="end">
              {words(highest * share)}
            </text>
          </g>
        ))}
        <text class="label" x={LEFT} y={HEIGHT - 6}>
          {span} s ago
        </text>
        <text class="label" x={WIDTH - 8} y={HEIGHT - 6} text-anchor="end">
          now
        </text>
        {lines.map(({ name, role, value }) => (
          <polyline key={name} class={`curve ${role}`} points={pointsOf(seconds, last - span, value, x, y)} />
        ))}
      </svg>
    </figure>
  );
}

/** A second nothing was told of is 0, not a line drawn across it. */
function pointsOf(
  seconds: readonly TrafficSecond[],
  from: number,
  value: Line['value'],
  x: (second: number) => number,
  y: (value: number) => number,
): string {
  const points: string[] = [];
  let before: number | undefined;
  for (const second of seconds) {
    if (second.second < from) continue;
    if (before !== undefined && second.second > before + 1)
      points.push(`${x(before + 1)},${y(0)}`, `${x(second.second - 1)},${y(0)}`);
    points.push(`${x(second.second)},${y(value(second))}`);
    before = second.second;
  }
  return points.join(' ');
}
