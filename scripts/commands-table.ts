/**
 * Writes docs/commands.md: every command and parameter against Core Lightning v24.11 and the reference text.
 *
 * Usage: npm run commands [-- --check]. With `--check` nothing is written and a stale document is an error: exit status 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../src/rpc/commands/index.ts';
import { type Judgements, renderTable } from './commands-table/table.ts';

const root = join(import.meta.dirname, '..');
const DOCUMENT = join(root, 'docs', 'commands.md');

const judgements = JSON.parse(
  readFileSync(join(root, 'scripts', 'commands-table', 'judgement.json'), 'utf8'),
) as Judgements;
const current = renderTable(COMMANDS, judgements);
if (!process.argv.includes('--check')) writeFileSync(DOCUMENT, current);
else if (current !== readFileSync(DOCUMENT, 'utf8')) {
  process.stderr.write('docs/commands.md is stale: run `npm run commands` and commit the result.\n');
  process.exitCode = 1;
}
