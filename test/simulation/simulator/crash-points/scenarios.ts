/**
 * The scenarios whose every point is crashed at: each thing a payment engine must bring safely over a crash, once.
 */
import {
  asks,
  type Bill,
  behaves,
  connects,
  type Deed,
  deletes,
  networkOf,
  pays,
  type Scenario,
  sends,
  together,
} from './scenario.ts';

const LINE = networkOf(['A-B', 'B-C', 'C-D']);
/** Two ways from A to D; the one over B is cheaper. */
const DIAMOND = networkOf(['A-B', 'B-D', 'A-C', 'C-D'], ['A-C', 'C-D']);
const LATENCY_MS = 10;
const TEMPORARY_NODE_FAILURE = { failcode: 0x2002 } as const;

const bill = (label: string, amountMsat = 1_000_000n): Bill => ({ label, payer: 'A', payee: 'D', amountMsat });

/** Failures after which the penalties are nearly due to be stored as a snapshot (every 64). */
const BEFORE_SNAPSHOT = 61;
/** Failures that get there and beyond, each a point of its own. */
const AROUND_SNAPSHOT = 5;

function manyFailures(): Deed[] {
  const steps = Array.from({ length: BEFORE_SNAPSHOT + AROUND_SNAPSHOT }, (_, index) => {
    const small = bill(`coffee ${index}`, 10_000n);
    return together(asks(small), sends(small));
  });
  return [
    behaves('B', TEMPORARY_NODE_FAILURE),
    together(...steps.slice(0, BEFORE_SNAPSHOT)),
    ...steps.slice(BEFORE_SNAPSHOT),
  ];
}

const coffee = bill('coffee');

export const SCENARIOS: readonly Scenario[] = [
  { name: 'single payment', network: LINE, latencyMs: LATENCY_MS, steps: [asks(coffee), sends(coffee)] },
  {
    name: 'failure and retry',
    network: DIAMOND,
    latencyMs: LATENCY_MS,
    steps: [asks(coffee), behaves('B', TEMPORARY_NODE_FAILURE), sends(coffee), sends(coffee, { groupid: 2n })],
  },
  {
    name: 'multi-part',
    network: DIAMOND,
    latencyMs: LATENCY_MS,
    steps: [asks(coffee), together(...[1n, 2n, 3n, 4n].map((partid) => sends(coffee, { partid, share: 4n })))],
  },
  {
    name: 'held HTLC',
    network: LINE,
    latencyMs: LATENCY_MS,
    steps: [asks(coffee), behaves('D', 'hold'), sends(coffee), behaves('D', 'normal')],
  },
  {
    name: 'result owed',
    network: LINE,
    latencyMs: LATENCY_MS,
    steps: [
      asks(coffee),
      behaves('D', 'hold'),
      sends(coffee),
      connects('B', false),
      behaves('D', 'normal'),
      connects('B', true),
    ],
  },
  {
    name: 'delpay',
    network: LINE,
    latencyMs: LATENCY_MS,
    steps: [asks(coffee), sends(coffee), deletes(coffee, 'complete'), sends(coffee)],
  },
  { name: 'snapshot', network: LINE, latencyMs: 0, steps: manyFailures() },
  {
    name: 'recovery',
    network: LINE,
    latencyMs: LATENCY_MS,
    steps: [asks(coffee), behaves('C', 'hold'), sends(coffee), 'restart', behaves('C', 'normal'), 'restart'],
  },
  {
    name: 'pay with retry',
    network: DIAMOND,
    latencyMs: LATENCY_MS,
    steps: [asks(coffee), behaves('B', TEMPORARY_NODE_FAILURE), pays(coffee)],
  },
];
