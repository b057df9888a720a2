/**
 * Generates the committed test plans of the project's own machines from their models; `test/generated/plans.test.ts` runs them.
 *
 * Usage: node --import tsx scripts/generate-tests.ts [--check] [--mutate]
 *   --check   writes nothing; fails if a committed file is not what would be generated now
 *   --mutate  also runs the plans on every mutant; fails if one survives
 * Invariant: the same machines and models give the same bytes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODELS, type ModelEntry, planFileOf } from '../src/cli/testing/models/index.ts';
import {
  explore,
  findingsOf,
  generatePlan,
  type MutationReport,
  mutationScore,
  type Plan,
  planToJson,
} from '../src/testing/index.ts';

const FOLDER = join(import.meta.dirname, '../test/generated');
const check = process.argv.includes('--check');
const mutate = process.argv.includes('--mutate');
const problems: string[] = [];
const current = new Set<string>();

for (const entry of MODELS) {
  const exploration = explore(entry.model);
  const findings = findingsOf(entry.model, exploration);
  process.stdout.write(
    `${entry.file}: ${findings.states} states, ${findings.edges} edges, ${findings.declared} declared transitions, ` +
      `dead: ${listed(findings.dead)}, never true: ${listed(findings.neverTrue)}, never false: ${listed(findings.neverFalse)}, ` +
      `trapped: ${findings.trapped?.length ?? 0}, unstable: ${findings.unstable.length}\n`,
  );
  const plans = entry.goals.map((goal) => generatePlan(entry.model, goal, exploration));
  for (const plan of plans) publish(entry, plan);
  if (mutate) score(mutationScore(entry.model, plans));
}
for (const name of existsSync(FOLDER) ? readdirSync(FOLDER) : [])
  if (name.endsWith('.json') && !current.has(name)) discard(name);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

function publish(entry: ModelEntry, plan: Plan): void {
  const { covered, total } = plan.coverage;
  const events = plan.paths.reduce((sum, path) => sum + path.steps.length, 0);
  process.stdout.write(
    `  ${plan.criterion} (${plan.granularity}): ${covered} of ${total}, ${plan.paths.length} paths, ${events} events\n`,
  );
  if (covered < total) problems.push(`${entry.file}: not covered: ${plan.coverage.missing.slice(0, 3).join('; ')}`);
  const text = planToJson(plan);
  const name = planFileOf(entry, plan);
  current.add(name);
  const file = join(FOLDER, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (check) problems.push(`stale: test/generated/${name}; run npm run generate-tests`);
  else {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, text);
  }
}

function discard(name: string): void {
  if (check) problems.push(`no model generates test/generated/${name} any more`);
  else rmSync(join(FOLDER, name));
}

function score(report: MutationReport): void {
  for (const { operator, mutants, killed, equivalent, survived } of report.operators)
    process.stdout.write(
      `  ${operator}: ${mutants} mutants, ${killed} killed, ${equivalent} equivalent, ${survived} survived\n`,
    );
  for (const { id, reason } of report.equivalent) process.stdout.write(`  equivalent: ${id}: ${reason}\n`);
  for (const { id } of report.survivors) problems.push(`${report.machine}: survived: ${id}`);
  for (const id of report.wronglyListed) problems.push(`${report.machine}: listed as equivalent, but is not: ${id}`);
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
