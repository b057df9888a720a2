/**
 * `sendpay/testing`: tests generated from any XState v5 machine without `invoke` and `after`.
 *
 * model (events, abstraction) → `explore` → `generatePlan` → emit a test file, or `runPlan` against a driver;
 * `mutationScore` says whether the plan would notice a wrong machine. See docs/testing.md.
 */
export { type BareExploration, type BareOptions, bareModel, exploreBare } from './bare.ts';
export { type Coverage, measureCoverage, type Runnable } from './coverage.ts';
export { CRITERIA, type Criterion, type Goal, GRANULARITIES, type Granularity } from './criteria.ts';
export { type DeclaredTransition, declaredTransitions } from './declared.ts';
export { type DifferentialReport, type Disagreement, differential } from './differential.ts';
export { type Driver, type NotRunnable, type Observation, type Observed, pureDriver } from './driver.ts';
export { toGherkin } from './emit/gherkin.ts';
export { parsePlan, planToJson } from './emit/json.ts';
export { type MarkdownExtras, toMarkdown } from './emit/markdown.ts';
export { toMermaid } from './emit/mermaid.ts';
export { toUvu, type UvuImports } from './emit/uvu.ts';
export { TestingError, type TestingErrorCode } from './error.ts';
export {
  type AbstractState,
  type Edge,
  type Exploration,
  ExplorationLimitError,
  type ExploreOptions,
  explore,
  type Unstable,
} from './explore.ts';
export { type Findings, findingsOf } from './findings.ts';
export { DEFAULT_STATE_LIMIT, defineModel, type TestModel } from './model.ts';
export { type Mutant, mutants, OPERATORS, type Operator } from './mutants.ts';
export { type MutationReport, mutationScore, type OperatorScore } from './mutation-score.ts';
export { type Expectation, generatePlan, type Plan, type PlanOptions, type PlanPath, type PlanStep } from './plan.ts';
export {
  compare,
  type Difference,
  explain,
  firstFailure,
  type PathReport,
  type RunReport,
  runPlan,
  type Verdict,
} from './run-plan.ts';
export { shrink } from './shrink.ts';
export { createStepper, type GuardReading, type Outcome, type Step, type Stepper, stateName } from './stepper.ts';
export {
  FORMATS,
  type Format,
  isModel,
  loadModel,
  type TestgenOptions,
  type TestgenResult,
  testgen,
} from './testgen.ts';
export { type Situation, type Walk, walk } from './walk.ts';
