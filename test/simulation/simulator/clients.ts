/**
 * The clients of the operated nodes: what they asked, what they were told, and whether that was true and durable.
 *
 * Invariants checked at the moment of every answer: what it depends on is on the disk (G4), and an end it tells is in the
 * durable log (G2). What was asked and told of one hash is kept as a history, which `checkHistories` holds against the
 * reference model (G3, G8). An answer owed by a process that died never comes.
 */

import type { SendpayRow } from '../../../machines/payment-rows.ts';
import type { NodeId, PaymentHash } from '../../../src/domain/ids.ts';
import type { JournalRecord, Position } from '../../../src/journal/port.ts';
import type { OperatedNode } from '../../../src/payments/operated-node.ts';
import type { PayAnswer, PayOrder } from '../../../src/payments/pay-order.ts';
import type { SendAnswer, SendRequest } from '../../../src/payments/sending.ts';
import type { WaitAnswer } from '../../../src/payments/waiting.ts';
import { linearize } from '../history/linearizable.ts';
import { type Input, nameOf, type Operation, type Output } from '../history/operations.ts';
import type { World } from './world.ts';

/** A hash some node of ours has tried to pay. */
export interface KnownPayment {
  readonly payer: NodeId;
  readonly payee: NodeId;
  readonly hash: PaymentHash;
  readonly secret: string;
  readonly amountMsat: bigint;
  /** Requests made so far. */
  readonly requests: SendRequest[];
}

interface Open {
  readonly stream: string;
  readonly input: Input | undefined;
  readonly invoked: number;
}

type Recorded = Operation & { readonly position?: Position };

export class Clients {
  readonly payments: KnownPayment[] = [];
  #tick = 0;
  #answers = 0;
  readonly #open = new Set<Open>();
  readonly #histories = new Map<string, Recorded[]>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Answers not given yet. */
  get owed(): readonly string[] {
    return [...this.#open].map(({ stream, input }) => `${input?.type ?? 'pay'} of ${stream}`);
  }

  get answerCount(): number {
    return this.#answers;
  }

  send(node: OperatedNode, request: SendRequest): void {
    const { paymentHash, groupid, partid, amountMsat, totalMsat, destination } = request;
    const input: Input = { type: 'send', groupid, partid, amountMsat, totalMsat, destination: destination as string };
    this.#ask(
      node,
      paymentHash,
      input,
      () => node.send(request),
      (answer) => this.#toldOfSend(answer),
    );
  }

