/**
 * The transitions a machine declares, each with a stable id, and machines rebuilt from an edited configuration.
 *
 * Invariant: a transition has the same id in the machine, in a rebuilt one and in what an inspection event shows, so that
 * "declared", "taken" and "mutated" speak of the same thing. Ids read `state/EVENT/index`, e.g. `pending/PART_FAILED/1`.
 * Machines with `invoke` or `after` are refused: what they do depends on something outside the events.
 */
import { type AnyStateMachine, createMachine, type StateNode } from 'xstate';
import { compositeGuard } from '../chart/composite-guard.ts';
import { TestingError } from './error.ts';
import { canonical } from './plain.ts';

/** A loop of eventless transitions (a mutant can make one) ends here instead of hanging. */
const MICROSTEP_LIMIT = 1_000;

/** One transition as written in the configuration, in object form. */
export interface TransitionConfig {
  readonly target?: string | readonly string[] | undefined;
  readonly guard?: unknown;
  readonly actions?: unknown;
  readonly reenter?: boolean;
  readonly description?: string;
}

export interface DeclaredTransition {
  readonly id: string;
  /** Path of the source state, `(root)` for the machine itself. */
  readonly source: string;
  /** Event descriptor; `always` and `onDone` for transitions without an event of their own. */
  readonly event: string;
  /** The guard as written, undefined if there is none. */
  readonly guard: unknown;
  /** Paths of the target states; empty for a transition that stays. */
  readonly targets: readonly string[];
  /** Neither target nor actions: it says "ignore this event here". */
  readonly inert: boolean;
  readonly description: string | undefined;
  readonly config: TransitionConfig;
}

/** Changes to a configuration; what is absent stays as it is. */
export interface Edit {
  /** The new transition, or undefined to remove it. */
  transition?(id: string, config: TransitionConfig): TransitionConfig | undefined;
  /** The new entry or exit actions of the state at `source`. */
  stateActions?(source: string, hook: 'entry' | 'exit', actions: readonly unknown[]): readonly unknown[];
}

// biome-ignore lint/suspicious/noExplicitAny: a machine of any context and event, as XState's own `AnyStateMachine`
export type AnyStateNode = StateNode<any, any>;

type Config = Record<string, unknown>;

export function sourceName(node: AnyStateNode): string {
  return node.path.length === 0 ? '(root)' : node.path.join('.');
}

/** Every state node, in document order. */
export function stateNodes(machine: AnyStateMachine): readonly AnyStateNode[] {
  const below = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(below)];
  return below(machine.root);
}

/** @throws TestingError `TESTING_UNSUPPORTED_MACHINE` */
export function assertTestable(machine: AnyStateMachine): void {
  for (const node of stateNodes(machine)) {
    const reason =
      node.invoke.length > 0 ? 'invokes an actor' : node.config.after !== undefined ? 'waits with `after`' : undefined;
    if (reason !== undefined)
      throw new TestingError(
        'TESTING_UNSUPPORTED_MACHINE',
        `state "${sourceName(node)}" of "${machine.id}" ${reason}; make timeouts and results events of the machine`,
      );
  }
}

/** Every transition the machine declares, in document order. */
export function declaredTransitions(machine: AnyStateMachine): readonly DeclaredTransition[] {
  return [...transitionIds(machine)].map(([definition, id]) => ({
    id,
    source: sourceName(definition.source),
    event: id.slice(sourceName(definition.source).length + 1, id.lastIndexOf('/')),
    guard: definition.guard,
    targets: (definition.target ?? []).map(sourceName),
    inert: isInert(definition),
    description: definition.description,
    config: definition as TransitionConfig,
  }));
}

interface Definition {
  readonly source: AnyStateNode;
  readonly target?: readonly AnyStateNode[] | undefined;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
  readonly reenter: boolean;
  readonly description?: string | undefined;
}

/** Definitions as XState holds them (the objects inspection events carry) → id. */
export function transitionIds(machine: AnyStateMachine): ReadonlyMap<Definition, string> {
  const ids = new Map<Definition, string>();
  for (const node of stateNodes(machine)) {
    const source = sourceName(node);
    for (const [descriptor, definitions] of node.transitions)
      definitions.forEach((definition, index) => {
        const event = descriptor === `xstate.done.state.${node.id}` ? 'onDone' : descriptor;
        ids.set(definition as Definition, `${source}/${event}/${index}`);
      });
    (node.always ?? []).forEach((definition, index) => {
      ids.set(definition as unknown as Definition, `${source}/always/${index}`);
    });
  }
  return ids;
}

function isInert(definition: Definition): boolean {
  return definition.target === undefined && definition.actions.length === 0 && !definition.reenter;
}

/** A machine from the edited configuration, with the same implementations. */
export function rebuild(machine: AnyStateMachine, edit: Edit): AnyStateMachine {
  const config = editNode(machine.config as Config, [], edit);
  const options = (machine.config as { options?: object }).options;
  return createMachine(
    { ...config, id: machine.id, options: { maxIterations: MICROSTEP_LIMIT, ...options } } as never,
    machine.implementations as never,
  ) as unknown as AnyStateMachine;
}

function editNode(config: Config, path: readonly string[], edit: Edit): Config {
  const source = path.length === 0 ? '(root)' : path.join('.');
  const edited: Config = { ...config };
  if (config.on !== undefined)
    edited.on = mapDefined(config.on as Config, (like, event) => editTransitions(like, `${source}/${event}`, edit));
  for (const event of ['always', 'onDone'])
    if (config[event] !== undefined)
      setOrDelete(edited, event, editTransitions(config[event], `${source}/${event}`, edit));
  for (const hook of ['entry', 'exit'] as const)
    if (config[hook] !== undefined)
      edited[hook] = edit.stateActions?.(source, hook, toArray(config[hook])) ?? config[hook];
  if (config.states !== undefined)
    edited.states = mapDefined(config.states as Config, (child, key) =>
      editNode(child as Config, [...path, key], edit),
    );
  return edited;
}

function editTransitions(like: unknown, prefix: string, edit: Edit): readonly TransitionConfig[] | undefined {
  const edited = (Array.isArray(like) ? like : [like])
    .map((one) => (typeof one === 'object' && one !== null ? one : { target: one }) as TransitionConfig)
    .map((one, index) => (edit.transition ? edit.transition(`${prefix}/${index}`, one) : one))
    .filter((one) => one !== undefined);
  return edited.length === 0 ? undefined : edited;
}

function mapDefined(record: Config, change: (value: unknown, key: string) => unknown): Config {
  const edited: Config = {};
  for (const [key, value] of Object.entries(record)) setOrDelete(edited, key, change(value, key));
  return edited;
}

function setOrDelete(record: Config, key: string, value: unknown): void {
  if (value === undefined) delete record[key];
  else record[key] = value;
}

export function toArray(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

/** A guard's name as charts show it: `name`, `not(name)`, `and(a, b)`, `or(a, b)`, `stateIn(a.b)`, or `(inline)`. */
export function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return String(guard.type);
  const composite = compositeGuard(guard);
  if (composite?.kind === 'stateIn') return `stateIn(${canonical(composite.stateValue)})`;
  if (composite !== undefined) return `${composite.kind}(${composite.guards.map(guardName).join(', ')})`;
  return typeof guard === 'function' && guard.name !== '' && guard.name !== 'guard' ? guard.name : '(inline)';
}
