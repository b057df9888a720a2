/**
 * What the compiler knows of the commands. Most of it is checked when this file is compiled (`npm run check`): a line under
 * `@ts-expect-error` that compiles is an error there. What can be run is run.
 */
import { equal, is, ok, throws } from 'uvu/assert';
import * as all from '../../src/rpc/commands/all.ts';
import { COMMANDS } from '../../src/rpc/commands/index.ts';
import { LINE } from '../support/networks.ts';
import { suite } from '../support/suite.ts';
import {
  type CapabilityOf,
  CommandError,
  type CommandMethods,
  type CommandName,
  type CommandParams,
  type CommandResult,
  type CompleteSendpay,
  createNodes,
  type Invoice,
  type NodeId,
  type Preimage,
  RpcErrorCode,
  type Sendpay,
  SendpayError,
  type SendpayErrorCode,
  type SendpayNode,
  type SendpayNodes,
  type Switch,
} from './api-under-test.ts';

const test = suite('types of the commands');

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles only if the two are one type. */
const same = <A, B>(_same: Same<A, B>): void => {};
/** Compiles, and never runs. */
const compiles = (_what: (node: SendpayNode) => unknown): void => {};

test('every command has a method, under its own name, where nothing is lacking', async () => {
  type Misnamed = { [C in CommandName]: (typeof all)[C]['name'] extends C ? never : C }[CommandName];
  same<Misnamed, never>(true);
  same<keyof CommandMethods, CommandName>(true);
  same<keyof CommandMethods, keyof typeof all>(true);
  equal(
    COMMANDS.map(({ name }) => name),
    Object.keys(all),
  );
  const nodes = await createNodes({ nodes: ['A'], network: LINE });
  const node: Record<string, unknown> = { ...nodes.node('A') };
  equal(
    COMMANDS.filter(({ name }) => typeof node[name] !== 'function'),
    [],
  );
  await nodes.close();
});

test('parameters are those of the tables: without a position, under a former name, and with what has a default left out', () => {
  compiles((node) => node.listforwards({ index: 'updated', start: 3, limit: 10, status: 'settled' }));
  compiles((node) => node.listpayments({ status: 'failed', index: 'created' }));
  compiles((node) => node.setchannel({ id: 'all', cltvdelta: 40 }));
  compiles((node) => node.listfunds({ spent: true }));
  compiles((node) => node.check({ command_to_check: 'getroute', id: '02', riskfactor: 1 }));
  compiles((node) => node.getroute({ id: '02', msatoshi: 1n, riskfactor: 1, seed: '00' }));
  compiles((node) => node.getroute({ id: '02', amount_msat: '1sat', riskfactor: 1, exclude: ['1x1x1/0'] as const }));
  compiles((node) => node.pay({ bolt11: 'lnbc', msatoshi: 5, exclude: [] }));
  compiles((node) =>
    node.sendonion({
      onion: '00',
      first_hop: { id: '02', amount_msat: 1n, delay: 9 },
      payment_hash: '00',
      description: 'coffee',
      groupid: 2n ** 64n - 1n,
      partid: 1,
    }),
  );
  compiles((node) => node.listpays({ status: undefined }));
  // @ts-expect-error no such parameter
  compiles((node) => node.listpays({ state: 'failed' }));
  // @ts-expect-error a command without parameters takes none
  compiles((node) => node.getinfo({ all: true }));
  // @ts-expect-error the amount is missing, under either name
  compiles((node) => node.getroute({ id: '02', riskfactor: 1 }));
  // @ts-expect-error mandatory parameters
  compiles((node) => node.getroute());
  // @ts-expect-error not a status of a part
  compiles((node) => node.listsendpays({ status: 'paid' }));
  // @ts-expect-error a first hop without a peer or a channel
  compiles((node) => node.sendonion({ onion: '', first_hop: { amount_msat: 1n, delay: 9 }, payment_hash: '' }));
  compiles((node) => node.pay({ invstring: 'lnbc', partial_msat: 5 }));
  compiles((node) => node.xpay({ invstring: 'lnbc', partial_msat: 5, layers: [], maxfee: '1sat' }));
  // @ts-expect-error refused, so no value fits
  compiles((node) => node.keysend({ destination: '', amount_msat: 5, routehints: [] }));
  same<
    CommandParams<'waitsendpay'>,
    {
      readonly payment_hash: string;
      readonly timeout?: number | undefined;
      readonly partid?: bigint | number | undefined;
      readonly groupid?: bigint | number | undefined;
    }
  >(true);
});

