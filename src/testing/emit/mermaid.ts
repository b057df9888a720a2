/**
 * A plan as a Mermaid state diagram: the situations it visits, and on each arrow the event and how often it is taken.
 * Shows what the plan does, not what the machine could do (that is `sendpay/chart`). Events that change nothing are left out.
 */
import { escapeMermaid } from '../../chart/mermaid.ts';
import type { Plan } from '../plan.ts';

export function toMermaid(plan: Plan): string {
  const arrows = new Map<string, number>();
  const states = new Set([plan.initial.state]);
  for (const path of plan.paths) {
    let from = plan.initial.state;
    for (const step of path.steps) {
      const to = step.expect.state;
      states.add(to);
      const arrow = `${idOf(from)} --> ${idOf(to)} : ${escapeMermaid(step.event.type)}`;
      if (step.outcome === 'handled') arrows.set(arrow, (arrows.get(arrow) ?? 0) + 1);
      from = to;
    }
  }
  return `${[
    'stateDiagram-v2',
    ...[...states].map((state) => `  state "${escapeMermaid(state)}" as ${idOf(state)}`),
    `  [*] --> ${idOf(plan.initial.state)}`,
    ...[...arrows].map(([arrow, count]) => `  ${arrow} × ${count}`),
  ].join('\n')}\n`;
}

/** Mermaid ids are words; every other character is spelled out, so that different states keep different ids. */
function idOf(state: string): string {
  return `s_${state.replace(/[^A-Za-z0-9]/g, (character) => `_${character.codePointAt(0)?.toString(16)}_`)}`;
}
