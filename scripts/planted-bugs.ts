/**
 * Are bugs found? Plants each patch of `test/planted-bugs` in a copy of the source and simulates until it is found, or, where
 * the patch says "Found by: FILE" before its first line, runs that test: what only a switch outside the journal can show is
 * beyond the simulation. `npm run planted-bugs [-- NAME…] [--runs N]`.
 *
 * Invariant: the source itself is never touched, and has no switches for bugs. A patch that does not apply any more is a
 * failure, not a bug found. Ends with 1 unless every bug was found.
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';

const ROOT = join(import.meta.dirname, '..');
const PATCHES = join(ROOT, 'test', 'planted-bugs');
/** What a simulation or a test needs of the source. */
const COPIED = ['src', 'machines', 'test', 'scripts', 'package.json', 'tsconfig.json'];
/** Characters of a finding that are shown. */
const SHOWN = 110;

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '400' } },
  allowPositionals: true,
});

interface Verdict {
  readonly bug: string;
  readonly found: boolean;
  /** Runs of the simulation it took, or "test", and what gave it away; or why it was not found. */
  readonly runs: number | 'test';
  readonly finding: string;
}

/** What `simulate --json` says. */
interface Campaign {
  readonly runs: number;
  readonly seed?: string;
  readonly fault?: string;
}

const bugs = (await readdir(PATCHES))
  .filter((file) => file.endsWith('.patch'))
  .map((file) => file.slice(0, -'.patch'.length))
  .filter((name) => positionals.length === 0 || positionals.includes(name))
  .sort();
const verdicts = await judgeAll(bugs);
const table = new Table({ head: ['planted bug', 'found', 'runs', 'given away by'], style: { head: [], border: [] } });
for (const { bug, found, runs, finding } of verdicts)
  table.push([bug, found ? 'yes' : 'NO', runs, finding.length > SHOWN ? `${finding.slice(0, SHOWN)}…` : finding]);
console.log(table.toString());
const missed = verdicts.filter(({ found }) => !found).length;
console.log(`${verdicts.length - missed} of ${verdicts.length} planted bugs found`);
process.exitCode = missed > 0 || verdicts.length === 0 ? 1 : 0;

async function judgeAll(names: readonly string[]): Promise<Verdict[]> {
  const left = [...names];
  const judged: Verdict[] = [];
  const worker = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) judged.push(await judge(name));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return judged.sort((one, other) => (one.bug < other.bug ? -1 : 1));
}

async function judge(bug: string): Promise<Verdict> {
  const copy = await mkdtemp(join(tmpdir(), 'sendpay-planted-'));
  try {
    for (const part of COPIED) await cp(join(ROOT, part), join(copy, part), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const applied = await run(copy, 'git', ['apply', '-C1', join(PATCHES, `${bug}.patch`)]);
    if (applied.code !== 0) return { bug, found: false, runs: 0, finding: `does not apply: ${applied.output.trim()}` };
    const test = /^Found by: (.+)$/m.exec(await readFile(join(PATCHES, `${bug}.patch`), 'utf8'))?.[1];
    if (test !== undefined) return testVerdictOf(bug, await run(copy, process.execPath, ['--import', 'tsx', test]));
    const options = ['--seed', '1', '--runs', values.runs, '--jobs', '1', '--first-failure', '--json'];
    const { output } = await run(copy, process.execPath, ['--import', 'tsx', 'scripts/simulate.ts', ...options]);
    return verdictOf(bug, output);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** A test file that did not even begin has found nothing: a test of it must be red. */
function testVerdictOf(bug: string, { output }: { readonly output: string }): Verdict {
  const red = /^ *FAIL [^"]*"(.*)"$/m.exec(output)?.[1];
  return { bug, found: red !== undefined, runs: 'test', finding: red ?? `not red: ${output.trim().slice(-SHOWN)}` };
}

/** A simulation that did not even end (a bug can do that) has found something only if it says what. */
function verdictOf(bug: string, output: string): Verdict {
  const line = output.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) return { bug, found: false, runs: 0, finding: `no report: ${output.trim().slice(0, SHOWN)}` };
  const { runs, fault } = JSON.parse(line) as Campaign;
  return { bug, found: fault !== undefined, runs, finding: fault === undefined ? 'not found' : shortened(fault) };
}

/** Without ids, which differ from run to run of a developer's eye. */
function shortened(fault: string): string {
  return fault.split('\n')[0]?.replaceAll(/[0-9a-f]{40,}/g, (id) => `${id.slice(0, 6)}…`) ?? '';
}

function run(cwd: string, command: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
