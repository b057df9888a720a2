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

/** A table that scrolls by itself where it is too wide, and can then be reached with the keyboard; on a phone, cards. */
export function Table(props: { label: string; head: readonly string[]; children: ComponentChildren }): JSX.Element {
  const root = useRef<HTMLElement>(null);
  const { label, head, children } = props;
  useEffect(() => labelCells(root.current, head));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={root} class="scroll cards" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** On a phone a row is a card, and each cell tells its own heading (`style.css`); numbers align with their heading. */
function labelCells(root: HTMLElement | null, head: readonly string[]): void {
  const headings = root?.querySelectorAll('th') ?? [];
  for (const row of root?.querySelectorAll('tbody tr') ?? [])
    [...row.children].forEach((cell, index) => {
      (cell as HTMLElement).dataset.label = head[index] ?? '';
      headings[index]?.classList.toggle('number', cell.classList.contains('number'));
    });
}

/**
 * SVG the server (or `sendpay show`) made with its XML writer: everything in it is escaped there. `paint` lays the moment
 * over it, and may name what should be in sight.
 */
export function Drawing(props: {
  svg: string;
  label: string;
  paint?: (root: HTMLElement) => Element | undefined;
}): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const inSight = useRef<Element | undefined>(undefined);
  const { svg, paint } = props;
  useEffect(() => {
    if (root.current !== null) root.current.innerHTML = svg;
  }, [svg]);
  useEffect(() => {
    const target = root.current === null ? undefined : paint?.(root.current);
    if (target !== undefined && target !== inSight.current) bringIntoSight(root.current?.parentElement, target);
    inSight.current = target;
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll picture" tabIndex={0} aria-label={props.label}>
      <div ref={root} />
    </section>
  );
}

/** Scrolls the picture, not the page. */
function bringIntoSight(frame: HTMLElement | null | undefined, target: Element): void {
  if (!frame) return;
  const [outer, inner] = [frame.getBoundingClientRect(), target.getBoundingClientRect()];
  frame.scrollBy({
    left: inner.left + inner.width / 2 - outer.left - outer.width / 2,
    top: inner.top + inner.height / 2 - outer.top - outer.height / 2,
  });
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