test('a node has the methods its Switch is known to have means for; others perhaps', () => {
  same<CapabilityOf<SendpayNodes['network']>, 'invoices' | 'forwards' | 'htlcs' | 'policies' | 'simulation'>(true);
  same<CapabilityOf<Switch>, never>(true);
  type Maker = Switch & { capabilities: { invoices: Required<Switch['capabilities']>['invoices'] } };
  same<CapabilityOf<Maker>, 'invoices'>(true);
  const bare = (node: SendpayNode<never>): unknown => [node.pay({ bolt11: '' }), node.listforwards?.()];
  const maker = (node: SendpayNode<CapabilityOf<Maker>>): unknown => node.waitinvoice({ label: '' });
  // @ts-expect-error it may have no invoices
  const tooMuch = (node: SendpayNode<never>): unknown => node.waitinvoice({ label: '' });
  // @ts-expect-error it may not set policies
  const alsoTooMuch = (node: SendpayNode<CapabilityOf<Maker>>): unknown => node.setchannel({ id: 'all' });
  equal(
    [bare, maker, tooMuch, alsoTooMuch].map((use) => typeof use),
    Array(4).fill('function'),
  );
});

test('answers are told apart by their status', () => {
  same<Extract<Sendpay, { status: 'complete' }>['payment_preimage'], Preimage>(true);
  same<CommandResult<'waitsendpay'>, CompleteSendpay>(true);
  same<CommandResult<'sendpay'>['status'], 'pending' | 'complete'>(true);
  same<CommandResult<'waitinvoice'>['pay_index'], number>(true);
  same<Sendpay['groupid'], bigint>(true);
  same<Sendpay['msatoshi_sent'], bigint>(true);
  const told = (payment: Sendpay): string | undefined => {
    switch (payment.status) {
      case 'pending':
        return payment.pending_reason;
      case 'complete':
        return payment.payment_preimage;
      case 'failed':
        return payment.erroronion;
    }
  };
  // @ts-expect-error only what is complete has a preimage
  const early = (payment: Sendpay): string => payment.payment_preimage;
  // @ts-expect-error only what is paid has a time of payment
  const paidAt = (invoice: Invoice): number => invoice.paid_at;
  equal(
    [told, early, paidAt].map((look) => typeof look),
    Array(3).fill('function'),
  );
});

test('error codes are closed unions', () => {
  same<CommandError['code'], RpcErrorCode>(true);
  same<SendpayError['code'], SendpayErrorCode>(true);
  // @ts-expect-error no such code
  const unknown = new SendpayError('SENDPAY_NO_SUCH_THING', 'x');
  ok(unknown);
});

test('ids that come back are taken, by commands and by what is below them; commands without mandatory parameters take none', async () => {
  const nodes = await createNodes({ nodes: ['A', 'D'], network: LINE });
  const [a, d] = [nodes.node('A'), nodes.node('D')];
  same<typeof a.id, NodeId>(true);
  is(nodes.node(a.id), a);
  const info = await a.getinfo();
  is(info.id, a.id);
  nodes.network.simulation.hold(info.id);
  nodes.network.simulation.release(a.id);
  nodes.network.simulation.setOnline('D', false);
  nodes.network.simulation.setOnline(d.id, true);
  const { payment_hash, payment_secret } = await d.invoice({ amount_msat: 'any', label: 1, description: '' });
  const { route } = await a.getroute({ id: d.id, amount_msat: 7_000, riskfactor: 1 });
  const { channels } = await a.listpeerchannels({ id: route[0]!.id });
  is((await a.listchannels({ short_channel_id: channels[0]!.short_channel_id })).channels.length, 2);
  const sent = await a.sendpay({ route, payment_hash, payment_secret, amount_msat: undefined });
  const done = await a.waitsendpay({ payment_hash: sent.payment_hash, groupid: sent.groupid });
  ok(a.payment(done.payment_hash).getSnapshot().hasTag('complete'));
  is((await d.waitinvoice({ label: '1' })).payment_preimage, done.payment_preimage);
  await nodes.close();
});

test('the simulation refuses a node the network lacks by name, and records nothing', async () => {
  const nodes = await createNodes({ nodes: ['A'], network: LINE });
  const before = nodes.journal.position;
  const { simulation } = nodes.network;
  for (const act of [
    () => simulation.hold('nobody'),
    () => simulation.release('nobody'),
    () => simulation.setOnline('nobody', false),
    () => simulation.isOnline('nobody'),
    () => simulation.waitingAt('nobody'),
  ])
    throws(act, (error: unknown) => error instanceof SendpayError && error.code === 'SENDPAY_UNKNOWN_NODE');
  is(nodes.journal.position, before);
  await nodes.close();
});

test('a refusal carries a code of the union', async () => {
  const nodes = await createNodes({ nodes: ['A'], network: LINE });
  const error: unknown = await nodes
    .node('A')
    .waitsendpay({ payment_hash: '00'.repeat(32) })
    .catch((reason: unknown) => reason);
  ok(error instanceof CommandError);
  is(error.code, RpcErrorCode.PAY_NO_SUCH_PAYMENT);
  await nodes.close();
});

test.run();
