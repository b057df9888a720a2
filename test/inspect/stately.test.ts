/** Stately's tools get XState's own inspection events of live payments. */

import { equal, is, ok } from 'uvu/assert';
import type { InspectionEvent } from 'xstate';
import { paymentKind } from '../../machines/payment-kind.ts';
import { watchPayments } from '../../src/inspect/stately.ts';
import { DIAMOND, invoice, open, request, route } from '../support/networks.ts';
import { suite } from '../support/suite.ts';

const test = suite("XState's inspection events");

test('a payment is announced when it is sent, its events follow, and it is let go when it ended', async () => {
  const opened = await open({ network: DIAMOND });
  const heard: InspectionEvent[] = [];
  const stop = watchPayments(opened.engine, (event) => heard.push(event));
  opened.engine.network.simulation.hold(opened.id('D') as never);
  const made = invoice(opened, 'D');
  await opened.node('A').send(request(made, route(opened, 'A', 'D')));
  const stream = paymentKind.streamOf({ node: opened.id('A') as never, paymentHash: made.paymentHash });
  const types = (): string[] => heard.map(({ type }) => type);
  ok(types().includes('@xstate.actor'));
  is((heard[0]?.actorRef as { id?: string } | undefined)?.id, stream);
  opened.engine.network.simulation.release(opened.id('D') as never);
  await opened.journal.durable(opened.journal.position);
  const events = heard.flatMap((inspected) => (inspected.type === '@xstate.event' ? [inspected.event.type] : []));
  equal(
    events.filter((type) => type.startsWith('PART_')),
    ['PART_FULFILLED'],
  );
  ok(types().includes('@xstate.snapshot'));
  const before = heard.length;
  stop();
  await opened.node('A').send(request(invoice(opened, 'D'), route(opened, 'A', 'D')));
  is(heard.length, before, 'stopped is stopped');
});

test.run();
