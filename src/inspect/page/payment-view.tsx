/**
 * One payment: what it is now, the slider through its steps, its parts, chart, HTLCs, network, and raw events.
 *
 * Invariant: everything shown is as of the chosen position, and "latest" follows a payment that is still moving. Used by the
 * inspector and by the self-contained page alike, which differ only in where the picture comes from.
 */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { clockTime } from '../names.ts';
import type { PaymentPicture, PictureStep, Plain } from '../picture.ts';
import type { PartView } from '../timeline.ts';
import { paintChart, paintSequence } from './paint.ts';
import { Amount, Drawing, Notice, Status, Table, When } from './widgets.tsx';

const VIEWS = ['Chart', 'HTLCs', 'Network', 'Steps', 'Raw'] as const;
type View = (typeof VIEWS)[number];
/** A longer list of lessons is folded: what comes below matters more. */
const OPEN_LESSONS = 5;

export function PaymentView({ picture }: { picture: PaymentPicture }): JSX.Element {
  const last = picture.steps.length - 1;
  const [chosen, setChosen] = useState<number>();
  const [view, setView] = useState<View>('Chart');
  const index = Math.min(chosen ?? last, last);
  const choose = (next: number): void => setChosen(next >= last ? undefined : Math.max(0, next));
  const step = picture.steps[index] as PictureStep;
  const parts = partsAt(picture.steps, index);
  return (
    <article class="payment">
      <Summary picture={picture} step={step} parts={parts} />
      <Slider steps={picture.steps} index={index} isLatest={chosen === undefined} choose={choose} />
      {picture.gaps.map((gap) => (
        <Notice key={gap}>{gap}</Notice>
      ))}
      <Parts parts={parts} />
      <Learned picture={picture} position={step.position} />
      <ViewTabs view={view} setView={setView} />
      <Shown view={view} picture={picture} step={step} index={index} choose={choose} />
    </article>
  );
}

/** The parts as of a step: each step names those it changed. */
function partsAt(steps: readonly PictureStep[], index: number): readonly Plain<PartView>[] {
  const parts = new Map<string, Plain<PartView>>();
  for (const step of steps.slice(0, index + 1)) {
    for (const part of step.parts) parts.set(part.name, part);
    for (const name of step.gone) parts.delete(name);
  }
  return [...parts.values()];
}

function Summary(props: {
  picture: PaymentPicture;
  step: PictureStep;
  parts: readonly Plain<PartView>[];
}): JSX.Element {
  const { picture, step, parts } = props;
  const waiting = parts.flatMap(({ waitingFor }) => (waitingFor === undefined ? [] : [waitingFor]));
  return (
    <header class="summary">
      <h2>
        <Status status={step.status} /> <span class="hash">{picture.paymentHash}</span>
      </h2>
      <dl>
        <dt>from</dt>
        <dd>{picture.nodeName}</dd>
        <dt>waits for</dt>
        <dd class="waiting">
          {waiting.length === 0 ? 'nothing' : waiting.map((line) => <div key={line}>{line}</div>)}
        </dd>
        <dt>pay again?</dt>
        <dd>
          <strong>{step.payAgain.safe ? 'safe' : 'not safe'}</strong>: {step.payAgain.why}
        </dd>
      </dl>
    </header>
  );
}

function Slider(props: {
  steps: readonly PictureStep[];
  index: number;
  isLatest: boolean;
  choose: (index: number) => void;
}): JSX.Element {
  const { steps, index, isLatest, choose } = props;
  const step = steps[index] as PictureStep;
  const last = steps.length - 1;
  return (
    <section class="slider" aria-label="Position">
      <button type="button" onClick={() => choose(index - 1)} disabled={index === 0} aria-label="One step back">
        ◀
      </button>
      <input
        type="range"
        min={0}
        max={last}
        value={index}
        aria-label="Step"
        aria-valuetext={`position ${step.position}: ${step.changed}`}
        onInput={(event) => choose(Number(event.currentTarget.value))}
      />
      <button type="button" onClick={() => choose(index + 1)} disabled={index === last} aria-label="One step on">
        ▶
      </button>
      <button type="button" onClick={() => choose(last)} aria-pressed={isLatest}>
        latest
      </button>
      <p class="step-now" aria-live="polite">
        <b>#{step.position}</b> {clockTime(step.timeMs)} <i>{step.actor}</i> {step.changed}
      </p>
    </section>
  );
}

