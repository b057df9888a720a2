/**
 * The ceiling `getroute` is measured against: Dijkstra over flat arrays and nothing else.
 *
 * It adds up fees backwards with an early exit at the source, as any route search must, and leaves out everything that is
 * not the search itself: limits, disabled channels, risk, exclusions, avoidance, exact amounts, answers. So it is no
 * route search, only the least work one could do on the same graph and queue.
 */
import FlatQueue from 'flatqueue';
import type { ChannelGraph } from '../../src/graph/channel-graph.ts';

/** Cost in msat from source to destination by node index, or undefined if there is no path. */
export type BareSearch = (source: number, destination: number, amountMsat: number) => number | undefined;

/** A search of its own arrays, copied from the graph as it is now. */
export function bareDijkstra(graph: ChannelGraph): BareSearch {
  const edges = graph.incoming();
  const [start, from] = [edges.start.slice(), edges.from.slice()];
  const [base, ppm] = [edges.feeBaseMsat.slice(), edges.feePpm.slice()];
  const seen = new Uint32Array(graph.nodeCount);
  const settled = new Uint32Array(graph.nodeCount);
  const amounts = new Float64Array(graph.nodeCount);
  const queue = new FlatQueue<number>();
  let generation = 0;
  return (source, destination, amountMsat) => {
    generation++;
    queue.clear();
    seen[destination] = generation;
    amounts[destination] = amountMsat;
    queue.push(destination, amountMsat);
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      if (settled[node] === generation) continue;
      settled[node] = generation;
      const amount = amounts[node]!;
      if (node === source) return amount - amountMsat;
      for (let at = start[node]!, end = start[node + 1]!; at < end; at++) {
        const sender = from[at]!;
        if (settled[sender] === generation) continue;
        const needed = amount + base[at]! + Math.floor((amount * ppm[at]!) / 1e6);
        if (seen[sender] === generation && needed >= amounts[sender]!) continue;
        seen[sender] = generation;
        amounts[sender] = needed;
        queue.push(sender, needed);
      }
    }
    return undefined;
  };
}