  wait(node: OperatedNode, paymentHash: PaymentHash, partid: bigint, timeoutMs: number | undefined): void {
    const input: Input = { type: 'wait', groupid: undefined, partid, mayTimeOut: timeoutMs !== undefined };
    const asked = timeoutMs === undefined ? { paymentHash, partid } : { paymentHash, partid, timeoutMs };
    this.#ask(
      node,
      paymentHash,
      input,
      () => node.wait(asked),
      (answer) => this.#toldOfWait(answer, node.id, paymentHash),
    );
  }

  remove(
    node: OperatedNode,
    paymentHash: PaymentHash,
    status: 'complete' | 'failed',
    part: { groupid: bigint; partid: bigint } | undefined,
  ): void {
    const input: Input = { type: 'delete', status, part };
    this.#ask(
      node,
      paymentHash,
      input,
      () => node.deleteParts(paymentHash, status, part),
      (rows) => rows.map(nameOf).join(', '),
    );
  }

  list(node: OperatedNode, paymentHash: PaymentHash): void {
    const rows = async (): Promise<SendpayRow[]> => {
      const listed: SendpayRow[] = [];
      for await (const row of node.rows({ paymentHash })) listed.push(row);
      return listed;
    };
    const told = (listed: readonly SendpayRow[]): Output =>
      listed.map((row) => `${nameOf(row)} ${row.status}`).join(', ');
    this.#ask(node, paymentHash, { type: 'list' }, rows, told);
  }

  pay(node: OperatedNode, order: PayOrder): void {
    const { paymentHash } = order;
    this.#ask(
      node,
      paymentHash,
      undefined,
      () => node.pay(order),
      (answer) => this.#toldOfPay(answer, node.id, paymentHash),
    );
  }

  /** Results the network brought, and parts a pay sent by itself, are operations too. */
  appended(record: JournalRecord): void {
    const input = inputOf(record);
    if (!input) return;
    const tick = ++this.#tick;
    const { position, stream } = record;
    this.#history(stream).push({ input, invoked: tick, returned: tick, output: 'ok', position });
  }

  /** The process is dead: what it owed it may have done or not; what was not durable never happened. */
  serverDied(durable: Position): void {
    if (this.#open.size > 0) this.#world.hit('crash/answer-owed');
    const returned = ++this.#tick;
    for (const { stream, input, invoked } of this.#open)
      if (input) this.#history(stream).push({ input, invoked, returned, output: undefined });
    this.#open.clear();
    for (const [stream, history] of this.#histories)
      this.#histories.set(
        stream,
        history.filter(({ position = 0 }) => position <= durable),
      );
  }

  /** Holds every history against the reference model. */
  checkHistories(): void {
    for (const [stream, history] of this.#histories) {
      const judged = linearize(history);
      if (judged.type === 'linearizable') continue;
      const told = history.map(({ input, output }) => `${input.type} → ${output ?? '?'}`).join('; ');
      this.#world.fault(`${stream}: no order explains what its clients were told (${judged.type}): ${told}`);
    }
  }

  #ask<A>(
    node: OperatedNode,
    hash: PaymentHash,
    input: Input | undefined,
    call: () => Promise<A>,
    told: (answer: A) => Output | undefined,
  ): void {
    const stream = `payment/${node.id}/${hash}`;
    const open: Open = { stream, input, invoked: ++this.#tick };
    this.#open.add(open);
    const answered = call();
    const needed = this.#world.journal.position;
    answered.then(
      (answer) => this.#answered(open, needed, () => told(answer)),
      () => undefined, // The process stopped: `serverDied` says what becomes of it.
    );
  }

  #answered(open: Open, needed: Position, told: () => Output | undefined): void {
    // A process that died tells nobody anything, whatever its promises do.
    if (!this.#open.delete(open)) return;
    this.#answers++;
    const world = this.#world;
    const output = told();
    world.note(`${open.stream} ${open.input?.type ?? 'pay'} ${output}`);
    const { lastPosition } = world.disk;
    if (lastPosition < needed)
      world.fault(`${open.stream}: told "${output}", which rests on ${needed}; the disk ends at ${lastPosition} (G4)`);
    if (open.input && output !== undefined) {
      const { input, invoked } = open;
      this.#history(open.stream).push({ input, invoked, returned: ++this.#tick, output });
    }
  }

  #toldOfSend(answer: SendAnswer): Output {
    switch (answer.type) {
      case 'refused':
        this.#world.hit('payment/refused');
        return `refused ${answer.refusal.code}`;
      case 'first-hop-refused':
        this.#world.hit('payment/first-hop-refused');
        return 'first hop refused';
      default:
        return `${answer.type} ${nameOf(answer.row)}`;
    }
  }

  #toldOfWait(answer: WaitAnswer, node: NodeId, hash: PaymentHash): Output {
    switch (answer.type) {
      case 'complete':
      case 'failed': {
        const name = nameOf(answer.row);
        if (!this.#world.durable.hasEnded(`payment/${node}/${hash}`, answer.row, answer.type))
          this.#world.fault(`${hash}: told that part ${name} is ${answer.type} before that was durable (G4)`);
        return `${answer.type} ${name}`;
      }
      case 'never-attempted':
        return 'never attempted';
      default:
        this.#world.hit('client/gave-up');
        return answer.type;
    }
  }

  #toldOfPay(answer: PayAnswer, node: NodeId, hash: PaymentHash): undefined {
    if (answer.type === 'complete' && !this.#world.durable.isPaid(`payment/${node}/${hash}`))
      this.#world.fault(`${hash}: pay says complete before that was durable (G4)`);
    return undefined;
  }

  #history(stream: string): Recorded[] {
    const known = this.#histories.get(stream) ?? [];
    this.#histories.set(stream, known);
    return known;
  }
}

function inputOf({ event, cause }: JournalRecord): Input | undefined {
  const { groupid, partid, amountMsat, totalMsat, destination } = event as never as Extract<Input, { type: 'sent' }>;
  switch (event.type) {
    case 'PART_FULFILLED':
      return { type: 'ended', groupid, partid, status: 'complete' };
    case 'PART_FAILED':
      return { type: 'ended', groupid, partid, status: 'failed' };
    case 'PART_SENT':
      return cause === 0 ? undefined : { type: 'sent', groupid, partid, amountMsat, totalMsat, destination };
    default:
      return undefined;
  }
}
