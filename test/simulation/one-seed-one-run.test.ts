/** A run is a function of its seed, and a shorter one of the steps that are kept. */
import { equal, is, not, ok } from 'uvu/assert';
import { shrink } from '../../src/testing/shrink.ts';
import { suite } from '../support/suite.ts';
import { seedsOf, summarize } from './simulator/campaign.ts';
import { neverHit } from './simulator/fault-sites.ts';
import { planOf } from './simulator/plan.ts';
import { runSimulation } from './simulator/run.ts';
import { STEPS } from './support.ts';

const test = suite('one seed, one run');
const SEEDS = ['1', '7', '23'];
/** The first seed whose plan has the process die. */
const CRASHING = seedsOf(1, 100).find((seed) =>
  planOf(seed, STEPS).some(({ action }) => action.type === 'crash'),
) as string;

test('the same seed gives the same log and the same answers, byte for byte', async () => {
  for (const seed of SEEDS) {
    const first = await runSimulation({ seed, steps: STEPS });
    const second = await runSimulation({ seed, steps: STEPS });
    ok(first.records > 50, 'the run does something');
    equal(second, first);
  }
});

test('different seeds give different logs', async () => {
  const digests = await Promise.all(SEEDS.map(async (seed) => (await runSimulation({ seed, steps: STEPS })).digest));
  is(new Set(digests).size, SEEDS.length);
});

test('a longer plan begins with the shorter one', () => {
  equal(planOf('1', 80).slice(0, STEPS), planOf('1', STEPS));
});

test('steps may be left out, and what is left still runs', async () => {
  const all = await runSimulation({ seed: '1', steps: STEPS });
  const even = Array.from({ length: STEPS }, (_, step) => step).filter((step) => step % 2 === 0);
  const half = await runSimulation({ seed: '1', steps: STEPS, only: even });
  equal(half.faults, []);
  ok(half.payments < all.payments);
  not.equal(half.digest, all.digest);
});

test('shrinking a run keeps only the steps that matter', async () => {
  const everyStep = Array.from({ length: STEPS }, (_, step) => step);
  const dies = async (only: readonly number[]): Promise<boolean> => {
    const { sites } = await runSimulation({ seed: CRASHING, steps: STEPS, only });
    return sites['journal/batch-lost'] + sites['journal/batch-written'] > 0;
  };
  is((await shrink(everyStep, dies)).length, 1);
});

test('a handful of full runs gets into every fault site but the rarest', async () => {
  const reports = [];
  for (let seed = 1; seed <= 12; seed++) reports.push(await runSimulation({ seed: String(seed) }));
  const { sites, failed } = summarize(reports);
  equal(failed, []);
  ok(neverHit(sites).length <= 3, `never hit: ${neverHit(sites).join(', ')}`);
});

test.run();
