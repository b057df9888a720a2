import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  array,
  assert,
  bigInt,
  boolean,
  constantFrom,
  dictionary,
  double,
  letrec,
  oneof,
  property,
  string,
  tuple,
} from 'fast-check';
import { equal, is, match, throws } from 'uvu/assert';
import { createMachine } from 'xstate';
import {
  declaredTransitions,
  explore,
  exploreBare,
  FORMATS,
  findingsOf,
  generatePlan,
  mutationScore,
  type Plan,
  type PlanPath,
  type PlanStep,
  parsePlan,
  planToJson,
  TestingError,
  testgen,
  toGherkin,
  toMarkdown,
  toMermaid,
  toUvu,
} from '../../src/testing/index.ts';
import { canonical, toJson } from '../../src/testing/plain.ts';
import { suite } from '../support/suite.ts';
import { downloadModel } from './support/download.ts';

const test = suite('emitters');
const root = join(import.meta.dirname, '../..');

/** Inside the tree, so that modules are found as by any other file; outside `test`, so that no runner picks it up. */
function scratch(): string {
  const folder = join(root, 'test-output');
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, 'emitted-'));
}

const modelFile = join(import.meta.dirname, 'support/download.ts');
const plan = generatePlan(downloadModel, { criterion: 'event-matrix' });

