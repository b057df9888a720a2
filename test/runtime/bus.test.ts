import { take } from 'rxjs';
import { equal, is } from 'uvu/assert';
import { KeyedBus } from '../../src/runtime/bus.ts';
import { suite } from '../support/suite.ts';

const test = suite('the keyed bus');

test('a subscriber hears its key and no other', () => {
  const bus = new KeyedBus<string, number>();
  const heard: number[] = [];
  bus.on('a').subscribe((message) => heard.push(message));
  bus.publish('a', 1);
  bus.publish('b', 2);
  equal(heard, [1]);
});

test('every subscriber sees messages in the order published, also when one publishes while it is told', () => {
  const bus = new KeyedBus<string, string>();
  const heard: string[] = [];
  bus.on('k').subscribe((message) => {
    heard.push(`1:${message}`);
    if (message === 'outer') bus.publish('k', 'inner');
  });
  bus.on('k').subscribe((message) => heard.push(`2:${message}`));
  bus.publish('k', 'outer');
  equal(heard, ['1:outer', '2:outer', '1:inner', '2:inner']);
});

test('a key nobody listens to holds no memory', () => {
  const bus = new KeyedBus<number, number>();
  for (let key = 0; key < 100; key++) bus.on(key).pipe(take(1)).subscribe();
  is(bus.keyCount, 100);
  for (let key = 0; key < 100; key++) bus.publish(key, key);
  is(bus.keyCount, 0);
});

test('a key is usable again after its last subscriber left', () => {
  const bus = new KeyedBus<string, number>();
  bus.on('k').subscribe().unsubscribe();
  const heard: number[] = [];
  bus.on('k').subscribe((message) => heard.push(message));
  bus.publish('k', 7);
  equal(heard, [7]);
});

test('who waits once hears the next message of its key, and no more', () => {
  const bus = new KeyedBus<string, number>();
  const heard: number[] = [];
  bus.once('k', (message) => heard.push(message));
  bus.publish('other', 0);
  bus.publish('k', 1);
  bus.publish('k', 2);
  equal([heard, bus.keyCount], [[1], 0]);
});

test('one who leaves takes no other along, and both kinds of waiting are counted', () => {
  const bus = new KeyedBus<string, number>();
  const heard: number[] = [];
  const first = bus.on('k').subscribe(() => heard.push(0));
  bus.on('k').subscribe((message) => heard.push(message));
  bus.once('j', () => {});
  is(bus.keyCount, 2);
  first.unsubscribe();
  bus.publish('k', 7);
  equal([heard, bus.keyCount], [[7], 2]);
});

test('a late leaver does not take away the key that others listen to since', () => {
  const bus = new KeyedBus<string, number>();
  const heard: number[] = [];
  const first = bus.on('k').subscribe();
  bus.close();
  bus.on('k').subscribe((message) => heard.push(message));
  first.unsubscribe();
  bus.publish('k', 7);
  equal(heard, [7]);
});

test('closing ends every subscription and forgets every waiter', () => {
  const bus = new KeyedBus<string, number>();
  const ended: string[] = [];
  bus.on('k').subscribe({ complete: () => ended.push('k') });
  bus.all$.subscribe({ complete: () => ended.push('all') });
  bus.once('j', () => ended.push('heard'));
  bus.close();
  equal([ended.sort(), bus.keyCount], [['all', 'k'], 0]);
  bus.publish('j', 1);
  equal(ended.length, 2);
});

test.run();
