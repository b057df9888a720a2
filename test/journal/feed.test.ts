import { firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';
import { equal, is, ok } from 'uvu/assert';
import { feed, follow } from '../../src/journal/feed.ts';
import { recordKey } from '../../src/journal/keys.ts';
import { openMemoryJournal } from '../../src/journal/memory.ts';
import { suite } from '../support/suite.ts';
import { counting, fill, levelHarness, memoryHarness, positions, told } from './support.ts';

const test = suite('the change feed');

for (const [name, make] of Object.entries({ memory: memoryHarness, LevelDB: levelHarness })) {
  test(`${name}: gives each record once and in order, first the old ones, then those appended meanwhile`, async () => {
    const { journal, dispose } = await make();
    await fill(journal, 1_500);
    const reading = lastValueFrom(feed(journal).pipe(take(6_000), toArray()));
    // Batches of all sizes, one larger than what the feed keeps.
    for (const size of [1, 2, 3, 44, 450, 4_000]) await fill(journal, size);
    equal(positions(await reading), counting(6_000));
    await journal.close();
    await dispose();
  });

  test(`${name}: a reader slower than the writer loses nothing`, async () => {
    const { journal, dispose } = await make();
    const seen: number[] = [];
    await fill(journal, 1);
    for await (const { position } of follow(journal, { from: 1 })) {
      seen.push(position);
      // The reader holds up the feed while the writer goes on: at first past what the feed keeps.
      if (position <= 3 || position % 1_000 === 0) {
        await fill(journal, 2_500);
        await fill(journal, 10);
      }
      if (position === 9_000) break;
    }
    equal(seen, counting(9_000));
    await journal.close();
    await dispose();
  });
}

test('resumes from any position, also one still to come', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 10);
  const next = (from: number): Promise<number[]> =>
    lastValueFrom(feed(journal, { from }).pipe(take(2), toArray())).then(positions);
  for (const from of [-5, 0, 1]) equal(await next(from), [1, 2]);
  equal(await next(9), [9, 10]);
  const later = [next(10), next(11), next(13)];
  await fill(journal, 4);
  equal(await Promise.all(later), [
    [10, 11],
    [11, 12],
    [13, 14],
  ]);
});

test('gives nothing that is not durable', async () => {
  const journal = await openMemoryJournal({ flush: 'manual' });
  const first = firstValueFrom(feed(journal));
  journal.append(told('toy/1'));
  let given = false;
  void first.then(() => {
    given = true;
  });
  await new Promise(setImmediate);
  is(given, false);
  journal.flush();
  is((await first).position, 1);
});

test('ends when the journal is closed, after its last record', async () => {
  const journal = await openMemoryJournal();
  const all = lastValueFrom(feed(journal).pipe(toArray()));
  journal.append(told('toy/1'));
  await journal.close();
  equal(positions(await all), [1]);
});

test('fails when the journal fails, and names the position of a damaged record', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 3);
  const error = (from: number): Promise<{ code?: string; position?: number }> =>
    lastValueFrom(feed(journal, { from })).then(
      () => ({}),
      (reason: unknown) => reason as { code?: string; position?: number },
    );
  const failing = error(4);
  journal.fail(new Error('disk'));
  is((await failing).code, 'SENDPAY_JOURNAL_FAILED');
  journal.storage.corrupt(recordKey(2), undefined);
  is((await error(1)).position, 2);
});

test('a reader that leaves is forgotten by the journal', async () => {
  const journal = await openMemoryJournal();
  let listeners = 0;
  const onDurable = journal.onDurable.bind(journal);
  journal.onDurable = (listener) => {
    listeners++;
    const unsubscribe = onDurable(listener);
    return () => {
      listeners--;
      unsubscribe();
    };
  };
  const subscription = feed(journal).subscribe();
  is(listeners, 1);
  subscription.unsubscribe();
  await new Promise(setImmediate);
  is(listeners, 0);
});

test('a reader that leaves is not told any more, whether it waits or reads', async () => {
  const journal = await openMemoryJournal();
  await fill(journal, 2_000);
  const seen: number[] = [];
  const subscription = feed(journal).subscribe(({ position }) => {
    seen.push(position);
    if (position === 700) subscription.unsubscribe();
  });
  const waiting = feed(journal, { from: 2_001 }).subscribe(() => ok(false, 'told after it left'));
  await new Promise(setImmediate);
  waiting.unsubscribe();
  await fill(journal, 5);
  await new Promise(setImmediate);
  equal(seen, counting(700));
});

test.run();
