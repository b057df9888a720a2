/** The payment machine and the sendpay rules against a reference model that shares no code with them. */
import fc from 'fast-check';
import { equal, ok } from 'uvu/assert';
import { type PaymentContext, type PaymentEvent, paymentMachine } from '../../machines/payment.ts';
import { paymentModel } from '../../src/cli/testing/models/payment.ts';
import type { Part } from '../../src/domain/payment-part.ts';
import { decideSendpay, type SendpayDecision } from '../../src/domain/sendpay-decision.ts';
import {
  createStepper,
  declaredTransitions,
  differential,
  explore,
  generatePlan,
  mutants,
  type Plan,
  pureDriver,
  stateName,
  type TestModel,
} from '../../src/testing/index.ts';
import { HASH, NODE_C, NODE_D, PREIMAGE, sentPart } from '../support/parts.ts';
import { suite } from '../support/suite.ts';
import { oracleDriver } from './oracle/oracle-driver.ts';
import {
  judge,
  type Ledger,
  type LedgerRow,
  NO_HISTORY,
  type Ruling,
  standing,
  withAnswer,
  withDoubt,
  withEnd,
  withoutRows,
  withSent,
} from './oracle/sendpay-oracle.ts';

const test = suite('the payment machine against the reference model');
const seed = Number(process.env.SENDPAY_TEST_SEED ?? 1);
const exploration = explore(paymentModel, { checkAbstraction: false });
const CRITERIA = ['transition-pairs', 'event-matrix'] as const;
const plans = CRITERIA.map((criterion) => generatePlan(paymentModel, { criterion, granularity: 'chart' }, exploration));

test('every pair of transitions, and every event in every state, agrees', async () => {
  for (const plan of plans) {
    const report = await differential(plan, pureDriver(paymentModel), oracleDriver());
    equal(report.disagreements, []);
    equal(report.cut, 0);
    ok(report.compared > 0);
  }
});

/** A mistake in the machine, and how many events the shortest run has that shows it. */
const MISTAKES: readonly (readonly [string, number])[] = [
  ['remove failed/PART_FULFILLED/0', 3],
  ['remove complete/PARTS_DELETED/0', 3],
  ['drop-action pending/PART_FAILED/1 recordEnd@0', 3],
  ['drop-action idle/PART_SENT/0 offerHtlc@1', 1],
];

test('a mistake in the machine is shown by the shortest run that has it', async () => {
  const known = new Map(mutants(paymentMachine).map((mutant) => [mutant.id, mutant.machine]));
  for (const [id, events] of MISTAKES) {
    const machine = known.get(id);
    ok(machine, `${id} is a mutant; there are: ${declaredTransitions(paymentMachine).map((one) => one.id)}`);
    const wrong = pureDriver({ ...paymentModel, machine } as unknown as TestModel);
    const { disagreements } = await differential(plans[0] as Plan, wrong, oracleDriver());
    ok(disagreements.length > 0, id);
    equal(Math.min(...disagreements.map((one) => one.events.length)), events, id);
  }
});

type Command =
  | { readonly do: 'sendpay'; readonly request: Parameters<typeof judge>[1] }
  /** `row` is taken modulo the rows there are. */
  | { readonly do: 'end'; readonly row: number; readonly end: 'complete' | 'failed' }
  | { readonly do: 'note'; readonly row: number; readonly why: string | undefined }
  | { readonly do: 'delpay'; readonly status: 'complete' | 'failed'; readonly row: number | undefined };

const status = fc.constantFrom('complete' as const, 'failed' as const);
const row = fc.nat(5);
const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('sendpay' as const),
      request: fc.record({
        partid: fc.bigInt(0n, 2n),
        groupid: fc.option(fc.bigInt(1n, 3n), { nil: undefined }),
        amountMsat: fc.constantFrom(500n, 1_000n),
        totalMsat: fc.constantFrom(0n, 1_000n, 1_500n),
        destination: fc.option(fc.constantFrom(NODE_C, NODE_D), { nil: undefined }),
      }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const), row, end: status }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('note' as const),
      row,
      why: fc.constantFrom(undefined, 'gone', 'forgotten'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('delpay' as const), status, row: fc.option(row, { nil: undefined }) }),
  },
);

/** What both sides are asked after each command. */
interface Account {
  readonly answer: string;
  readonly state: string;
  readonly rows: readonly string[];
}

const stepper = createStepper(paymentMachine);
const at = <T>(list: readonly T[], index: number | undefined): T | undefined =>
  index === undefined || list.length === 0 ? undefined : list[index % list.length];
const text = (parts: readonly (Part | LedgerRow)[]): string[] =>
  parts.map(
    (part) =>
      `${part.groupid}/${part.partid} ${part.status} ${part.amountMsat} to ${part.destination} ${part.answer} ${part.doubt}`,
  );

