/** `listsendpays` and `listpays`: every combination of filters means their conjunction, pays are whole, pages cost what they hold. */
import fc from 'fast-check';
import { equal, ok } from 'uvu/assert';
import type { PaymentHash } from '../../src/domain/ids.ts';
import type { Part } from '../../src/domain/payment-part.ts';
import { verifyEngine } from '../../src/engine/verify-engine.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import { suite } from '../support/suite.ts';
import { PaymentHistory } from './payment-history.ts';

const test = suite('filters of listsendpays and listpays');

const HASHES = [...'abcdef'].map((digit) => digit.repeat(64) as PaymentHash);

type Step = { readonly hash: number; readonly group: number; readonly what: number; readonly which: number };
const step: fc.Arbitrary<Step> = fc.record({
  hash: fc.nat(HASHES.length - 1),
  group: fc.integer({ min: 1, max: 3 }),
  what: fc.nat(11),
  which: fc.nat(9),
});

function take(history: PaymentHistory, { hash, group, what, which }: Step): void {
  const paymentHash = HASHES[hash] as PaymentHash;
  const parts = history.partsOf(paymentHash);
  if (what < 6) history.send(paymentHash, BigInt(group), BigInt(which));
  else if (what === 11) history.delete(paymentHash, which < 5 ? 'failed' : 'complete');
  else if (parts.length > 0)
    history.end(paymentHash, parts[which % parts.length] as Part, what < 9 ? 'failed' : 'complete');
}

/** What is listed, as plain as can be. */
interface Item {
  readonly hash: string;
  readonly status: string;
  readonly created: number;
  readonly updated: number;
  readonly parts: readonly Part[];
}

const itemOf = (hash: string, parts: readonly Part[]): Item => ({
  hash,
  status: ['complete', 'pending', 'failed'].find((status) => parts.some((part) => part.status === status)) as string,
  created: Math.min(...parts.map((part) => part.createdIndex)),
  updated: Math.max(...parts.map((part) => part.updatedIndex ?? 0)),
  parts,
});

function itemsOf(history: PaymentHistory, command: 'listsendpays' | 'listpays'): Item[] {
  return history.hashes.flatMap((hash) => {
    const parts = history.partsOf(hash);
    if (command === 'listsendpays') return parts.map((part) => itemOf(hash, [part]));
    const groups = [...new Set(parts.map(({ groupid }) => groupid))];
    return groups.map((group) =>
      itemOf(
        hash,
        parts.filter(({ groupid }) => groupid === group),
      ),
    );
  });
}

interface Asked {
  readonly payment_hash?: string;
  readonly status?: string;
  readonly index?: 'created' | 'updated';
  readonly start?: number;
  readonly limit?: number;
}

/** Every combination that is not refused. */
function* combinations(last: number): Generator<Asked> {
  const starts = [undefined, Math.ceil(last / 2), last];
  for (const payment_hash of [undefined, HASHES[0]])
    for (const status of [undefined, 'pending', 'complete', 'failed'])
      for (const index of [undefined, 'created', 'updated'] as const)
        for (const start of index === undefined || payment_hash !== undefined ? [undefined] : starts)
          for (const limit of index === undefined ? [undefined] : [undefined, 0, 2])
            yield JSON.parse(JSON.stringify({ payment_hash, status, index, start, limit }));
}

function chosen(items: readonly Item[], { payment_hash, status, index, start = 0, limit }: Asked): Item[] {
  const place = (item: Item): number => (index === 'updated' ? item.updated : item.created);
  return items
    .filter((item) => payment_hash === undefined || item.hash === payment_hash)
    .filter((item) => status === undefined || item.status === status)
    .filter((item) => place(item) >= start)
    .sort((one, other) => place(one) - place(other) || one.created - other.created)
    .slice(0, limit);
}

const shown = ({ hash, status, created, updated, parts }: Item): unknown[] => {
  const counted = parts.filter((part) => part.status !== 'failed');
  const complete = parts.filter((part) => part.status === 'complete').length;
  return [hash, status, created, updated || undefined, counted.length * 1004, complete > 1 ? complete : undefined];
};

// biome-ignore lint/suspicious/noExplicitAny: an answer
const told = (pay: any): unknown[] => [
  pay.payment_hash,
  pay.status,
  pay.created_index,
  pay.updated_index,
  pay.amount_sent_msat,
  pay.number_of_parts,
];

