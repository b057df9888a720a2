/** The curve: both implementations agree, and the third one is never loaded. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type Curve, curve, loadNativeCurve, loadWasmCurve } from '../../src/bolt/curve.ts';
import { BoltError, sha256 } from '../../src/bolt/index.ts';
import { suite } from '../support/suite.ts';
import { always, bytes, bytesOf, hex, privateKeys, refusal, toHex } from './support.ts';

const native = loadNativeCurve();
const wasm = loadWasmCurve();
const both = suite('curve: native against WebAssembly', {
  skip: native === undefined ? 'the native addon has no binary for this machine' : undefined,
});
const test = suite('curve');

/** Where the addon, a development dependency, brings a binary. */
const PREBUILT = ['linux-x64', 'darwin-arm64', 'win32-x64'];

/** What an operation does, refusals included, in a form that can be compared. */
function outcome(act: () => unknown): string {
  try {
    const value = act();
    return value instanceof Uint8Array
      ? toHex(value)
      : JSON.stringify(value, (_, v) => (v instanceof Uint8Array ? toHex(v) : v));
  } catch (error) {
    return error instanceof BoltError ? error.code : `unexpected ${error}`;
  }
}
function agree(act: (implementation: Curve) => unknown): void {
  assert.is(
    outcome(() => act(wasm)),
    outcome(() => act(native as Curve)),
  );
}

both('they give the same keys, products, secrets and signatures', () => {
  always<[Uint8Array, Uint8Array, Uint8Array]>(60, [privateKeys, privateKeys, bytesOf(32)], (a, b, hash) => {
    const point = wasm.publicKey(b);
    agree((c) => c.publicKey(a));
    agree((c) => c.multiplyPoint(point, a));
    agree((c) => c.multiplyPrivate(a, b));
    agree((c) => c.sharedSecret(point, a));
    agree((c) => c.signRecoverable(hash, a));
    const { signature, recoveryId } = wasm.signRecoverable(hash, a);
    agree((c) => c.recover(hash, signature, recoveryId));
    agree((c) => c.verify(hash, signature, wasm.publicKey(a)));
    agree((c) => c.verify(hash, signature, point));
  });
});

both('they refuse the same inputs', () => {
  const scalars = fc.oneof(
    bytesOf(32),
    bytes({ maxLength: 40 }),
    fc.constantFrom(new Uint8Array(32), new Uint8Array(32).fill(255)),
  );
  const points = fc.oneof(
    bytes({ maxLength: 66 }),
    bytesOf(33).map((p) => Uint8Array.of(2, ...p.slice(1))),
  );
  always<[Uint8Array, Uint8Array, Uint8Array, Uint8Array]>(
    200,
    [scalars, scalars, points, fc.oneof(bytesOf(64), bytes({ maxLength: 70 }))],
    (a, b, point, signature) => {
      agree((c) => c.isPrivate(a));
      agree((c) => c.isPoint(point));
      agree((c) => c.publicKey(a));
      agree((c) => c.multiplyPoint(point, a));
      agree((c) => c.multiplyPrivate(a, b));
      agree((c) => c.sharedSecret(point, a));
      agree((c) => c.verify(b, signature, point));
      agree((c) => c.recover(b, signature, 1));
    },
  );
});

both('the native one is used where it loads', () => {
  assert.is(curve.implementation, 'native');
});

test('a shared secret is the same from both sides and is the hash of the product', () => {
  always<[Uint8Array, Uint8Array]>(30, [privateKeys, privateKeys], (a, b) => {
    const secret = curve.sharedSecret(curve.publicKey(a), b);
    assert.equal(secret, curve.sharedSecret(curve.publicKey(b), a));
    assert.equal(secret, sha256(curve.multiplyPoint(curve.publicKey(a), b)));
  });
});

test('a signature recovers to the key that made it, with s in the lower half', () => {
  always<[Uint8Array, Uint8Array]>(30, [privateKeys, bytesOf(32)], (key, hash) => {
    const { signature, recoveryId } = curve.signRecoverable(hash, key);
    assert.equal(curve.recover(hash, signature, recoveryId), curve.publicKey(key));
    assert.ok((signature[32] as number) < 0x80);
  });
});

test('zero, the group order and points off the curve are refused with a typed error', () => {
  const order = hex('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141');
  const point = curve.publicKey(new Uint8Array(32).fill(1));
  for (const scalar of [new Uint8Array(32), order, new Uint8Array(31)]) {
    assert.not(curve.isPrivate(scalar));
    refusal(() => curve.publicKey(scalar), 'BOLT_BAD_KEY');
    refusal(() => curve.sharedSecret(point, scalar), 'BOLT_BAD_KEY');
  }
  refusal(() => curve.multiplyPoint(new Uint8Array(33).fill(5), new Uint8Array(32).fill(1)), 'BOLT_BAD_KEY');
});

test('what is tested and measured here runs on the native curve where there is one', () => {
  assert.is(curve.implementation, PREBUILT.includes(`${process.platform}-${process.arch}`) ? 'native' : 'wasm');
});

test('the JavaScript fallback with known advisories is never loaded', () => {
  const loaded = Object.keys(createRequire(import.meta.url).cache ?? {});
  assert.ok(
    loaded.some((path) => path.includes('secp256k1')),
    'the curve library should be in the module cache',
  );
  assert.equal(
    loaded.filter((path) => /[\\/]elliptic([\\/]|\.js$)/.test(path)),
    [],
  );
});

both.run();
test.run();