/** The product: the decision, then the machine's event. */
function product(history: readonly Command[]): Account[] {
  let { snapshot } = stepper.initial();
  return history.map((command) => {
    const { parts, tombstones } = snapshot.context as PaymentContext;
    const [answer, event] = eventOf(command, parts, tombstones);
    if (event !== undefined) snapshot = stepper.step(snapshot, event).snapshot;
    const { parts: after, tombstones: proofs } = snapshot.context as PaymentContext;
    return { answer, state: stateName(snapshot), rows: [...text(proofs), ...text(after)] };
  });
}

function eventOf(
  command: Command,
  parts: readonly Part[],
  tombstones: readonly Part[],
): readonly [string, PaymentEvent | undefined] {
  switch (command.do) {
    case 'sendpay': {
      const { destination, ...request } = command.request;
      const decision = decideSendpay(parts, tombstones, {
        ...request,
        paymentHash: HASH,
        destination: destination as Part['destination'],
      });
      if (decision.type !== 'send') return [wordsOfDecision(decision), undefined];
      const part = sentPart({ ...request, groupid: decision.groupid, createdIndex: parts.length });
      const { destination: _, ...rest } = part;
      const sent = {
        ...rest,
        ...(destination ? { destination: destination as NonNullable<Part['destination']> } : {}),
      };
      return [wordsOfDecision(decision), { type: 'PART_SENT', ...sent }];
    }
    case 'end': {
      const part = at(parts, command.row);
      if (part === undefined) return ['', undefined];
      const end = { groupid: part.groupid, partid: part.partid, updatedIndex: 1, atMs: 1 };
      return command.end === 'complete'
        ? ['', { type: 'PART_FULFILLED', ...end, preimage: PREIMAGE }]
        : ['', { type: 'PART_FAILED', ...end, failure: { code: 204, message: 'failed' } }];
    }
    case 'note': {
      const part = at(parts, command.row);
      if (part === undefined) return ['', undefined];
      const note = { groupid: part.groupid, partid: part.partid, atMs: 1 };
      return command.why === undefined
        ? ['', { type: 'PART_ANSWERED', ...note, answer: 'accepted' }]
        : ['', { type: 'PART_IN_DOUBT', ...note, why: command.why }];
    }
    case 'delpay': {
      const part = at(parts, command.row);
      const named = part === undefined ? {} : { part: { groupid: part.groupid, partid: part.partid } };
      return ['', { type: 'PARTS_DELETED', status: command.status, ...named, deletedBefore: 0, atMs: 1 }];
    }
  }
}

function wordsOfDecision(decision: SendpayDecision): string {
  if (decision.type === 'refuse') return `${decision.refusal.code} ${decision.refusal.message}`;
  if (decision.type === 'send') return `send ${decision.groupid}`;
  return `${decision.type.replace('already-', '')} ${decision.part.groupid}/${decision.part.partid}`;
}

/** The reference model. */
function reference(history: readonly Command[]): Account[] {
  let ledger = NO_HISTORY(HASH);
  return history.map((command) => {
    const [answer, after] = turnOf(command, ledger);
    ledger = after;
    return { answer, state: standing(ledger), rows: [...text(ledger.deleted), ...text(ledger.rows)] };
  });
}

function turnOf(command: Command, ledger: Ledger): readonly [string, Ledger] {
  switch (command.do) {
    case 'sendpay': {
      const ruling = judge(ledger, command.request);
      const after = ruling.answer === 'send' ? withSent(ledger, command.request, ruling.groupid) : ledger;
      return [wordsOfRuling(ruling), after];
    }
    case 'end': {
      const named = at(ledger.rows, command.row);
      return ['', named === undefined ? ledger : withEnd(ledger, named, command.end)];
    }
    case 'note': {
      const named = at(ledger.rows, command.row);
      if (named === undefined) return ['', ledger];
      const after =
        command.why === undefined ? withAnswer(ledger, named, 'accepted') : withDoubt(ledger, named, command.why);
      return ['', after];
    }
    case 'delpay':
      return ['', withoutRows(ledger, command.status, at(ledger.rows, command.row))];
  }
}

function wordsOfRuling(ruling: Ruling): string {
  if (ruling.answer === 'refused') return `${ruling.code} ${ruling.message}`;
  if (ruling.answer === 'send') return `send ${ruling.groupid}`;
  return `${ruling.answer} ${ruling.groupid}/${ruling.partid}`;
}

test('every history of sendpay, results and delpay gets the same answers, to the word', () => {
  const answers = new Set<string>();
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 14 }), (history) => {
      const accounts = product(history);
      for (const { answer } of accounts) answers.add(answer.replaceAll(/[0-9a-f]{2,}|\d+/g, 'n'));
      equal(accounts, reference(history));
    }),
    { numRuns: 3_000, seed },
  );
  // Every rule was met: send, pending, complete and each refusal.
  ok(answers.size >= 13, [...answers].join('\n'));
});

test.run();
