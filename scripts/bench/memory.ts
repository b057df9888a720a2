/**
 * Memory of payments in flight: every one held by its payee, all actors of all hops alive.
 *
 * The ceiling is what only the states take: for each payment its context and the three HTLCs of its way, as plain data.
 * Needs `--expose-gc`: what is measured is what is left after collecting.
 */

import { channelKind } from '../../machines/channel-kind.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { NodeId } from '../../src/domain/ids.ts';
import type { SimulatedEngine } from '../../src/engine/simulated-engine.ts';
import { makeLanes, openLanes, prepare, withFolder } from './lanes.ts';
import type { Section } from './row.ts';

/** Fewer than the 483 HTLCs a channel takes. */
const PAYMENTS_PER_LANE = 400;
const LANES_PER_PAYER = 10;
const MEGABYTE = 1024 * 1024;
const TARGET_MB = 1024;
const TARGET_PAYMENTS = 100_000;
const WAVE = 1_000;

export const memory: Section = async ({ quick }) => {
  const lanesCount = quick ? 25 : TARGET_PAYMENTS / PAYMENTS_PER_LANE;
  const count = lanesCount * PAYMENTS_PER_LANE;
  return withFolder(async (dir) => {
    const lanes = await makeLanes(dir, lanesCount, LANES_PER_PAYER);
    const engine = await openLanes(lanes);
    for (const { id, alias } of lanes.network.nodes)
      if (alias?.startsWith('payee')) engine.network.simulation.hold(id as NodeId);
    const before = collected();
    for (let done = 0; done < count; done += WAVE) {
      const wave = await prepare(engine, lanes, WAVE, `held ${done}`);
      for (const { payer, request } of wave) void payer.send(request);
      await engine.journal.durable(engine.journal.position);
    }
    const after = collected();
    const state = stateBytes(engine, count);
    const inFlight = engine.runtime.inFlight('payment').length;
    if (inFlight !== count) throw new Error(`${inFlight} of ${count} payments are in flight`);
    await engine.close();
    const scaled = TARGET_PAYMENTS / count;
    const megabytes = (after.rss + (after.rss - before.rss) * (scaled - 1)) / MEGABYTE;
    const row = {
      what: `memory of the process with ${TARGET_PAYMENTS.toLocaleString('en')} payments in flight`,
      unit: 'MB',
      figure: megabytes,
      ceiling: { value: (state * TARGET_PAYMENTS) / MEGABYTE, of: 'their states as plain data' },
      target: { text: '≤ 1 GB', met: megabytes <= TARGET_MB },
      note:
        `heap ${Math.round((after.heap - before.heap) / count)} bytes a payment` +
        (scaled === 1 ? '' : `; measured with ${count}, scaled`),
    };
    return { rows: [row] };
  });
};

function collected(): { rss: number; heap: number } {
  if (!global.gc) throw new Error('run with --expose-gc');
  global.gc();
  global.gc();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}

/** Heap that copies of the states of one payment take. */
function stateBytes(engine: SimulatedEngine, count: number): number {
  const streams = engine.runtime.inFlight('payment');
  const sample = streams.slice(0, Math.min(count, 2_000));
  const channel = engine.runtime.inFlight('channel')[0] as string;
  const start = collected().heap;
  const copies = sample.map((stream) => structuredClone([contextOf(engine, stream), ...htlcsOf(engine, channel)]));
  const bytes = (collected().heap - start) / sample.length;
  return copies.length === 0 ? Number.NaN : bytes;
}

function contextOf(engine: SimulatedEngine, stream: string): unknown {
  return engine.runtime.snapshot(paymentKind, paymentKind.idOf(stream)).context;
}

function htlcsOf(engine: SimulatedEngine, stream: string): unknown[] {
  const { htlcs } = engine.runtime.snapshot(channelKind, channelKind.idOf(stream)).context;
  return htlcs.slice(0, 3);
}
