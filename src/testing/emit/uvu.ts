/**
 * A plan as an executable uvu test file: one test per path, events and situations named once at the top.
 * Invariant: the same plan and imports give the same bytes; no time, path or version gets in.
 */
import type { BareOptions } from '../bare.ts';
import { quote, toSource } from '../plain.ts';
import type { Plan, PlanPath, PlanStep } from '../plan.ts';
import { nameParts, type PlanNames } from './names.ts';

export interface UvuImports {
  /** Module that exports `suite`. Default `uvu`. */
  readonly suite?: string;
  /** Module that exports `walk` and `pureDriver`. Default `sendpay/testing`. */
  readonly testing?: string;
  /** Module and export of the model the file was generated from; `bare`: it is a machine, and its model is made so. */
  readonly model: { readonly module: string; readonly name: string; readonly bare?: BareOptions };
  /** The command that regenerates the file, for its first comment. */
  readonly command?: string;
}

export function toUvu(plan: Plan, imports: UvuImports): string {
  const names = nameParts(plan);
  const { covered, total } = plan.coverage;
  const { name, module, bare } = imports.model;
  const local = IDENTIFIER.test(name) && name !== 'default' ? name : 'machine';
  const named = local === name ? name : `${name === 'default' ? name : quote(name)} as ${local}`;
  const testing = bare ? 'bareModel, pureDriver, walk' : 'pureDriver, walk';
  return `${[
    '/**',
    ` * Generated from the model of "${plan.machine}"; do not edit.`,
    ...(imports.command === undefined ? [] : [` * Regenerate: ${imports.command}`]),
    ` * Covers ${covered} of ${total} ${plan.criterion} (granularity: ${plan.granularity}).`,
    ' */',
    `import { ${testing} } from ${quote(imports.testing ?? 'sendpay/testing')};`,
    `import { suite } from ${quote(imports.suite ?? 'uvu')};`,
    `import { ${named} } from ${quote(module)};`,
    '',
    `const test = suite(${quote(`${plan.machine}: ${plan.criterion} (generated)`)});`,
    `const driver = pureDriver(${bare ? `bareModel(${local}${Object.keys(bare).length === 0 ? '' : `, ${toSource(bare)}`})` : local});`,
    '',
    ...table('events', names.events),
    '',
    ...table('situations', names.situations),
    '',
    `const initial = { ...situations[${quote(names.situation(plan.initial))}], effects: ${toSource(plan.initial.effects)} };`,
    ...plan.paths.flatMap((path) => ['', ...testOf(path, names)]),
    '',
    'test.run();',
  ].join('\n')}\n`;
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function table(name: string, rows: readonly { readonly name: string; readonly value: unknown }[]): string[] {
  return [`const ${name} = {`, ...rows.map((row) => `  ${quote(row.name)}: ${toSource(row.value)},`), '};'];
}

function testOf(path: PlanPath, names: PlanNames): string[] {
  return [
    `test(${quote(path.title)}, () =>`,
    '  walk(driver, initial, async (path) => {',
    ...path.steps.map((step) => `    ${stepOf(step, names)}`),
    '  }));',
  ];
}

function stepOf(step: PlanStep, names: PlanNames): string {
  const event = `events[${quote(step.label)}]`;
  if (step.outcome !== 'handled') return `await path.unmoved(${event}); // ${step.outcome}`;
  const effects = step.expect.effects.length === 0 ? '' : `, ${toSource(step.expect.effects)}`;
  return `await path.step(${event}, situations[${quote(names.situation(step.expect))}]${effects});`;
}
