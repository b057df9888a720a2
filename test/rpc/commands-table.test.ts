/** docs/commands.md tells of every command and parameter there is, and what it says of v24.11 is what v24.11 said itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { type Judgements, renderTable, TableError } from '../../scripts/commands-table/table.ts';
import { COMMANDS } from '../../src/rpc/commands/index.ts';
import { suite } from '../support/suite.ts';

const RECORDED = '../shared/conformance/clients';
const test = suite('the table of commands');
const judgements = JSON.parse(readFileSync('scripts/commands-table/judgement.json', 'utf8')) as Judgements;
const COMMAND = { name: 'x', usage: 'x a [b]', params: COMMANDS.find(({ name }) => name === 'listpeers')!.params };

test('the document is what the commands and their judgement make of it', () => {
  assert.is(readFileSync('docs/commands.md', 'utf8'), renderTable(COMMANDS, judgements));
});

test('nothing is passed over: no command, parameter, place or reason', () => {
  const wrong = (judged: Judgements): boolean => {
    try {
      renderTable([{ ...COMMAND, usage: 'x [id] [level]' }], judged);
      return false;
    } catch (error) {
      return error instanceof TableError;
    }
  };
  assert.not.ok(wrong({ x: { cln: 'x [id] [level]' } }), 'all is well');
  assert.ok(wrong({}), 'a command that is not judged');
  assert.ok(wrong({ x: { cln: 'x [id] [level]' }, y: { cln: null } }), 'a judgement without a command');
  assert.ok(wrong({ x: { cln: 'x [level] [id]' } }), 'parameters at other places');
  assert.ok(wrong({ x: { cln: 'x id [level]' } }), 'one that is required there');
  assert.ok(wrong({ x: { cln: 'x [id]' } }), 'one that is ours alone');
  assert.ok(wrong({ x: { cln: 'x [id] [level] [more]' } }), 'one that is missing here');
  assert.ok(wrong({ x: { cln: 'x [id] [level]', different: { bogus: 'why' } } }), 'a reason without a parameter');
});

const recorded = (): string =>
  readdirSync(RECORDED)
    .filter((file) => file.includes('v24.11'))
    .map((file) => readFileSync(join(RECORDED, file), 'utf8').replaceAll('\\', ''))
    .join();

if (!existsSync(RECORDED)) test.skip('usage lines are those v24.11.2 gave', `${RECORDED} is not there`);
else
  test('usage lines are those v24.11.2 gave', () => {
    const text = recorded();
    // v24.11 lists the deprecated decodepay only when asked to.
    const told = Object.entries(judgements).filter(([name, { cln }]) => cln !== null && name !== 'decodepay');
    const untold = told.filter(
      ([, { cln }]) => !text.includes(`"command":"${cln}"`) && !text.includes(`"command":"${cln} "`),
    );
    assert.equal(
      untold.map(([name]) => name),
      [],
    );
  });

test.run();
