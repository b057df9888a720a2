/**
 * A plan as a Markdown report: coverage as n of m with what is missing, the paths as tables, and, if given, what the
 * exploration found and how many mutants the plan kills.
 */
import { escapeMarkdown } from '../../chart/markdown.ts';
import type { Findings } from '../findings.ts';
import type { MutationReport } from '../mutation-score.ts';
import { canonical } from '../plain.ts';
import type { Plan, PlanPath } from '../plan.ts';
import { toMermaid } from './mermaid.ts';

export interface MarkdownExtras {
  readonly findings?: Findings;
  readonly mutation?: MutationReport;
}

export function toMarkdown(plan: Plan, extras: MarkdownExtras = {}): string {
  const { covered, total, missing } = plan.coverage;
  const steps = plan.paths.reduce((sum, path) => sum + path.steps.length, 0);
  return `${[
    `# ${escapeMarkdown(plan.machine)}: ${plan.criterion}`,
    '',
    `${covered} of ${total} covered (granularity: ${plan.granularity}) by ${plan.paths.length} paths, ${steps} events.`,
    ...list('Not covered', missing),
    ...(extras.findings ? findingsSection(extras.findings) : []),
    ...(extras.mutation ? mutationSection(extras.mutation) : []),
    '',
    '```mermaid',
    toMermaid(plan).trimEnd(),
    '```',
    ...plan.paths.flatMap(pathSection),
  ].join('\n')}\n`;
}

function findingsSection(findings: Findings): string[] {
  const { states, edges, handled, refused, ignored, declared } = findings;
  return [
    '',
    '## The machine',
    '',
    `${states} abstract states, ${edges} edges (${handled} handled, ${refused} refused, ${ignored} ignored), ${declared} declared transitions.`,
    ...list('Never taken', findings.dead),
    ...list('Guards never true', findings.neverTrue),
    ...list('Guards never false', findings.neverFalse),
    ...list('No good end reachable from', findings.trapped ?? []),
    ...list(
      'Abstraction too coarse at',
      findings.unstable.map((one) => `${one.state} on ${one.event.type}`),
    ),
  ];
}

function mutationSection(report: MutationReport): string[] {
  return [
    '',
    '## Mutants',
    '',
    '| operator | mutants | killed | equivalent | survived |',
    '|---|---|---|---|---|',
    ...report.operators.map(
      (one) => `| ${one.operator} | ${one.mutants} | ${one.killed} | ${one.equivalent} | ${one.survived} |`,
    ),
    ...list(
      'Survivors',
      report.survivors.map((one) => one.description),
    ),
    ...list(
      'Equivalent',
      report.equivalent.map((one) => `${one.id}: ${one.reason}`),
    ),
  ];
}

function pathSection(path: PlanPath): string[] {
  const rows = path.steps.map(
    ({ label, outcome, expect }, index) =>
      `| ${index + 1} | ${escapeMarkdown(label)} | ${outcome} | ${escapeMarkdown(expect.state)} | ${escapeMarkdown(expect.effects.map(canonical).join(' '))} |`,
  );
  return [
    '',
    `## ${escapeMarkdown(path.title)}`,
    '',
    '| | event | outcome | state | effects |',
    '|---|---|---|---|---|',
    ...rows,
  ];
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0
    ? []
    : ['', `${title}:`, '', ...items.map((item) => `- \`${item.replace(/\s+/gu, ' ').replaceAll('`', "'")}\``)];
}
