import { createRequire } from 'node:module';
import { equal, ok } from 'uvu/assert';
import { createActor, createMachine } from 'xstate';
import { chosen, exportsOf, isOldMachine, machineIn } from '../../src/chart/machine-exports.ts';
import { suite } from '../support/suite.ts';

const test = suite('machines a module exports');
const one = createMachine({ id: 'one' });
const two = createMachine({ id: 'two' });
const namesIn = (module: object): readonly (readonly string[])[] =>
  exportsOf(module, machineIn).map(({ names }) => names);

test('one machine under several names is one machine, and each of its names finds it', () => {
  const found = exportsOf({ default: one, alias: one, m: one, other: 1, make: () => two }, machineIn);
  equal(
    found.map(({ names }) => names),
    [['alias', 'm', 'default']],
  );
  for (const name of [undefined, 'alias', 'm', 'default']) equal(chosen(found, name, 'machines'), found[0]);
});

test('different machines are asked about by name', () => {
  const found = exportsOf({ one, two, again: two }, machineIn);
  equal(chosen(found, undefined, 'machines'), {
    problem: 'exports several machines: which one? --export one, --export two',
  });
  equal(chosen(found, 'three', 'machines'), { problem: 'has no "three" among its machines: one, two' });
  const again = chosen(found, 'again', 'machines');
  ok('value' in again && again.value === two);
});

test('what a CommonJS module exports is found inside its default', () => {
  equal(namesIn({ default: { one, two }, one }), [['one'], ['two']]);
  equal(namesIn({ default: { default: one } }), [['default']]);
  equal(namesIn({ default: one, 'module.exports': one }), [['default']]);
});

test('a machine of another copy of xstate is one, an actor stands for its machine, and nothing else is taken for one', () => {
  const cjs = createRequire(import.meta.url)('xstate') as { createMachine: typeof createMachine };
  const refuse = (): never => {
    throw new Error('not known');
  };
  const throwing = new Proxy({}, { get: refuse, has: refuse });
  equal(
    namesIn({ foreign: cjs.createMachine({ id: 'x' }), actor: createActor(one), throwing, none: null, text: 'x' }),
    [['foreign'], ['actor']],
  );
});

test('a machine of XState v4 is known as one', () => {
  ok(isOldMachine({ __xstatenode: true, initialState: {}, getStateNodeById: () => {} }));
  for (const value of [one, {}, null, undefined, 'x']) equal(isOldMachine(value), undefined);
});

test.run();
