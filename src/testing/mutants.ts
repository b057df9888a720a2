/**
 * Mutants of a machine: copies with one small mistake each, to learn whether a plan would notice it.
 *
 * | operator        | the mistake                                                                              |
 * |-----------------|------------------------------------------------------------------------------------------|
 * | `remove`        | a declared transition is gone                                                            |
 * | `flip-guard`    | a guard means its opposite; in a composite guard also each part by itself                |
 * | `retarget`      | a transition leads to another state of the machine (one mutant per other atomic state)   |
 * | `drop-action`   | one action (assign, emit, custom) of a transition, entry or exit is gone                 |
 * | `drop-field`    | an object `assign` forgets one of its fields                                             |
 *
 * Invariant: ids are stable, so that a known equivalent can be listed by id with its reason. Only the configuration
 * and implementations are changed; code inside guards and actions is not mutated.
 */
import { type AnyStateMachine, and, not, or } from 'xstate';
import { compositeGuard } from '../chart/composite-guard.ts';
import {
  type AnyStateNode,
  declaredTransitions,
  guardName,
  rebuild,
  sourceName,
  stateNodes,
  type TransitionConfig,
  toArray,
} from './declared.ts';

export const OPERATORS = ['remove', 'flip-guard', 'retarget', 'drop-action', 'drop-field'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Mutant {
  readonly id: string;
  readonly operator: Operator;
  /** The mistake as a sentence. */
  readonly description: string;
  readonly machine: AnyStateMachine;
}

/** Every mutant of the machine, in document order, operator by operator. */
export function mutants(machine: AnyStateMachine): readonly Mutant[] {
  return [
    ...removals(machine),
    ...flips(machine),
    ...retargets(machine),
    ...droppedActions(machine),
    ...droppedStateActions(machine),
    ...droppedFields(machine),
  ];
}

function mutant(operator: Operator, where: string, description: string, machine: AnyStateMachine): Mutant {
  return { id: `${operator} ${where}`, operator, description, machine };
}

function editOne(
  machine: AnyStateMachine,
  id: string,
  change: (config: TransitionConfig) => TransitionConfig | undefined,
): AnyStateMachine {
  return rebuild(machine, { transition: (at, config) => (at === id ? change(config) : config) });
}

function removals(machine: AnyStateMachine): Mutant[] {
  return declaredTransitions(machine).map(({ id }) =>
    mutant(
      'remove',
      id,
      `${id} does not exist`,
      editOne(machine, id, () => undefined),
    ),
  );
}

function flips(machine: AnyStateMachine): Mutant[] {
  return declaredTransitions(machine)
    .filter(({ guard }) => guard !== undefined)
    .flatMap(({ id, guard }) =>
      flipped(guard).map((changed) => {
        const where = `${id} to ${guardName(changed)}`;
        const text = `${id} is guarded by ${guardName(changed)} instead of ${guardName(guard)}`;
        return mutant(
          'flip-guard',
          where,
          text,
          editOne(machine, id, (config) => ({ ...config, guard: changed })),
        );
      }),
    );
}

const BUILD = { and, or } as const;

/** The guard's opposite, and for `and`/`or` the guard with one part turned round. */
function flipped(guard: unknown): unknown[] {
  const whole = not(guard as never);
  const composite = compositeGuard(guard);
  if (composite?.kind !== 'and' && composite?.kind !== 'or') return [whole];
  const { guards, kind } = composite;
  const parts = guards.flatMap((part, at) =>
    flipped(part).map((changed) => BUILD[kind](guards.map((one, index) => (index === at ? changed : one)) as never)),
  );
  return [whole, ...parts];
}

function retargets(machine: AnyStateMachine): Mutant[] {
  const goals = stateNodes(machine).filter((node) => node.type === 'atomic' || node.type === 'final');
  return declaredTransitions(machine)
    .filter(({ inert }) => !inert)
    .flatMap(({ id, source, targets }) =>
      goals
        .filter((goal) => !stays(goal, targets.length === 0 ? [source] : targets, machine))
        .map((goal) => {
          const name = sourceName(goal);
          const changed = editOne(machine, id, (config) => ({ ...config, target: `#${goal.id}` }));
          return mutant('retarget', `${id} to ${name}`, `${id} leads to ${name}`, changed);
        }),
    );
}

/** true if entering one of `targets` already ends in `goal`: no mistake would be made. */
function stays(goal: AnyStateNode, targets: readonly string[], machine: AnyStateMachine): boolean {
  const nodes = stateNodes(machine).filter((node) => targets.includes(sourceName(node)));
  return nodes.some((node) => entered(node).includes(goal));
}

function entered(node: AnyStateNode): readonly AnyStateNode[] {
  if (node.type === 'compound') return (node.initial.target as AnyStateNode[]).flatMap(entered);
  return node.type === 'parallel' ? Object.values(node.states).flatMap(entered) : [node];
}

function droppedActions(machine: AnyStateMachine): Mutant[] {
  return declaredTransitions(machine).flatMap(({ id, config }) =>
    toArray(config.actions).map((action, at) => {
      const changed = editOne(machine, id, (one) => ({ ...one, actions: without(toArray(one.actions), at) }));
      const name = `${actionName(action)}@${at}`;
      return mutant('drop-action', `${id} ${name}`, `${id} does not do ${actionName(action)}`, changed);
    }),
  );
}

function droppedStateActions(machine: AnyStateMachine): Mutant[] {
  return stateNodes(machine).flatMap((node) =>
    (['entry', 'exit'] as const).flatMap((hook) =>
      node[hook].map((action, at) => {
        const source = sourceName(node);
        const changed = rebuild(machine, {
          stateActions: (state, on, actions) => (state === source && on === hook ? without(actions, at) : actions),
        });
        const where = `${source}/${hook} ${actionName(action)}@${at}`;
        return mutant('drop-action', where, `${hook} of ${source} does not do ${actionName(action)}`, changed);
      }),
    ),
  );
}

type ObjectAssign = { readonly type: string; readonly assignment: Record<string, unknown> };

/** Named assigns written as an object of fields. */
function droppedFields(machine: AnyStateMachine): Mutant[] {
  const actions = Object.entries(machine.implementations.actions as Record<string, unknown>);
  return actions.flatMap(([name, action]) =>
    isObjectAssign(action)
      ? Object.keys(action.assignment).map((field) => {
          const { [field]: _forgotten, ...assignment } = action.assignment;
          const changed = Object.assign(() => {}, action, { assignment });
          const machineWithout = machine.provide({ actions: { [name]: changed } } as never) as AnyStateMachine;
          return mutant('drop-field', `${name}.${field}`, `${name} does not set ${field}`, machineWithout);
        })
      : [],
  );
}

function isObjectAssign(action: unknown): action is ObjectAssign {
  const assign = action as Partial<ObjectAssign> | undefined;
  return assign?.type === 'xstate.assign' && typeof assign.assignment === 'object';
}

function without(list: readonly unknown[], index: number): readonly unknown[] {
  return list.filter((_, at) => at !== index);
}

function actionName(action: unknown): string {
  if (typeof action === 'string') return action;
  const named = action as { readonly type?: string; readonly name?: string };
  return named.type ?? (named.name || '(inline)');
}
