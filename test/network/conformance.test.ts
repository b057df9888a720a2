/** The simulated network does what every switch must, and the suite notices where it would not. */
import { AssertionError } from 'node:assert';
import { EMPTY } from 'rxjs';
import { equal, ok } from 'uvu/assert';
import type { SimulatedNetwork } from '../../src/network/simulated-network.ts';
import type { Capabilities } from '../../src/switch/capabilities.ts';
import { switchConformance } from '../../src/switch/conformance.ts';
import { over } from '../support/spoiled-switch.ts';
import { suite } from '../support/suite.ts';
import { SimulatedWorld } from './conformance-world.ts';
import { POLICY } from './harness.ts';

const test = suite('the simulated network as a switch');

/** It lives in the journal: nothing to settle, no answer to lose, nothing to forget. */
const DOES_NOT_APPLY = [
  'an attempt that ended and is not settled is a duplicate too',
  'an offer whose answer is lost is unknown, and offered again leaves once',
  'an attempt that ended is resolved with the outcome told until it is settled',
  'what the node forgot is not said to be exactly never seen',
  'what ended while no process was there is told after start',
  'a result that was not settled comes again after a restart, and not before start',
];

for (const { title, run } of switchConformance('simulated', () => SimulatedWorld.open()))
  test(title, async () => {
    const isAsked = !DOES_NOT_APPLY.includes(title.replace('simulated: ', ''));
    equal(await run(), isAsked ? 'holds' : 'does not apply');
  });

type Change = (has: Required<Capabilities>) => Capabilities;
const nothing = async function* (): AsyncGenerator<never> {};

const FAULTS: Readonly<Record<string, { readonly change: Change; readonly by: string }>> = {
  'does not find an invoice it made': {
    change: ({ invoices }) => ({ invoices: over(invoices, { get: () => undefined }) }),
    by: 'invoices can be made, found, listed and deleted, if it has them',
  },
  'does not list an invoice it made': {
    change: ({ invoices }) => ({ invoices: over(invoices, { list: nothing }) }),
    by: 'invoices can be made, found, listed and deleted, if it has them',
  },
  'says that it deleted an invoice, and keeps it': {
    change: ({ invoices }) => ({ invoices: over(invoices, { delete: () => true }) }),
    by: 'invoices can be made, found, listed and deleted, if it has them',
  },
  'does not tell of an invoice it made': {
    change: ({ invoices }) => ({ invoices: over(invoices, { changes: EMPTY }) }),
    by: 'invoices can be made, found, listed and deleted, if it has them',
  },
  'has numbers for forwards that are not numbers': {
    change: ({ forwards }) => ({ forwards: over(forwards, { lastIndex: () => Number.NaN }) }),
    by: 'forwards can be listed, if it has them',
  },
  'says that it set a policy, and does not': {
    change: ({ policies }) => ({
      policies: over(policies, { setPolicy: (_channel, _node, change) => ({ ...POLICY, ...change }) }),
    }),
    by: 'what an own channel asks for can be set, if it has that',
  },
  'finds no blocks': {
    change: ({ simulation }) => ({ simulation: over(simulation, { mine: () => {} }) }),
    by: 'the network can be acted on, if it is simulated',
  },
};

for (const [fault, { change, by }] of Object.entries(FAULTS))
  test(`the suite notices a switch that ${fault}`, async () => {
    const spoil = ({ capabilities }: SimulatedNetwork) => ({ capabilities: change(capabilities) });
    const found = switchConformance('spoiled', () => SimulatedWorld.open(spoil)).find(({ title }) =>
      title.endsWith(by),
    );
    const error = await found?.run().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    ok(error instanceof AssertionError, String(error));
  });

test.run();
