/**
 * Lays a moment over drawings that were made once: which states are active, what was taken, what had not happened yet.
 *
 * Invariant: changes attributes and badges only, so that no text becomes markup here.
 */
import type { PictureOverlay } from '../picture.ts';

/** The innermost active state is given back, to be brought into sight. Uses the chart's own attributes (`src/chart/svg.ts`): `data-state`/`data-active`, `data-transition`/`data-status`. */
export function paintChart(root: HTMLElement, overlay: PictureOverlay | undefined): Element | undefined {
  for (const state of root.querySelectorAll<SVGElement>('[data-state]'))
    state.dataset.active = String(overlay?.states.includes(state.dataset.state ?? '') ?? false);
  for (const transition of root.querySelectorAll<SVGElement>('[data-transition]')) {
    const id = transition.dataset.transition ?? '';
    const count = overlay?.visited[id] ?? 0;
    const failed = overlay?.failed.includes(id) ?? false;
    transition.dataset.status = failed ? 'failed' : count > 0 ? 'visited' : 'never';
    const badge = transition.querySelector('text.badge');
    if (badge !== null) badge.textContent = failed ? `✗ ×${count}` : count > 0 ? `×${count}` : '';
  }
  const innermost = overlay?.states.at(-1) ?? '';
  return root.querySelector(`[data-state="${CSS.escape(innermost)}"]`) ?? undefined;
}

/** Rows after the position are dimmed. */
export function paintSequence(root: HTMLElement, position: number): undefined {
  for (const row of root.querySelectorAll<SVGElement>('[data-position]'))
    row.classList.toggle('future', Number(row.dataset.position) > position);
}
