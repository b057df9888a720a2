/**
 * Listings over a long history (G11): what a page costs with 1,000 and with 200,000 finished payments, and how long another client's
 * `getinfo` takes while all of them are listed.
 *
 * Pages are read in this process by the commands themselves; the whole list goes over the socket to a process of its own, and
 * another one asks `getinfo` meanwhile.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { RpcAnswer } from '../../src/rpc/connection.ts';
import { parseTokens } from '../../src/rpc/json-token.ts';
import { type JsonValue, writeJson } from '../../src/rpc/json-value.ts';
import { wholeAnswer } from '../../src/rpc/list-answer.ts';
import { type NodeService, Serving } from '../../src/rpc/serving.ts';
import { PENDING, writeHistory } from './history.ts';
import { makeLanes, openLanes, withFolder } from './lanes.ts';
import { quantile, type Row, type Section } from './row.ts';

const FEW = 1_000;
const TARGET_RATIO = 2;
const TARGET_MS = 20;
/** Each page is read this often; the middle one counts. */
const READINGS = 41;

/** `last`: the largest index there is. */
const PAGES: readonly ((last: number) => readonly [method: string, params: JsonValue])[] = [
  () => ['listsendpays', { status: 'failed', index: 'updated', limit: 10 }],
  () => ['listsendpays', { status: 'pending' }],
  (last) => ['listsendpays', { index: 'updated', start: last - 9 }],
  () => ['listpays', { status: 'pending' }],
  () => ['listpays', { status: 'failed', index: 'created', limit: 10 }],
  (last) => ['listpays', { index: 'created', start: Math.floor(last / 2), limit: 10 }],
];

export const listings: Section = async ({ quick }) => {
  const many = quick ? 50_000 : 200_000;
  const few = await withHistory(FEW, ({ pages }) => pages());
  return withHistory(many, async ({ pages, whole }) => {
    const all = await pages();
    const rows = all.map(({ what, ms }, at): Row => {
      const ceiling = few[at]?.ms ?? Number.NaN;
      return {
        what: `${what}, ${many.toLocaleString('en')} finished`,
        unit: 'ms',
        figure: ms,
        ceiling: { value: ceiling, of: `the same with ${FEW.toLocaleString('en')} finished` },
        target: { text: `ratio ≤ ${TARGET_RATIO}`, met: ms / ceiling <= TARGET_RATIO },
      };
    });
    const { alone, during, seconds, pays } = await whole();
    if (pays < many + PENDING) throw new Error(`${pays} pays were listed`);
    const p99 = quantile(during, 0.99);
    rows.push({
      what: `getinfo of another client, p99, while listpays lists ${pays.toLocaleString('en')}`,
      unit: 'ms',
      figure: p99,
      ceiling: { value: quantile(alone, 0.99), of: 'the same with nothing else asked' },
      target: { text: `≤ ${TARGET_MS} ms`, met: p99 <= TARGET_MS },
      note: `${during.length} calls; the list took ${seconds.toFixed(1)} s`,
    });
    return { rows };
  });
};

interface Measured {
  pages(): Promise<readonly { readonly what: string; readonly ms: number }[]>;
  whole(): Promise<Whole>;
}
interface Whole {
  readonly alone: readonly number[];
  readonly during: readonly number[];
  readonly seconds: number;
  readonly pays: number;
}

function withHistory<T>(finished: number, measure: (measured: Measured) => Promise<T>): Promise<T> {
  return withFolder(async (dir) => {
    const lanes = await makeLanes(dir, 1);
    await writeHistory(lanes, finished);
    const engine = await openLanes(lanes);
    const serving = new Serving(engine, { folderOf: (name) => join(dir, name), stop: () => {} });
    const payer = lanes.network.nodes.find(({ alias }) => alias?.startsWith('payer'))?.alias as string;
    const path = join(dir, 'lightning-rpc');
    const service = serving.service(payer);
    await serving.listen(payer, path);
    try {
      return await measure({ pages: () => readPages(service, finished), whole: () => readWhole(path) });
    } finally {
      await serving.close();
      await engine.close();
    }
  });
}

async function readPages(service: NodeService, last: number): Promise<{ what: string; ms: number }[]> {
  const measured: { what: string; ms: number }[] = [];
  for (const page of PAGES) {
    const [method, params] = page(last);
    const times: number[] = [];
    for (let reading = 0; reading < READINGS; reading++) {
      const started = performance.now();
      await answered(service, method, params);
      times.push(performance.now() - started);
    }
    const words = Object.entries(page(0)[1] as object).map(([name, value]) =>
      name === 'start' ? 'start=…' : `${name}=${value}`,
    );
    measured.push({ what: `${method} ${words.join(' ')}`, ms: quantile(times, 0.5) });
  }
  return measured;
}

async function answered({ handler }: NodeService, method: string, params: JsonValue): Promise<string> {
  const answer: RpcAnswer = await handler({
    method,
    params: parseTokens(writeJson(params), 4),
    signal: new AbortController().signal,
    notify: () => {},
    enableNotifications: () => {},
  });
  if ('error' in answer) throw new Error(answer.error.message);
  return writeJson('list' in answer ? (await wholeAnswer(answer)).result : answer.result);
}

async function readWhole(path: string): Promise<Whole> {
  const alone = (await client(path, 'ping', '1')) as number[];
  const pinging = client(path, 'ping', '0') as Promise<number[]> & { stop(): void };
  const listed = (await client(path, 'list')) as { seconds: number; pays: number };
  pinging.stop();
  return { alone, during: await pinging, ...listed };
}

/** A client in a process of its own (`listing-client.ts`); what it prints. */
function client(path: string, ...words: string[]): Promise<unknown> & { stop(): void } {
  const script = join(import.meta.dirname, 'listing-client.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, path, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  const printed = new Promise((resolve, reject) => {
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')))
        : reject(new Error(`ended with ${code}`)),
    );
  });
  return Object.assign(printed, { stop: () => void child.stdin.end() });
}
