/**
 * Runs payment plans on a node behind a JSON-RPC socket: ours, or any lightningd's.
 *
 * The node is a black box: what is compared are the rows `listsendpays` shows. HTLCs are kept in flight, settled and failed
 * by the commands `dev-hold`, `dev-resolve` and `dev-fail` of a `sendpay up` daemon. Steps the node gives no means for are
 * not runnable: on a lightningd without these commands that is everything after the first HTLC. A result that comes again,
 * or late, and what a node's own switch says to it are never runnable here.
 * Each path uses a payment_hash of its own; the nodes that hold its parts are released when the path ends.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { PaymentEvent } from '../../../../machines/payment.ts';
import { type CallOutcome, RpcClient } from '../../../rpc/client.ts';
import type { Driver, NotRunnable, Observation } from '../../../testing/driver.ts';
import type { Expectation } from '../../../testing/plan.ts';
import { notRunnable, type PaymentSystem, paymentDriver, seenPart } from './payment-driver.ts';
import { type Call, findEnds, type Json, listOf, resultOf, wayTo } from './rpc-lanes.ts';

type Of<T extends PaymentEvent['type']> = Extract<PaymentEvent, { type: T }>;

/** What keeping an HTLC in flight, and ending it, takes. */
const CONTROLS = ['dev-hold', 'dev-resolve', 'dev-fail', 'dev-release'];
const NO_CONTROLS = `the node has no ${CONTROLS.join(', ')}: no HTLC can be kept in flight`;
const NO_SECOND_RESULT = 'the part is not in flight, and a node behind a socket cannot be given a result again';
const NO_SWITCH = 'a node behind a socket cannot be told what its switch says';

const PAYMENT_SECRET = '55'.repeat(32);
/** temporary_channel_failure without a channel_update. */
const FAILURE_MESSAGE = '10070000';
/** An HTLC told to end does so within this, on any machine. */
const WAIT_SECONDS = 60;
/** Answers of `sendpay` that say no and leave everything as it was: existing parts of the hash (reference 1.4). */
const REFUSALS: readonly number[] = [200, 201];
const NOTHING_TO_DELETE = 208;

export function rpcDriver(path: string): Driver {
  let ends: readonly string[] | undefined;
  const open = async (): Promise<RpcSystem> => {
    const system = await RpcSystem.open(path, ends);
    ends = system.ends;
    return system;
  };
  return paymentDriver({ name: `node at ${path}`, open, view: visibleRows });
}

/** Proofs of payment outlive their rows inside a node; no command lists them. */
function visibleRows(expect: Expectation): Expectation {
  const { parts } = expect.data as { readonly parts: unknown };
  return { ...expect, data: { parts } };
}

class RpcSystem implements PaymentSystem {
  /** Nodes that hold the parts, by partid. */
  readonly ends: readonly string[];
  readonly #client: RpcClient;
  readonly #preimage = randomBytes(32);
  readonly #hash: string;
  readonly #isControlled: boolean;

  private constructor(client: RpcClient, ends: readonly string[], isControlled: boolean) {
    this.#client = client;
    this.#hash = createHash('sha256').update(this.#preimage).digest('hex');
    this.ends = ends;
    this.#isControlled = isControlled;
  }

  /** `known`: what an earlier path found to be the ends. Throws SENDPAY_RPC_CONNECT. */
  static async open(path: string, known?: readonly string[]): Promise<RpcSystem> {
    const client = await RpcClient.connect(path);
    const call: Call = (method, params) => client.call(method, params);
    const commands = listOf(resultOf(await call('help', {})), 'help').map(({ command }) => nameOf(command));
    const isControlled = CONTROLS.every((name) => commands.includes(name));
    const ends = known ?? (isControlled ? await findEnds(call) : []);
    for (const node of ends) resultOf(await call('dev-hold', { node }));
    return new RpcSystem(client, ends, isControlled);
  }

  async send({ groupid, partid, amountMsat, totalMsat }: Of<'PART_SENT'>): Promise<NotRunnable | undefined> {
    if (!this.#isControlled) return notRunnable(NO_CONTROLS);
    const end = this.ends[Number(partid)];
    if (end === undefined) return notRunnable(`the network has no way of its own for partid ${partid}`);
    const route = await wayTo((method, params) => this.#client.call(method, params), end, this.ends, amountMsat);
    if (route === undefined) return notRunnable(`the network has no way for partid ${partid} any more`);
    const answer = await this.#client.call('sendpay', {
      route,
      payment_hash: this.#hash,
      amount_msat: totalMsat,
      payment_secret: PAYMENT_SECRET,
      partid,
      groupid,
    });
    accept(answer, 'sendpay', REFUSALS);
    return undefined;
  }

  fulfil(event: Of<'PART_FULFILLED'>): Promise<NotRunnable | undefined> {
    return this.#end(event, 'dev-resolve', { payment_preimage: this.#preimage.toString('hex') });
  }

  fail(event: Of<'PART_FAILED'>): Promise<NotRunnable | undefined> {
    return this.#end(event, 'dev-fail', { failure_message: FAILURE_MESSAGE });
  }

  async note(): Promise<NotRunnable> {
    return notRunnable(NO_SWITCH);
  }

  async forget({ status, part }: Of<'PARTS_DELETED'>): Promise<undefined> {
    const named = part === undefined ? {} : { partid: part.partid, groupid: part.groupid };
    const answer = await this.#client.call('delpay', { payment_hash: this.#hash, status, ...named });
    accept(answer, 'delpay', [NOTHING_TO_DELETE]);
  }

  async look(): Promise<Observation> {
    return { kind: 'observed', data: { parts: (await this.#rows()).map(seenPart) } };
  }

  async close(): Promise<void> {
    for (const node of this.ends) await this.#ask('dev-release', { node });
    this.#client.close();
  }

  async #end(
    { groupid, partid }: Of<'PART_FULFILLED'> | Of<'PART_FAILED'>,
    control: string,
    how: Json,
  ): Promise<NotRunnable | undefined> {
    if (!this.#isControlled) return notRunnable(NO_CONTROLS);
    const row = (await this.#rows()).find((one) => one.groupid === groupid && one.partid === partid);
    const node = this.ends[Number(partid)];
    if (row?.status !== 'pending' || node === undefined) return notRunnable(NO_SECOND_RESULT);
    await this.#ask(control, { node, ...how });
    const wait = { payment_hash: this.#hash, timeout: WAIT_SECONDS, partid, groupid };
    accept(await this.#client.call('waitsendpay', wait), 'waitsendpay', [202, 203, 204]);
    await this.#ask('dev-hold', { node });
    return undefined;
  }

  async #rows() {
    const answer = await this.#ask('listsendpays', { payment_hash: this.#hash });
    return listOf(answer, 'payments').map((row) => ({
      groupid: BigInt(String(row.groupid ?? 1)),
      partid: BigInt(String(row.partid ?? 0)),
      status: String(row.status),
      preimage: row.payment_preimage,
    }));
  }

  async #ask(method: string, params: Json): Promise<Json> {
    return resultOf(await this.#client.call(method, params));
  }
}

/** `help` lists a command with its parameters. */
const nameOf = (command: unknown): string => String(command).split(' ')[0] as string;

/** Any answer that is a result, or an error of those codes. */
function accept(outcome: CallOutcome, method: string, codes: readonly number[]): void {
  if ('result' in outcome || ('error' in outcome && codes.includes(outcome.error.code))) return;
  const reason = 'error' in outcome ? `${outcome.error.code} ${outcome.error.message}` : 'the connection closed';
  throw new Error(`${method}: ${reason}`);
}
