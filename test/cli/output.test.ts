/** Answers are shown whole as JSON and readable as tables. */
import { CommanderError } from 'commander';
import { equal, is, match, ok } from 'uvu/assert';
import { CannotAsk, ExitCode } from '../../src/cli/exit-codes.ts';
import { prettyJson } from '../../src/cli/pretty-json.ts';
import { report } from '../../src/cli/report.ts';
import { readable } from '../../src/cli/table.ts';
import { SendpayError } from '../../src/domain/errors.ts';
import { suite } from '../support/suite.ts';
import { sendpay } from './support.ts';

const test = suite('what sendpay call prints');

test('JSON keeps every digit and leaves out undefined members', () => {
  const text = prettyJson({ big: 2n ** 64n, list: [1, { a: null }], none: [], gone: undefined });
  match(text, '"big": 18446744073709551616');
  equal(JSON.parse(text.replace(String(2n ** 64n), '1')), { big: 1, list: [1, { a: null }], none: [] });
});

test('a list of like objects is a table with every member and row', () => {
  const text = readable(
    {
      rows: [
        { id: 'a', n: 1 },
        { id: 'b', m: true },
      ],
    },
    80,
  );
  for (const word of ['rows', 'id', 'n', 'm', 'a', 'b', '1', 'true']) match(text, word);
  is(text.split('\n').filter((line) => /\bb\b/.test(line)).length, 1);
});

test('a table is no wider than the terminal, and says where it cut', () => {
  const rows = [{ hash: 'f'.repeat(64), other: 'e'.repeat(64) }];
  const lines = readable({ rows }, 60).split('\n');
  ok(Math.max(...lines.map((line) => line.length)) <= 60);
  match(lines.join('\n'), '…');
});

test('an object is its members, an empty list says so', () => {
  equal(readable({ id: 'x', list: [] }, 80), 'id    x\nlist\n  (none)\n');
  equal(readable('done', 80), 'done\n');
});

test('what could not be asked is 2 whatever the reason, help is 0, and no reason shows a stack', () => {
  const told = (error: unknown): [number, string] => {
    const err: string[] = [];
    const code = report(error, { err: (text: string) => err.push(text) } as never);
    return [code, err.join('')];
  };
  equal(ExitCode, { OK: 0, NO: 1, COULD_NOT_ASK: 2 });
  equal(told(new CommanderError(0, 'commander.help', 'help')), [0, '']);
  equal(told(new CommanderError(1, 'commander.unknownOption', 'no such option')), [2, '']);
  equal(told(new CannotAsk('no daemon')), [2, 'sendpay: no daemon\n']);
  equal(told(new SendpayError('SENDPAY_JOURNAL_LOCKED', 'in use')), [2, 'sendpay: in use (SENDPAY_JOURNAL_LOCKED)\n']);
  const [code, err] = told(new TypeError('ours'));
  is(code, 2);
  match(err, /^sendpay: TypeError: ours\nThis is a fault of sendpay /);
  ok(!/^ +at /m.test(err));
});

test('a word that is no well-formed UTF-8 is not sent: two of them would become one text', async () => {
  const { code, err } = await sendpay(['call', '--rpc-file', '/nowhere', 'delinvoice', 'a\ufffd', 'unpaid']);
  is(code, 2);
  match(err, /is not well-formed UTF-8/);
});

test.run();
