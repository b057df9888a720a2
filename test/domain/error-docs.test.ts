/** docs/errors.md has exactly the codes there are, with the words of their tables; the README names only codes there are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, ok } from 'uvu/assert';
import { RPC_ERROR_MEANINGS, RpcErrorCode, SENDPAY_ERRORS } from '../../src/domain/errors.ts';
import { suite } from '../support/suite.ts';

const test = suite('error codes');
const documented = readFileSync('docs/errors.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `') || /^\| -?\d/.test(line));

test('every code of a SendpayError, and of a refused command, is documented in its table’s words', () => {
  const thrown = Object.entries(SENDPAY_ERRORS).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  const refused = Object.entries(RpcErrorCode).map(
    ([name, code]) => `| ${code} | \`${name}\` | ${RPC_ERROR_MEANINGS[name as keyof typeof RpcErrorCode]} |`,
  );
  equal(documented, [...thrown, ...refused]);
});

test('a meaning is a sentence that fits a cell of a table', () => {
  const meanings = [...Object.values(SENDPAY_ERRORS), ...Object.values(RPC_ERROR_MEANINGS)];
  equal(
    meanings.filter((meaning) => !/^[A-Z][^|\n]{15,160}\.$/.test(meaning)),
    [],
  );
});

test('every code is raised somewhere', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== join('domain', 'errors.ts'))
    .map((file) => readFileSync(join('src', file), 'utf8'));
  const raised = new Set(sources.flatMap((source) => source.match(/'SENDPAY_[A-Z_]+'/g) ?? []));
  equal(
    Object.keys(SENDPAY_ERRORS).filter((code) => !raised.has(`'${code}'`)),
    [],
  );
});

test('the README names no code that does not exist', () => {
  const named = readFileSync('README.md', 'utf8').match(/SENDPAY_[A-Z_]*[A-Z]/g) ?? [];
  for (const code of new Set(named)) ok(code === 'SENDPAY_ERRORS' || code in SENDPAY_ERRORS, code);
});

test.run();