test('every combination of filters gives what all of them give, over any history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const history = await PaymentHistory.begin();
      for (const each of steps) take(history, each);
      await history.durable();
      const parts = itemsOf(history, 'listsendpays');
      const pays = itemsOf(history, 'listpays');
      const last = Math.max(1, ...parts.flatMap(({ created, updated }) => [created, updated]));
      for (const asked of combinations(last)) {
        const listed = await history.list('listsendpays', asked as JsonValue);
        equal(
          listed.map(({ created_index, status }) => [created_index, status]),
          chosen(parts, asked).map(({ created, status }) => [created, status]),
          `listsendpays ${JSON.stringify(asked)}`,
        );
        const whole = await history.list('listpays', asked as JsonValue);
        equal(whole.map(told), chosen(pays, asked).map(shown), `listpays ${JSON.stringify(asked)}`);
      }
      const { findings } = await verifyEngine({ journal: history.journal });
      equal(
        findings.filter(({ what }) => what.startsWith('row ')),
        [],
      );
    }),
    { numRuns: 6, seed: 1 },
  );
});

test('a pay whose first part failed is complete on every page that shows it', async () => {
  const history = await PaymentHistory.begin();
  const [hash] = HASHES as [PaymentHash];
  for (const [partid, end] of [
    [1n, 'failed'],
    [2n, 'failed'],
    [3n, 'complete'],
  ] as const) {
    history.send(hash, 1n, partid);
    history.end(hash, history.partsOf(hash).at(-1) as Part, end);
  }
  await history.durable();
  for (const index of ['created', 'updated'])
    for (const start of [0, 1, 2, 3, 4])
      for (const pay of await history.list('listpays', { index, start, limit: 1 }))
        equal([pay.status, pay.created_index, pay.updated_index, pay.amount_sent_msat], ['complete', 1, 3, 1004]);
  equal((await history.list('listpays', { index: 'created', start: 1, limit: 1 })).length, 1);
  equal(await history.list('listpays', { status: 'failed' }), []);
  equal((await history.list('listsendpays', { payment_hash: hash, status: 'complete' })).length, 1);
});

test('pages put together hold each pay and each part once', async () => {
  const history = await PaymentHistory.begin();
  for (const each of fc.sample(fc.array(step, { minLength: 150, maxLength: 150 }), { numRuns: 1, seed: 7 }).flat())
    take(history, each);
  await history.durable();
  for (const command of ['listsendpays', 'listpays'] as const) {
    const all = (await history.list(command, {})).map((item) => item.created_index);
    ok(all.length > 5, `${all.length}`);
    const paged: number[] = [];
    for (;;) {
      const start = (paged.at(-1) ?? 0) + 1;
      const page = await history.list(command, { index: 'created', start, limit: 3 });
      if (page.length === 0) break;
      paged.push(...page.map((item) => item.created_index));
    }
    equal(paged, all);
  }
});

/** So many finished pays, of one part, or of two of which the first failed; three failed ones among them; then pending ones. */
async function longHistory(finished: number): Promise<PaymentHistory> {
  const history = await PaymentHistory.begin();
  const hashOf = (index: number): PaymentHash => index.toString(16).padStart(64, '0') as PaymentHash;
  const part = (index: number, partid: bigint, end?: 'complete' | 'failed'): void => {
    history.send(hashOf(index), 1n, partid);
    if (end !== undefined) history.end(hashOf(index), history.partsOf(hashOf(index)).at(-1) as Part, end);
  };
  for (let index = 0; index < finished; index++) {
    if (index % 2 === 0) part(index, 0n, 'complete');
    else for (const end of ['failed', 'complete'] as const) part(index, end === 'failed' ? 1n : 2n, end);
  }
  for (let index = finished; index < finished + 6; index++) part(index, 0n, index % 2 === 0 ? 'failed' : undefined);
  await history.durable();
  return history;
}

test('a page of any filter reads as many keys from a long history as from a short one', async () => {
  const [short, long] = [await longHistory(20), await longHistory(600)];
  const touched = async (
    history: PaymentHistory,
    command: 'listsendpays' | 'listpays',
    asked: Asked,
  ): Promise<number> => {
    history.storage.touched = 0;
    await history.list(command, asked as JsonValue);
    return history.storage.touched;
  };
  for (const command of ['listsendpays', 'listpays'] as const)
    for (const status of [undefined, 'pending', 'complete', 'failed'])
      for (const index of ['created', 'updated'] as const)
        for (const start of [0, 12]) {
          const asked: Asked = { index, start, limit: 3, ...(status === undefined ? {} : { status }) };
          const [few, many] = [await touched(short, command, asked), await touched(long, command, asked)];
          ok(
            many <= few + 12,
            `${command} ${JSON.stringify(asked)} read ${few} keys of the short history, ${many} of the long`,
          );
        }
  const pending = { status: 'pending' };
  equal(await touched(long, 'listpays', pending), await touched(short, 'listpays', pending));
});

test.run();
