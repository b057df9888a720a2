/** Small pieces the views share: status badges, amounts, tables, drawings made by the server. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { grouped } from '../names.ts';

const STATUS_MARKS: Readonly<Record<string, string>> = { complete: '✓', failed: '✗', pending: '◌', idle: '○' };

/** A status by mark and word, not by colour alone. */
export function Status({ status }: { status: string }): JSX.Element {
  return (
    <span class={`status ${status}`}>
      <span aria-hidden="true">{STATUS_MARKS[status] ?? '·'}</span> {status}
    </span>
  );
}

export function Amount({ msat }: { msat: string | number }): JSX.Element {
  return <span class="amount">{grouped(BigInt(msat))}</span>;
}

export function When({ ms }: { ms: number | undefined }): JSX.Element {
  if (ms === undefined) return <span class="quiet">–</span>;
  const iso = new Date(ms).toISOString();
  return (
    <time dateTime={iso} title={iso}>
      {iso.slice(0, 10)} {iso.slice(11, 23)}
    </time>
  );
}

/** A table that scrolls by itself where it is too wide, and can then be reached with the keyboard. */
export function Table(props: {
  label: string;
  head: readonly ComponentChildren[];
  children: ComponentChildren;
}): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={props.label}>
      <table>
        <thead>
          <tr>
            {props.head.map((cell, index) => (
              <th key={index} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </section>
  );
}

/** SVG the server (or `sendpay show`) made with its XML writer: everything in it is escaped there. */
export function Drawing(props: { svg: string; label: string; paint?: (root: HTMLElement) => void }): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const { svg, paint } = props;
  useEffect(() => {
    if (root.current !== null) root.current.innerHTML = svg;
  }, [svg]);
  useEffect(() => {
    if (root.current !== null) paint?.(root.current);
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll picture" tabIndex={0} aria-label={props.label}>
      <div ref={root} />
    </section>
  );
}

export function Notice({
  children,
  kind = 'info',
}: {
  children: ComponentChildren;
  kind?: 'info' | 'bad';
}): JSX.Element {
  return (
    <p class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      {children}
    </p>
  );
}
