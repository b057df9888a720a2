/**
 * Carries out the actions of a plan on a world.
 *
 * Invariant: an action does what its data say and draws nothing, except what clients would be told (a route); numbers are
 * taken modulo what there is; an action that has nothing to act on does nothing. Does not check: that comes after each step.
 */

import type { NodeId } from '../../../src/domain/ids.ts';
import type { RouteHop } from '../../../src/domain/route.ts';
import type { SendRequest } from '../../../src/payments/sending.ts';
import type { Clients, KnownPayment } from './clients.ts';
import type { Action, Repeat } from './plan.ts';
import type { World } from './world.ts';

const RISK_FACTOR = 10;
const EXPIRY_SECONDS = 3_600;
/** Fees any `pay` may spend, however small: a few hops' base fees. */
const FREE_FEE_MSAT = 1_500n;
const GENEROUS_PPM = 500_000;
const MAX_DELAY = 2_016;
/** A last part this large completes the set without some of the others: those then fail after success. */
const LARGE_PERCENT = 90n;

export interface Stage {
  readonly world: World;
  readonly clients: Clients;
  /** Ends the process and starts the next: what a supervisor does. */
  restart(batch: 'lost' | 'written'): Promise<void>;
  /** Makes the last record unreadable and has the journal opened: it must refuse. */
  damageIsFound(): Promise<void>;
}

type Act<T extends Action['type']> = (stage: Stage, action: Extract<Action, { type: T }>) => void | Promise<void>;

export async function act(stage: Stage, action: Action): Promise<void> {
  await (ACTIONS[action.type] as Act<Action['type']>)(stage, action);
}

