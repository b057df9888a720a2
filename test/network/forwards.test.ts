/**
 * What `listforwards` reads: one row per HTLC an operated node was asked to forward.
 */
import * as assert from 'uvu/assert';
import { type ForwardRow, forwardKeys } from '../../machines/forward-rows.ts';
import { FailureCode } from '../../src/domain/failures.ts';
import { suite } from '../support/suite.ts';
import { channelBetween, Harness, idOf, LINE, lineRoute, networkOf } from './harness.ts';

const test = suite('forwards of an operated node');

const AMOUNT = 100_000n;

async function forwardsOf(h: Harness, name: string): Promise<ForwardRow[]> {
  await h.journal.durable(h.journal.position);
  const rows: ForwardRow[] = [];
  for await (const { value } of h.journal.rows<ForwardRow>({ prefix: forwardKeys.createdPrefix(idOf(name)) }))
    rows.push(value);
  return rows;
}

function pay(h: Harness, route = lineRoute(AMOUNT)): void {
  const { paymentHash, paymentSecret } = h.invoice('D', AMOUNT);
  h.pay({ hash: paymentHash, secret: paymentSecret, route });
}

test('a forward is offered, then settled, with what came in, went out and stayed', async () => {
  const h = await Harness.open();
  h.net.simulation.hold(idOf('D'));
  const startedMs = h.clock.nowMs();
  pay(h);
  const [offered] = await forwardsOf(h, 'B');
  assert.equal([offered?.status, offered?.received, offered?.resolved], ['offered', startedMs, undefined]);
  h.clock.advance(5000);
  h.net.simulation.release(idOf('D'));
  assert.equal(await forwardsOf(h, 'B'), [
    {
      in_channel: '102x1x0',
      in_htlc_id: 0,
      out_channel: '109x1x0',
      inMsat: 100_004n,
      outMsat: 100_002n,
      feeMsat: 2n,
      received: startedMs,
      status: 'settled',
      resolved: startedMs + 5000,
      createdIndex: 1,
      updatedIndex: 1,
    },
  ]);
  assert.is((await forwardsOf(h, 'C')).length, 1);
  assert.equal(await forwardsOf(h, 'D'), []);
});

test('a forward that fails downstream is failed; one this node refuses is local_failed with its code', async () => {
  const h = await Harness.open();
  pay(h, lineRoute(AMOUNT, { D: { delay: 8 } }));
  pay(h, lineRoute(AMOUNT, { B: { amountMsat: 100_003n } }));
  const rows = await forwardsOf(h, 'B');
  assert.equal(
    rows.map((row) => [row.status, row.failcode, row.failreason, row.out_channel]),
    [
      ['failed', undefined, undefined, '109x1x0'],
      ['local_failed', FailureCode.FEE_INSUFFICIENT, 'WIRE_FEE_INSUFFICIENT', '109x1x0'],
    ],
  );
});

test('a forward the next channel refuses is local_failed too', async () => {
  const capacityMsat = 10_000_000n;
  const balancesMsat = idOf('C') < idOf('D') ? ([capacityMsat, 0n] as const) : ([0n, capacityMsat] as const);
  const small = channelBetween('116x1x0', 'C', 'D', { capacityMsat, balancesMsat });
  const h = await Harness.open(networkOf([...LINE.slice(0, 2), small]));
  pay(h, lineRoute(20_000_000n));
  const [row] = await forwardsOf(h, 'C');
  assert.equal(
    [row?.status, row?.failreason, row?.out_channel, row?.inMsat],
    ['local_failed', 'WIRE_TEMPORARY_CHANNEL_FAILURE', '116x1x0', 20_000_201n],
  );
  assert.is((await forwardsOf(h, 'B'))[0]?.status, 'failed');
});

test.run();
