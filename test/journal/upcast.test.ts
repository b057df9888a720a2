import { equal, is, throws } from 'uvu/assert';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { createUpcast, type UpcastStep } from '../../src/journal/upcast.ts';
import { suite } from '../support/suite.ts';
import { collect, told } from './support.ts';

const test = suite('upcasting');

const steps: UpcastStep[] = [
  { kind: 'toy', type: 'SAID', fromVersion: 1, upcast: ({ type: _type, ...rest }) => ({ ...rest, type: 'TOLD' }) },
  {
    kind: 'toy',
    type: 'TOLD',
    fromVersion: 2,
    upcast: ({ amount, ...rest }) => ({ ...rest, amountMsat: BigInt(amount as number) * 1000n }),
  },
];

test('an old event passes every step up to the current schema, and its record still says what was written', async () => {
  const journal = await openMemoryJournal({ upcast: createUpcast(steps) });
  const said = { stream: 'toy/1', event: { type: 'SAID', amount: 2 }, version: 1, timeMs: 0, cause: 0 };
  const upcast = { position: 1, sequence: 1, ...said, event: { type: 'TOLD', amountMsat: 2000n } };
  equal(journal.append(said), upcast);
  equal(journal.readStreamFromStart('toy/1'), [upcast], 'before it is durable');
  await journal.durable(1);
  equal(journal.readStreamFromStart('toy/1'), [upcast]);
  equal(await collect(journal.read(1)), [upcast]);
  equal((await collect(journal.read(1, 1, { asWritten: true })))[0]?.event, said.event);
});

test('current events, later versions and other kinds are left alone', () => {
  const upcast = createUpcast(steps);
  for (const [stream, version] of [
    ['toy/1', 3],
    ['doll/1', 1],
    ['toy/1', 1],
  ] as const) {
    const record = { ...told(stream, {}, { version }), position: 1, sequence: 1 };
    is(upcast(record), record);
  }
});

test('two steps from one place are a mistake', () => {
  throws(() => createUpcast([...steps, steps[0] as UpcastStep]), /two upcast steps from toy SAID v1/);
});

test.run();
