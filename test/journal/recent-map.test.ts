import { is, ok } from 'uvu/assert';
import { RecentMap } from '../../src/journal/recent-map.ts';
import { suite } from '../support/suite.ts';

const test = suite('a map of what was used lately');

test('what was set or read among the last as many as its capacity is there', () => {
  const map = new RecentMap<number, number>(10);
  for (let key = 0; key < 1_000; key++) {
    map.set(key, key);
    is(map.get(0), 0, 'read each time, so never forgotten');
    for (let back = 0; back < Math.min(key, 5); back++) is(map.get(key - back), key - back);
  }
});

test('it never holds more than twice its capacity', () => {
  const map = new RecentMap<number, number>(10);
  for (let key = 0; key < 1_000; key++) map.set(key, key);
  let held = 0;
  for (let key = 999; key >= 0; key--) if (map.get(key) === key) held++;
  ok(held >= 10 && held <= 20, `${held}`);
});

test.run();
