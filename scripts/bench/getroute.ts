/**
 * `getroute` on the snapshot of the public network against a bare Dijkstra on the same graph and the same questions.
 *
 * Asked as a payer asks: through the node's view, own channels and penalties included.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/cli/package.ts';
import type { NodeId } from '../../src/domain/ids.ts';
import { openSimulatedEngine } from '../../src/engine/simulated-engine.ts';
import { graphOf } from '../../src/graph/graph-of-network.ts';
import { loadNetwork } from '../../src/graph/network-file.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { seededRandom } from '../../src/runtime/random.ts';
import { choosePayers } from '../demo/plan.ts';
import { bareDijkstra } from './bare-dijkstra.ts';
import { quantile, type Section } from './row.ts';

const MAINNET = join(packageRoot(), '..', 'shared', 'data', 'mainnet');
const AMOUNT_MSAT = 10_000_000n;
const RISK_FACTOR = 10;
const ALLOWED_SHARE = 1.5;

export const getroute: Section = async ({ quick }) => {
  if (!existsSync(MAINNET)) return { skipped: `${MAINNET} is not there` };
  const questions = quick ? 300 : 2_000;
  const network = await loadNetwork(MAINNET);
  const [payer] = choosePayers(network, 1, 'bench') as [NodeId];
  const engine = await openSimulatedEngine({ journal: await openMemoryJournal(), network, operate: [payer] });
  const node = engine.node(payer);
  const graph = graphOf(network);
  const bare = bareDijkstra(graph);
  const source = graph.nodeIndex(payer) as number;
  const random = seededRandom('getroute bench');
  const destinations = Array.from({ length: questions }, () => {
    const drawn = Buffer.from(random.bytes(4)).readUInt32LE() % network.nodes.length;
    return (network.nodes[drawn] as { id: NodeId }).id;
  });
  let found = 0;
  const figures: number[] = [];
  const ceilings: number[] = [];
  for (const warmUp of [true, false])
    for (const destination of destinations) {
      const ask = { destination, amountMsat: AMOUNT_MSAT, riskFactor: RISK_FACTOR };
      const ms = millisOf(() => {
        if (node.route(ask).type === 'route') found++;
      });
      const bareMs = millisOf(() => bare(source, graph.nodeIndex(destination) as number, Number(AMOUNT_MSAT)));
      if (!warmUp) {
        figures.push(ms);
        ceilings.push(bareMs);
      }
    }
  await engine.close();
  const row = (what: string, figure: number, ceiling: number) => ({
    what: `getroute on the public network's snapshot, ${what}`,
    unit: 'ms',
    figure,
    ceiling: { value: ceiling, of: 'bare Dijkstra on flat arrays, same questions' },
    target: { text: `≤ ${ALLOWED_SHARE} × bare`, met: figure <= ALLOWED_SHARE * ceiling },
    note: `${Math.round((100 * found) / (2 * questions))} % of the questions have a route for ${AMOUNT_MSAT / 1000n} sat`,
  });
  return {
    rows: [row('p50', quantile(figures, 0.5), quantile(ceilings, 0.5)), row('mean', mean(figures), mean(ceilings))],
  };
};

function millisOf(body: () => unknown): number {
  const started = performance.now();
  body();
  return performance.now() - started;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
