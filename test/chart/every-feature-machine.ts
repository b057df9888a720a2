/** A machine that uses every feature of XState v5 a chart can show once, with names that say which; see the tests beside it. */
import {
  and,
  assign,
  cancel,
  emit,
  enqueueActions,
  fromPromise,
  log,
  not,
  or,
  raise,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stateIn,
  stopChild,
} from 'xstate';

/** Text that means something in every format: a machine's author may write it, a chart must show it as text. */
export const HOSTILE = `a:b;c#d "q" 'p' <script>alert(1)</script> & {x} %% --> ]]> \\n | $1 \`t\` direction LR`;

interface Context {
  count: number;
}

export const everyFeatureMachine = setup({
  types: { context: {} as Context, tags: {} as 'tagBusy' | 'tagOver', meta: {} as Record<string, unknown> },
  actors: { fetchLogic: fromPromise(async () => 1), childLogic: fromPromise(async () => 2) },
  delays: { fixedDelay: 250, computedDelay: ({ context }: { context: Context }) => context.count },
  guards: {
    guardNamed: () => true,
    guardParams: (_, _params: { least: number }) => true,
    guardComposite: and([() => true, not(() => false)]),
  },
  actions: {
    actionPlain: () => {},
    actionParams: (_, _params: { level: string }) => {},
    actionAssign: assign({ count: 7 }),
    actionEmit: emit({ type: 'EMITTED_BY_NAME', size: 3 }),
    actionEmitComputed: emit(({ context }) => ({ type: 'NOT_KNOWN_BEFORE', size: context.count })),
    entryRoot: () => {},
    exitRoot: () => {},
  },
}).createMachine({
  id: 'every',
  version: '1.2.3',
  description: 'descriptionRoot',
  context: { count: 0 },
  entry: 'entryRoot',
  exit: 'exitRoot',
  meta: { metaRoot: 12n },
  output: { outputRoot: true },
  initial: 'atomicStart',
  on: { ROOT_RESET: { target: '.atomicStart', reenter: true, description: 'descriptionReset' } },
  states: {
    atomicStart: {
      description: 'descriptionStart',
      tags: ['tagBusy'],
      meta: { metaState: 'metaStateValue' },
      entry: [
        'actionPlain',
        { type: 'actionParams', params: { level: 'paramsAction' } },
        assign({ count: 1 }),
        raise({ type: 'RAISED' }, { delay: 'fixedDelay', id: 'raiseId' }),
      ],
      exit: [log('logText', 'logLabel'), cancel('raiseId')],
      on: {
        GO_NAMED: {
          guard: 'guardNamed',
          target: 'compoundParent',
          actions: 'actionAssign',
          meta: { metaTransition: 1 },
        },
        GO_CHOICE: [
          { guard: { type: 'guardParams', params: { least: 42 } }, target: 'compoundParent.childTwo' },
          { guard: and(['guardNamed', not('guardComposite')]), target: 'parallelParent' },
          { guard: or([stateIn({ compoundParent: 'childTwo' }), 'guardNamed']), target: 'finalState' },
        ],
        GO_INSIDE: { actions: ['actionEmit', 'actionEmitComputed', emit({ type: 'EMITTED_INLINE' })] },
        GO_INLINE: {
          guard: function guardInline() {
            return true;
          },
          actions: function actionInline() {},
        },
        GO_REENTER: { target: 'atomicStart', reenter: true },
        GO_SELF: { target: 'atomicStart' },
        GO_MANY: { target: ['parallelParent.regionOne.oneB', 'parallelParent.regionTwo.twoB'] },
        GO_FORBIDDEN: undefined,
        'partial.*': { actions: 'actionPlain', description: 'descriptionPartial' },
        '*': { target: 'finalState', description: HOSTILE },
      },
      after: {
        1500: { target: 'compoundParent', description: 'descriptionAfter' },
        fixedDelay: { actions: raise({ type: 'RAISED_AFTER', amount: 5n }) },
        computedDelay: { guard: 'guardNamed', target: 'finalState' },
      },
    },
    compoundParent: {
      description: 'descriptionCompound',
      initial: 'childOne',
      onDone: { target: 'finalState', actions: 'actionPlain', description: 'descriptionDone' },
      on: {
        GO_OUT: 'atomicStart',
        GO_DOWN: '.childTwo',
        GO_KEEP: { actions: sendTo('fetchId', { type: 'SENT' }) },
        GO_AGAIN: { target: 'compoundParent', reenter: true },
      },
      states: {
        childOne: {
          always: { guard: 'guardNamed', target: 'childTwo', description: 'descriptionAlways' },
        },
        childTwo: {
          invoke: {
            id: 'fetchId',
            src: 'fetchLogic',
            systemId: 'fetchSystem',
            input: { inputKey: 'inputValue' },
            onDone: { target: 'childDone', actions: sendParent({ type: 'SENT_TO_PARENT' }) },
            onError: { target: 'childOne' },
            onSnapshot: { actions: 'actionPlain' },
          },
          on: { GO_UP: { target: '#every.compoundParent' } },
        },
        childDone: { type: 'final', output: { outputKey: 'outputValue' } },
        shallowMemory: { type: 'history', target: 'childTwo' },
      },
    },
    parallelParent: {
      type: 'parallel',
      description: 'descriptionParallel',
      entry: spawnChild('childLogic', { id: 'spawnId' }),
      exit: stopChild('spawnId'),
      on: { GO_BACK_SHALLOW: 'compoundParent.shallowMemory', GO_BACK_DEEP: '.deepMemory' },
      onDone: 'finalState',
      states: {
        deepMemory: { type: 'history', history: 'deep' },
        regionOne: {
          initial: 'oneA',
          states: {
            oneA: { on: { ONE_NEXT: 'oneB' } },
            oneB: { type: 'final' },
          },
        },
        regionTwo: {
          initial: 'twoA',
          states: {
            twoA: {
              on: {
                TWO_NEXT: {
                  target: 'twoB',
                  actions: enqueueActions(({ enqueue }) => {
                    enqueue('actionPlain');
                  }),
                },
              },
            },
            twoB: { type: 'final' },
          },
        },
      },
    },
    'named by: people': {
      id: 'own id#1',
      description: HOSTILE,
      tags: ['tagOver'],
      on: { 'EVENT: "x"': 'atomicStart' },
    },
    finalState: { type: 'final', description: 'descriptionFinal' },
  },
});
