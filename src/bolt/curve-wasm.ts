/**
 * libsecp256k1 as WebAssembly, for programs without the native addon. See curve.ts.
 *
 * Invariant: the module is read and compiled only when this function is called. It has no modular product of two scalars; that one
 * operation is done with bigint here, whose time depends on its operands. It serves only to blind the session key of an
 * onion, which is used once.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as TinySecp256k1 from 'tiny-secp256k1';
import type { Curve } from './curve-interface.ts';
import { BoltError } from './error.ts';

const POINT_LENGTH = 33;
/** The order of the group (SEC 2, section 2.4.1). */
const GROUP_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

export function loadWasmCurve(): Curve {
  const wasm = createRequire(import.meta.url)('tiny-secp256k1') as typeof TinySecp256k1;
  const multiplyPoint = (point: Uint8Array, scalar: Uint8Array): Uint8Array => {
    if (point.length !== POINT_LENGTH) throw badKey('point');
    return orBadKey('point', () => wasm.pointMultiply(point, scalar, true));
  };
  return {
    implementation: 'wasm',
    isPrivate: (scalar) => wasm.isPrivate(scalar),
    isPoint: (point) => point.length === POINT_LENGTH && wasm.isPoint(point),
    publicKey: (privateKey) => orBadKey('private key', () => wasm.pointFromScalar(privateKey, true)),
    multiplyPoint,
    multiplyPrivate: (a, b) => {
      if (!wasm.isPrivate(a) || !wasm.isPrivate(b)) throw badKey('private key');
      return scalarBytes((scalarValue(a) * scalarValue(b)) % GROUP_ORDER);
    },
    sharedSecret: (point, privateKey) =>
      Uint8Array.from(createHash('sha256').update(multiplyPoint(point, privateKey)).digest()),
    signRecoverable: (hash, privateKey) => orBadKey('private key', () => wasm.signRecoverable(hash, privateKey)),
    recover: (hash, signature, recoveryId) => {
      try {
        return wasm.recover(hash, signature, recoveryId, true) ?? undefined;
      } catch {
        return undefined;
      }
    },
    verify: (hash, signature, point) => {
      try {
        return point.length === POINT_LENGTH && wasm.verify(hash, point, signature, true);
      } catch {
        return false;
      }
    },
  };
}

function scalarValue(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function scalarBytes(value: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'));
}

function badKey(field: string, cause?: unknown): BoltError {
  return new BoltError('BOLT_BAD_KEY', field, `invalid ${field}`, { cause });
}

function orBadKey<T>(field: string, compute: () => T | null): T {
  let result: T | null;
  try {
    result = compute();
  } catch (cause) {
    throw badKey(field, cause);
  }
  if (result === null) throw badKey(field);
  return result;
}