const ACTIONS: { readonly [T in Action['type']]: Act<T> } = {
  'pay-parts': (stage, { payer, payee, amountMsat, parts, last }) => {
    const payment = newPayment(stage, payer, payee, BigInt(amountMsat));
    if (parts === 1) {
      sendPart(stage, payment, payment.amountMsat, 0n);
      return;
    }
    stage.world.hit('payment/multi-part');
    const share = payment.amountMsat / BigInt(parts);
    for (let partid = 1n; partid < parts; partid++) sendPart(stage, payment, share, partid);
    if (last === 'same') sendPart(stage, payment, payment.amountMsat - share * BigInt(parts - 1), BigInt(parts));
    if (last === 'large') sendPart(stage, payment, (payment.amountMsat * LARGE_PERCENT) / 100n, BigInt(parts));
  },
  repeat: (stage, { payment, as, partid }) => {
    const known = paymentAt(stage.clients, payment);
    const first = known && at(known.requests, partid);
    if (known && first)
      stage.clients.send(stage.world.engine.node(known.payer), changed(stage, known, first, as, BigInt(partid)));
  },
  retry: (stage, { payment }) => {
    const known = paymentAt(stage.clients, payment);
    if (!known) return;
    const { rows } = stage.world.believed.payment(`payment/${known.payer}/${known.hash}`) ?? { rows: [] };
    if (rows.length > 0 && rows.every((row) => row.status === 'failed')) stage.world.hit('payment/retried');
    sendPart(stage, known, known.amountMsat, 0n);
  },
  wait: ({ world, clients }, { payment, partid, timeoutMs }) => {
    const known = paymentAt(clients, payment);
    if (known) clients.wait(world.engine.node(known.payer), known.hash, BigInt(partid), timeoutMs);
  },
  delete: ({ world, clients }, { payment, status, one }) => {
    const known = paymentAt(clients, payment);
    if (!known) return;
    const rows = world.believed.payment(`payment/${known.payer}/${known.hash}`)?.rows ?? [];
    const row = rows.find((candidate) => candidate.status === status);
    if (row && status === 'complete') world.hit('payment/tombstone');
    const part = one && row ? { groupid: row.groupid, partid: row.partid } : undefined;
    clients.remove(world.engine.node(known.payer), known.hash, status, part);
  },
  list: ({ world, clients }, { payment }) => {
    const known = paymentAt(clients, payment);
    if (known) clients.list(world.engine.node(known.payer), known.hash);
  },
  pay: (stage, { payer, payee, amountMsat, retryForMs, maxFeePpm }) =>
    payKnown(stage, newPayment(stage, payer, payee, BigInt(amountMsat)), retryForMs, maxFeePpm),
  'pay-known': (stage, { payment }) => {
    const known = paymentAt(stage.clients, payment);
    if (known) payKnown(stage, known, 1_000, GENEROUS_PPM);
  },
  'pay-after-delete': (stage, { payment, maxFeePpm }) => {
    const { world, clients } = stage;
    const known = paymentAt(clients, payment);
    if (!known) return;
    const rows = world.believed.payment(`payment/${known.payer}/${known.hash}`)?.rows ?? [];
    if (rows.some((row) => row.status === 'failed')) {
      world.hit('payment/paid-after-delpay');
      clients.remove(world.engine.node(known.payer), known.hash, 'failed', undefined);
    }
    payKnown(stage, known, 1_000, maxFeePpm);
  },
  behave: ({ world }, { node, as, failcode }) => {
    const { network } = world.engine;
    const id = nodeAt(world, node);
    if (as === 'normal') network.simulation.release(id);
    else {
      world.hit(`node/${as}`);
      network.simulation.hold(id, as === 'fail' ? { mode: as, failureMessage: messageOf(failcode) } : { mode: as });
    }
  },
  connection: ({ world }, { node, online }) => {
    if (!online) world.hit('node/offline');
    world.engine.network.simulation.setOnline(nodeAt(world, node), online);
  },
  close: ({ world }, { channel, how }) => {
    world.hit(`channel/close-${how}`);
    world.engine.network.simulation.closeChannel(channelAt(world, channel).shortChannelId, how);
  },
  policy: ({ world }, { channel, side, feeBaseMsat, graceSeconds }) => {
    const { shortChannelId, node1, node2 } = channelAt(world, channel);
    world.hit('channel/policy-changed');
    const node = side === 0 ? node1 : node2;
    world.engine.network.simulation.setPolicy(shortChannelId, node, { feeBaseMsat: BigInt(feeBaseMsat) }, graceSeconds);
  },
  mine: ({ world }, { blocks }) => {
    if (world.engine.network.simulation.htlcsInFlight > 0) world.hit('chain/mined');
    world.engine.network.simulation.mine(blocks);
  },
  time: ({ world }, { ms }) => world.clock.advance(ms),
  deliver: ({ world }, { timers }) => {
    for (let left = timers; left > 0 && world.clock.runNext(); left--);
  },
  crash: async (stage, { batch, again }) => {
    stage.world.hit(`journal/batch-${batch}`);
    await stage.restart(batch);
    for (let left = again; left > 0; left--) {
      stage.world.hit('recovery/died');
      await stage.restart(left % 2 === 0 ? 'written' : 'lost');
    }
  },
  'write-fails': ({ world }, { how }) => {
    world.hit(how === 'fails' ? 'journal/write-fails' : 'journal/write-fails-late');
    world.disk.failNext({ type: how });
  },
  damage: async (stage) => {
    stage.world.hit('journal/tail-damaged');
    await stage.damageIsFound();
  },
};

function at<T>(list: readonly T[], index: number): T | undefined {
  return list.length === 0 ? undefined : list[index % list.length];
}

/** Counted back from the latest. */
const paymentAt = ({ payments }: Clients, back: number): KnownPayment | undefined =>
  payments.length === 0 ? undefined : payments[payments.length - 1 - (back % payments.length)];

const nodeAt = (world: World, index: number): NodeId => (at(world.network.nodes, index) as { id: NodeId }).id;
const channelAt = (world: World, index: number) => at(world.network.channels, index) as World['network']['channels'][0];

/** A failure message of this code, with the empty channel_update a terse node sends. */
const messageOf = (failcode: number): string =>
  failcode.toString(16).padStart(4, '0') + (failcode & 0x1000 ? '0000' : '');