/** Runs the emitted file. */
function runEmitted(change: (text: string) => string): { status: number | null; output: string } {
  const folder = scratch();
  try {
    const from = (file: string): string => relative(folder, join(root, file));
    const text = toUvu(plan, {
      suite: from('test/support/suite.ts'),
      testing: from('src/testing/index.ts'),
      command: 'node --import tsx emit.ts',
      model: { module: relative(folder, modelFile), name: 'downloadModel' },
    });
    const file = join(folder, 'emitted.ts');
    writeFileSync(file, change(text));
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file], { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('an emitted test file runs one test per path and passes', () => {
  const { status, output } = runEmitted((text) => text);
  equal(status, 0, output);
  match(output, new RegExp(`Passed:\\s+${plan.paths.length}\\b`));
});

test('an emitted test file fails when the machine does something else', () => {
  const { status, output } = runEmitted((text) => text.replaceAll("type: 'OPEN'", "type: 'OPENED'"));
  equal(status, 1);
  match(output, /effects: expected \[\{"attempt":1,"type":"OPENED"\}\]/);
});

test('a plan survives the trip through JSON, amounts included', () => {
  equal(parsePlan(planToJson(plan)), plan);
  is(
    plan.paths.some((path) => path.steps.some((step) => 'bytes' in step.event && step.event.bytes === 10n)),
    true,
  );
});

/** Every run tries the same. */
const SEED = 8;

/** Any data a machine may hold, keys that the files use themselves among them. */
const anyData = letrec<{ data: unknown }>((tie) => ({
  data: oneof(
    { depthSize: 'small' },
    bigInt(),
    double(),
    string(),
    boolean(),
    constantFrom(null, undefined, -0, 2n ** 64n - 1n),
    array(tie('data'), { maxLength: 3 }),
    dictionary(
      oneof(constantFrom('$bigint', '$same', '$$number', '$undefined', '__proto__', 'part'), string()),
      tie('data'),
      {
        maxKeys: 3,
      },
    ),
  ),
})).data;

/** What random data seldom meets: null that stays, a changed field that looks like a mark, and one that goes. */
const examples: [unknown, [unknown, unknown, unknown[]][]][] = [
  [
    null,
    [
      [0, null, []],
      [1, null, [null]],
    ],
  ],
  [{ part: 1, $same: 'a' }, [[{ $bigint: 1 }, { part: 1, $same: 'b' }, []]]],
  [{ part: 1, other: 2n }, [[undefined, { part: 1 }, [{ other: undefined }]]]],
];

test('whatever data a plan holds survives the trip, under whatever key', () => {
  const [path, ...others] = plan.paths as [PlanPath, ...PlanPath[]];
  assert(
    property(
      anyData,
      array(tuple(anyData, anyData, array(anyData, { maxLength: 2 })), { maxLength: 4 }),
      (first, rows) => {
        const steps = rows.map(([payload, data, effects], index): PlanStep => {
          const event = { type: 'ANY', payload };
          return {
            event,
            label: `any ${index}`,
            outcome: 'handled',
            expect: { state: `s${index % 2}`, data, effects },
          };
        });
        const made: Plan = {
          ...plan,
          initial: { ...plan.initial, data: first },
          paths: [{ ...path, steps }, ...others],
        };
        equal(canonical(parsePlan(planToJson(made))), canonical(made));
      },
    ),
    { seed: SEED, numRuns: 1_000, examples },
  );
});

test('what a plan repeats stands once in its file, a step as what it changes', () => {
  const text = planToJson(plan);
  match(text, /\n {2}"CHUNK": \{"event":"CHUNK\(bytes: 10n\)","change":\{"receivedBytes":\{"\$bigint":"10"\}\}\},\n/);
  equal(text.match(/"bytes":\{"\$bigint":"10"\}/g)?.length, 1);
  const long = 'long'.repeat(20);
  const [path, ...others] = plan.paths as [PlanPath, ...PlanPath[]];
  const repeating = path.steps.map((step, index) => ({ ...step, expect: { ...step.expect, data: { long, index } } }));
  const shared = planToJson({ ...plan, paths: [{ ...path, steps: repeating }, ...others] });
  equal(shared.match(new RegExp(long, 'g'))?.length, 1);
});

test('a plan file of the first format is still read', () => {
  const file = { format: 'sendpay-test-plan/1', ...(toJson(plan) as object) };
  equal(parsePlan(JSON.stringify(file)), plan);
});

test('a label that stands for two events is refused, since the file could say only one of them', () => {
  const [path, ...others] = plan.paths as [PlanPath, ...PlanPath[]];
  const steps = path.steps.map((step, index) => ({ ...step, label: 'same', event: { type: `E${index}` } }));
  throws(() => planToJson({ ...plan, paths: [{ ...path, steps }, ...others] }), /stands for two different events/);
});

test('what is not a plan is refused with a reason', () => {
  for (const [text, reason] of [
    ['not json', /not JSON/],
    ['{"format":"other"}', /format is other/],
    [planToJson(plan).replace('event-matrix', 'everything'), /criterion everything/],
    [planToJson(plan).replace('"START": {"type', '"STRAY": {"type'), /the event "START" is missing/],
    [planToJson(plan).replace('"RETRY": {"outcome', '"STRAY": {"outcome'), /the step "RETRY" is missing/],
    [planToJson(plan).replace('"same": {', '"other": {'), /same is missing/],
    [planToJson(plan).replace('{"$bigint":"10"}', '{"$bigint":"ten"}'), /ten/],
    [planToJson(plan).replace('"paths": [', '"paths": [{"title":"empty"},'), /steps of a path is missing/],
  ] as const)
    throws(
      () => parsePlan(text),
      (error: unknown) =>
        error instanceof TestingError && error.code === 'TESTING_BAD_INPUT' && reason.test(error.message),
    );
});

test('every format is the same bytes each time', async () => {
  for (const format of FORMATS) {
    const generate = async (): Promise<string> =>
      (await testgen({ machineFile: modelFile, coverage: 'transition-pairs', format, mutate: true })).text;
    equal(await generate(), await generate(), format);
  }
});

test('the report names coverage as n of m, findings and mutants', () => {
  const findings = findingsOf(downloadModel, explore(downloadModel));
  const report = toMarkdown(plan, { findings, mutation: mutationScore(downloadModel, plan) });
  match(report, /132 of 132 covered/);
  match(report, /22 abstract states/);
  match(report, /\| remove \| 7 \| 6 \| 0 \| 1 \|/);
});

test('scenarios say what is done and what must be seen', () => {
  const text = toGherkin(plan);
  match(text, /When CHUNK\(bytes: 10n\)\n {4}Then it is active\.running with \{"attempts":1,"receivedBytes":10n\}/);
  match(text, /Then nothing changes, because the event is ignored in idle/);
});

test('the diagram has each situation once and counts how often an arrow is taken', () => {
  const diagram = toMermaid(plan);
  equal(diagram.match(/state "active\.broken"/g)?.length, 1);
  match(diagram, /s_idle --> s_active_2e_running : START × \d+/);
});

test('reports keep their structure whatever a machine, its states and its events are called', () => {
  const odd = 'a|b\n# <c> `d` [e]: "f" --> %% {g}';
  const machine = createMachine({
    id: odd,
    initial: odd,
    states: { [odd]: { on: { [odd]: 'plain', 'user/login': 'plain' } }, plain: { on: { [odd]: odd } } },
  });
  const { model, exploration } = exploreBare(machine);
  const made = generatePlan(model, { criterion: 'transitions', granularity: 'chart' }, exploration);
  const steps = made.paths.reduce((sum, path) => sum + path.steps.length, 0);
  for (const line of toGherkin(made).trim().split('\n'))
    match(line, /^$|^Feature: |^ {2}Scenario: |^ {4}(Given|When|Then) /);
  const rows = toMarkdown(made)
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line));
  equal(rows.length, steps);
  for (const row of rows) equal(row.replace(/\\./g, '').split('|').length, 7, row);
  for (const line of toMermaid(made).split('\n').slice(1, -1))
    match(line, /^ {2}(state "[^"]*" as \w+|\[\*\] --> \w+|\w+ --> \w+ : [^:;%{}<>]*(#\d+;[^:;%{}<>]*)*)$/);
  equal(
    declaredTransitions(machine).map(({ event }) => event),
    [odd, 'user/login', odd],
  );
});

test('a machine without a model is tried with bare events, and its test file makes the same model from it', async () => {
  const folder = scratch();
  try {
    const machineFile = join(folder, 'door.ts');
    writeFileSync(
      machineFile,
      `import { createMachine } from 'xstate';
const doorMachine = createMachine({ id: 'door', initial: 'shut', states: { shut: { on: { OPEN: 'open' } }, open: { on: { SHUT: 'shut' } } } });
export default doorMachine;`,
    );
    const from = (file: string): string => relative(folder, join(root, file));
    const imports = { suite: from('test/support/suite.ts'), testing: from('src/testing/index.ts') };
    const out = join(folder, 'plan.json');
    const { plan: made } = await testgen({ machineFile, coverage: 'transition-pairs', format: 'json', out });
    equal([made.coverage.covered, made.coverage.total], [2, 2]);
    equal(parsePlan(readFileSync(out, 'utf8')), made);
    const emitted = join(folder, 'emitted.ts');
    await testgen({ machineFile, coverage: 'states', out: emitted, imports });
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', emitted], { encoding: 'utf8' });
    equal(status, 0, stdout + stderr);
    match(stdout, /Passed:\s+1\b/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
