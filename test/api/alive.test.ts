/** A program that waits for an answer lives until it has it, and not longer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equal } from 'uvu/assert';
import { suite } from '../support/suite.ts';

const test = suite('a program that waits');

const PROGRAM = join(import.meta.dirname, 'alive-program.ts');

async function run(...words: string[]): Promise<{ code: unknown; said: string[] }> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const [code] = await once(child, 'close');
  return { code, said: said.trimEnd().split('\n') };
}

/** Both at once: what they take is mostly starting. */
const dir = mkdtempSync(join(tmpdir(), 'sendpay-alive-'));
const [idle, closing] = [run('idle'), run('close', dir)];
test.after(() => rmSync(dir, { recursive: true, force: true }));

test('every call, every wait and every reader of a feed is waited for; then the process ends, though a payment is under way', async () => {
  equal(await idle, {
    code: 0,
    said: [
      'pay complete',
      'waitsendpay complete',
      'toPromise complete',
      'waitFor done',
      'events PART_FULFILLED',
      'aborted -5',
      'refused 208',
      'own switch complete',
    ],
  });
});

test('closing ends whatever is waited for, and with it the process', async () => {
  equal(await closing, { code: 0, said: ['the feed ended', 'closed -5 200 -5 904 nothing rejected'] });
});

test.run();