function Parts({ parts }: { parts: readonly Plain<PartView>[] }): JSX.Element {
  if (parts.length === 0) return <Notice>No part has left at this position.</Notice>;
  return (
    <Table label="Parts" head={['part', 'state', 'amount msat', 'fee msat', 'route', 'failure', 'sent', 'ended']}>
      {parts.map((part) => (
        <tr key={part.name}>
          <td>{part.name}</td>
          <td>
            <Status status={part.status} />
          </td>
          <td class="number">
            <Amount msat={part.amountMsat} />
          </td>
          <td class="number">
            <Amount msat={part.feeMsat} />
          </td>
          <td class="wide">{part.route}</td>
          <td class="wide">{part.failure ?? ''}</td>
          <td>
            <When ms={part.createdAtMs} />
          </td>
          <td>
            <When ms={part.completedAtMs} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Learned({ picture, position }: { picture: PaymentPicture; position: number }): JSX.Element | null {
  const learned = picture.learned.filter((lesson) => lesson.position <= position);
  if (learned.length === 0) return null;
  return (
    <details open={learned.length <= OPEN_LESSONS}>
      <summary>What route finding learned ({learned.length})</summary>
      <ul>
        {learned.map((lesson) => (
          <li key={lesson.position}>
            <b>#{lesson.position}</b> {lesson.what}
          </li>
        ))}
      </ul>
    </details>
  );
}

function ViewTabs({ view, setView }: { view: View; setView: (view: View) => void }): JSX.Element {
  return (
    <nav class="tabs" aria-label="Views of the payment">
      {VIEWS.map((name) => (
        <button key={name} type="button" aria-pressed={name === view} onClick={() => setView(name)}>
          {name}
        </button>
      ))}
    </nav>
  );
}

function Shown(props: {
  view: View;
  picture: PaymentPicture;
  step: PictureStep;
  index: number;
  choose: (index: number) => void;
}): JSX.Element {
  const { view, picture, step, index, choose } = props;
  switch (view) {
    case 'Chart':
      return (
        <Drawing
          key={view}
          svg={picture.chartSvg}
          label="State chart of the payment"
          paint={(root) =>
            paintChart(
              root,
              picture.overlays.findLast(({ position }) => position <= step.position),
            )
          }
        />
      );
    case 'HTLCs':
      return (
        <Drawing
          key={view}
          svg={picture.sequenceSvg}
          label="HTLCs, hop by hop"
          paint={(root) => paintSequence(root, step.position)}
        />
      );
    case 'Network':
      return <Drawing key={view} svg={picture.networkSvg} label="The network around the payment" />;
    case 'Steps':
      return <Steps steps={picture.steps} index={index} choose={choose} />;
    case 'Raw':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <pre class="scroll" tabIndex={0}>
          {picture.steps
            .slice(0, index + 1)
            .map(({ raw }) => raw)
            .join('\n')}
        </pre>
      );
  }
}

function Steps(props: { steps: readonly PictureStep[]; index: number; choose: (index: number) => void }): JSX.Element {
  return (
    <Table label="Steps" head={['position', 'time', 'actor', 'event', 'what changed', 'waits for']}>
      {props.steps.map((step, row) => (
        <tr key={step.position} class={row === props.index ? 'now' : row > props.index ? 'future' : ''}>
          <td>
            <button type="button" class="link" onClick={() => props.choose(row)} title={`caused by #${step.cause}`}>
              #{step.position}
            </button>
          </td>
          <td>{clockTime(step.timeMs)}</td>
          <td>{step.actor}</td>
          <td>{step.type}</td>
          <td class="wide">{step.changed}</td>
          <td class="wide">{step.waitingFor}</td>
        </tr>
      ))}
    </Table>
  );
}