function newPayment({ world, clients }: Stage, from: number, to: number, amountMsat: bigint): KnownPayment {
  const payer = at(world.operated, from) as NodeId;
  const payee = nodeAt(world, to);
  if (payer === payee) world.hit('payment/self');
  const label = `invoice ${clients.payments.length}`;
  const asked = { amountMsat, label, description: label, expirySeconds: EXPIRY_SECONDS };
  const made = world.engine.network.invoices.create(payee, asked);
  if (!('paymentHash' in made)) throw new Error(`no invoice: ${made.message}`);
  const payment = { payer, payee, hash: made.paymentHash, secret: made.paymentSecret, amountMsat, requests: [] };
  clients.payments.push(payment);
  return payment;
}

/** getroute, then sendpay. G9: what is avoided must not make anybody unreachable. */
function sendPart({ world, clients }: Stage, payment: KnownPayment, amountMsat: bigint, partid: bigint): void {
  const { payer, payee } = payment;
  const node = world.engine.node(payer);
  const { finalCltv } = world.engine.network;
  const query = { destination: payee, amountMsat, riskFactor: RISK_FACTOR, finalCltv };
  const found = node.route(query);
  if (found.type === 'refused') {
    if (node.route({ ...query, usePenalties: false }).type === 'route')
      world.fault(`what ${payer} avoids keeps it from reaching ${payee} (G9)`);
    return;
  }
  const request = requestOf(payment, found.hops, amountMsat, partid);
  payment.requests.push(request);
  clients.send(node, request);
}

function requestOf(payment: KnownPayment, hops: readonly RouteHop[], amountMsat: bigint, partid: bigint): SendRequest {
  const { hash, secret, payee } = payment;
  const send: SendRequest['send'] =
    hops.length === 0
      ? { kind: 'self', paymentSecret: secret }
      : {
          kind: 'route',
          ids: hops.map(({ id }) => id),
          channels: hops.map(({ channel }) => channel),
          amountsMsat: hops.map((hop) => hop.amountMsat),
          delays: hops.map(({ delay }) => delay),
          paymentSecret: secret,
        };
  const sentMsat = hops[0]?.amountMsat ?? amountMsat;
  return { paymentHash: hash, send, sentMsat, amountMsat, totalMsat: payment.amountMsat, partid, destination: payee };
}

function changed(
  { world }: Stage,
  payment: KnownPayment,
  request: SendRequest,
  as: Repeat,
  partid: bigint,
): SendRequest {
  switch (as) {
    case 'same':
      return request;
    case 'other-amount':
      return { ...request, amountMsat: request.amountMsat + 1n };
    case 'other-total':
      return { ...request, totalMsat: request.totalMsat + 1n };
    case 'other-destination':
      return {
        ...request,
        destination: nodeAt(world, world.network.nodes.findIndex(({ id }) => id === payment.payee) + 1),
      };
    case 'other-part':
      return { ...request, partid };
    case 'next-group': {
      const rows = world.believed.payment(`payment/${payment.payer}/${payment.hash}`)?.rows ?? [];
      return { ...request, groupid: 1n + rows.reduce((most, row) => (row.groupid > most ? row.groupid : most), 0n) };
    }
  }
}

function payKnown({ world, clients }: Stage, payment: KnownPayment, retryForMs: number, maxFeePpm: number): void {
  const { hash, payee, amountMsat, secret } = payment;
  clients.pay(world.engine.node(payment.payer), {
    paymentHash: hash,
    payee,
    amountMsat,
    maxFeeMsat: FREE_FEE_MSAT + (amountMsat * BigInt(maxFeePpm)) / 1_000_000n,
    maxDelay: MAX_DELAY,
    riskFactor: RISK_FACTOR,
    finalCltv: world.engine.network.finalCltv,
    mayMpp: true,
    paymentSecret: secret,
    exclude: [],
    hints: [],
    retryForMs,
  });
}
