/** The simulated network does what every switch must, and the suite notices where it would not. */
import { equal } from 'uvu/assert';
import { switchConformance } from '../../src/switch/conformance.ts';
import { suite } from '../support/suite.ts';
import { SimulatedWorld } from './conformance-world.ts';

const test = suite('the simulated network as a switch');

/** It lives in the journal: nothing to settle, no answer to lose, nothing to forget. */
const DOES_NOT_APPLY = [
  'an attempt that ended and is not settled is a duplicate too',
  'an offer whose answer is lost is unknown, and offered again leaves once',
  'an attempt that ended is resolved with the outcome told until it is settled',
  'what the node forgot is not said to be exactly never seen',
  'a result that was not settled comes again after a restart, and not before start',
];

for (const { title, run } of switchConformance('simulated', () => SimulatedWorld.open()))
  test(title, async () => {
    const isAsked = !DOES_NOT_APPLY.includes(title.replace('simulated: ', ''));
    equal(await run(), isAsked ? 'holds' : 'does not apply');
  });

test.run();
