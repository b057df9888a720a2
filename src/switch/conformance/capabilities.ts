/**
 * The cases about what a switch can do beside sending: one per capability, by a table that knows them all.
 *
 * Invariant: a capability that is there can be used; one that is absent is not asked for.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { InvoiceRow } from '../../../machines/invoice-rows.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import type { NodeId } from '../../domain/ids.ts';
import type { Capabilities, Capability, InvoiceChange, Invoices } from '../capabilities.ts';
import type { Bench } from './bench.ts';
import { type Body, needs } from './sending.ts';

type Has<C extends Capability> = NonNullable<Capabilities[C]>;
type Check<C extends Capability> = (capability: Has<C>, node: NodeId, bench: Bench) => Promise<void>;

const FEE_PPM = 321;

async function checkInvoices(invoices: Invoices, node: NodeId, bench: Bench): Promise<void> {
  const changes: InvoiceChange[] = [];
  invoices.changes.subscribe((change) => changes.push(change));
  const wanted = { amountMsat: 4_321n, label: `conformance ${randomUUID()}`, description: 'a test' };
  const made = invoices.create(node, { ...wanted, expirySeconds: 3_600 });
  assert.ok('paymentHash' in made, 'an invoice is made');
  await bench.quiet();
  const { paymentHash, createdIndex } = made;
  assert.deepEqual([made.label, made.amountMsat, made.status], [wanted.label, wanted.amountMsat, 'unpaid']);
  assert.ok(made.bolt11.length > 0);
  assert.deepEqual(invoices.get(node, paymentHash), made, 'it is found by its hash');
  assert.deepEqual(invoices.byLabel(node, wanted.label), made, 'it is found by its label');
  assert.ok(invoices.lastIndex(node, 'created') >= createdIndex);
  assert.deepEqual(await all(invoices.list(node, { start: createdIndex, limit: 1 })), [made], 'it is listed');
  const again = invoices.create(node, { ...wanted, expirySeconds: 3_600 });
  assert.equal('code' in again && again.code, RpcErrorCode.INVOICE_LABEL_ALREADY_EXISTS, 'a label is taken once');
  assert.ok(
    changes.some(({ invoice, status }) => invoice.paymentHash === paymentHash && status === 'unpaid'),
    'its making is told',
  );
  assert.equal(invoices.delete(node, paymentHash), true);
  await bench.quiet();
  assert.equal(invoices.get(node, paymentHash), undefined, 'it is gone');
  assert.equal(invoices.delete(node, paymentHash), false);
}

async function all(rows: AsyncIterable<InvoiceRow>): Promise<InvoiceRow[]> {
  const found: InvoiceRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

/** Rows by two indexes that only grow. */
async function checkListing(listing: Has<'forwards' | 'htlcs'>, node: NodeId): Promise<void> {
  for (const index of ['created', 'updated'] as const) {
    const last = listing.lastIndex(node, index);
    assert.ok(Number.isSafeInteger(last) && last >= 0);
    let [listed, updated] = [0, 0];
    for await (const { updatedIndex } of listing.list(node, { index, start: 0 })) {
      listed++;
      if (updatedIndex !== undefined) updated++;
    }
    assert.ok((index === 'created' ? listed : updated) <= last, 'no more rows than numbers');
    assert.equal(listing.at(node, index, last + 1), undefined);
  }
}

const CHECKS: { readonly [C in Capability]: Check<C> } = {
  invoices: checkInvoices,

  forwards: async (forwards, node) => {
    await checkListing(forwards, node);
    assert.ok(forwards.feesCollectedMsat(node) >= 0n);
  },

  htlcs: checkListing,

  policies: async (policies, node, bench) => {
    const [channel] = bench.network.localChannels(node);
    assert.ok(channel, 'a channel to set');
    const set = policies.setPolicy(channel.shortChannelId, node, { feePpm: FEE_PPM });
    assert.deepEqual(set, { ...channel.ourPolicy, feePpm: FEE_PPM }, 'the rest of the policy stays');
    await bench.quiet();
    const after = bench.network
      .localChannels(node)
      .find(({ shortChannelId }) => shortChannelId === channel.shortChannelId);
    assert.deepEqual(after?.ourPolicy, set);
  },

  simulation: async (simulation, node, bench) => {
    assert.equal(simulation.find(node), node);
    assert.equal(simulation.isOnline(node), true);
    const [channel] = bench.network.localChannels(node);
    assert.ok(channel && simulation.hasChannel(channel.shortChannelId));
    const height = bench.network.blockheight(node);
    simulation.mine(2);
    assert.equal(bench.network.blockheight(node), height + 2);
    simulation.setOnline(node, false);
    assert.equal(simulation.isOnline(node), false);
    simulation.setOnline(node, true);
    await simulation.settled();
    assert.equal(simulation.htlcsInFlight, 0);
  },
};

const TITLES: { readonly [C in Capability]: string } = {
  invoices: 'invoices can be made, found, listed and deleted, if it has them',
  forwards: 'forwards can be listed, if it has them',
  htlcs: 'HTLCs can be listed, if it has them',
  policies: 'what an own channel asks for can be set, if it has that',
  simulation: 'the network can be acted on, if it is simulated',
};

export const CAPABILITY_CASES: Readonly<Record<string, Body>> = Object.fromEntries(
  (Object.keys(TITLES) as Capability[]).map((capability) => [TITLES[capability], caseOf(capability)]),
);

function caseOf<C extends Capability>(capability: C): Body {
  return async (bench) => {
    await bench.start();
    const found: Capabilities[C] = bench.network.capabilities[capability];
    needs(found);
    await (CHECKS[capability] as Check<C>)(found as Has<C>, bench.harness.node, bench);
  };
}
