import { writeHistory } from './scripts/bench/history.ts';
import { makeLanes, openLanes } from './scripts/bench/lanes.ts';
import { sendpayKeys } from './machines/payment-rows.ts';
import { padIndex } from './src/domain/row-key.ts';
import { mkdtempSync } from 'node:fs';
const n = Number(process.argv[2]);
const dir = mkdtempSync('/tmp/lst/');
const lanes = await makeLanes(dir, 1);
console.time('build');
await writeHistory(lanes, n);
console.timeEnd('build');
const e = await openLanes(lanes);
const node = [...e.nodes.values()][0]!;
const med = async (name: string, f: () => Promise<unknown>) => { const t: number[] = []; for (let i=0;i<31;i++){const s=performance.now(); await f(); t.push(performance.now()-s);} t.sort((a,b)=>a-b); console.log(name, t[15]!.toFixed(3), 'first-ish max', t[30]!.toFixed(2)); };
const drain = async (it: AsyncIterable<unknown>) => { let c=0; for await (const _ of it) c++; return c; };
for (const st of ['pending','complete','failed'] as const) for (const of of ['sole','part','pay'] as const) for (const start of [0, n>>1]) {
  await med(`${st} ${of} ${start}`, async () => { const v=e.journal.view(); const p=sendpayKeys.indexPrefix(node.id,'created',st,of); await drain(v.rows({prefix:p, from:p+padIndex(start), limit:10})); await v.release(); });
}
await med('pays mid', () => drain(node.pays({index:'created', start:n>>1, limit:10})));
await med('pays failed', () => drain(node.pays({index:'created', status:'failed', limit:10})));
await med('pays pending', () => drain(node.pays({status:'pending'})));
await med('view', async () => { const v = e.journal.view(); await v.release(); });
await med('many10 mid', async () => { const v = e.journal.view(); await v.many(Array.from({length:10},(_,i)=>sendpayKeys.created(node.id,(n>>1)+i))); await v.release(); });
await e.close();
