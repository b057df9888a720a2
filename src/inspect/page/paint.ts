/**
 * Lays a moment over drawings that were made once: which states are active, what was taken, what had not happened yet.
 *
 * Invariant: changes attributes and badges only, so that no text becomes markup here.
 */
import type { PictureOverlay } from '../picture.ts';

/** The chart's own attributes (`src/chart/svg.ts`): `data-state`/`data-active`, `data-transition`/`data-status`. */
export function paintChart(root: HTMLElement, overlay: PictureOverlay | undefined): void {
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
}

/** Rows after the position are dimmed. */
export function paintSequence(root: HTMLElement, position: number): void {
  for (const row of root.querySelectorAll<SVGElement>('[data-position]'))
    row.classList.toggle('future', Number(row.dataset.position) > position);
}
