/** Sources of randomness: keys are drawn from them, so no byte may be given twice. */
import { equal, is, not, throws } from 'uvu/assert';
import { seededRandom, systemRandom } from '../../src/runtime/random.ts';
import { suite } from '../support/suite.ts';

const test = suite('randomness');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** As many as one request to the system fetches. */
const POOL_BYTES = 16_384;

test('no two draws are alike, however many there are and whatever they are drawn from', () => {
  for (const source of [systemRandom(), seededRandom(1)]) {
    const draws = Array.from({ length: 1_300 }, () => hex(source.bytes(32)));
    is(new Set(draws).size, draws.length);
    is(new Set(draws.map((draw) => draw.length)).size, 1);
    is(
      draws.some((draw) => draw.includes('00'.repeat(16))),
      false,
      'nothing that was drawn before and wiped',
    );
  }
  not.equal(hex(systemRandom().bytes(32)), hex(systemRandom().bytes(32)));
});

test('a seed gives the same bytes however they are drawn, another seed others', () => {
  const whole = hex(seededRandom('a').bytes(64));
  const drawn = seededRandom('a');
  equal([10, 1, 53].map((length) => hex(drawn.bytes(length))).join(''), whole);
  not.equal(hex(seededRandom('b').bytes(64)), whole);
});

test('what does not fit into what is left is drawn from fresh bytes, up to as many as are fetched at once', () => {
  const source = seededRandom('a');
  const first = hex(source.bytes(POOL_BYTES));
  is(first.length, 2 * POOL_BYTES);
  const second = hex(source.bytes(POOL_BYTES));
  not.equal(second, first);
  const other = seededRandom('a');
  other.bytes(POOL_BYTES - 8);
  is(hex(other.bytes(8)), first.slice(-16), 'just what is left');
  is(hex(other.bytes(8)), second.slice(0, 16));
  throws(() => source.bytes(POOL_BYTES + 1), 'at most 16384 random bytes at once');
});

test.run();
