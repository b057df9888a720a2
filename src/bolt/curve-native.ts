/**
 * libsecp256k1 as a native addon, if the optional peer `secp256k1` is installed. See curve.ts.
 *
 * Invariant: loads the addon or gives undefined; never lets the package choose its JavaScript fallback.
 */
import { createRequire } from 'node:module';
import type * as Secp256k1 from 'secp256k1';
import type { Curve, RecoveryId } from './curve-interface.ts';
import { BoltError } from './error.ts';

const POINT_LENGTH = 33;
const SCALAR_LENGTH = 32;

/** Undefined where the addon is not installed or has no binary for this machine. */
export function loadNativeCurve(): Curve | undefined {
  let native: typeof Secp256k1;
  try {
    native = createRequire(import.meta.url)('secp256k1/bindings.js') as typeof Secp256k1;
  } catch {
    return undefined;
  }
  // Some other package of the project may have brought one of before version 4, whose functions have other names.
  if (typeof native.ecdsaSign !== 'function') return undefined;
  return {
    implementation: 'native',
    isPrivate: (scalar) => scalar.length === SCALAR_LENGTH && native.privateKeyVerify(scalar),
    isPoint: (point) => point.length === POINT_LENGTH && native.publicKeyVerify(point),
    publicKey: (privateKey) => orBadKey('private key', () => native.publicKeyCreate(privateKey, true)),
    multiplyPoint: (point, scalar) =>
      orBadKey('point', () => native.publicKeyTweakMul(compressed(point), scalar, true)),
    multiplyPrivate: (a, b) =>
      orBadKey('private key', () => {
        // The addon looks at the second factor only, and would multiply an impossible first one.
        if (!native.privateKeyVerify(a)) throw new RangeError('not a private key');
        // It multiplies in place, so it gets a copy.
        return native.privateKeyTweakMul(Uint8Array.from(a), b);
      }),
    // The constant-time routine, hashing included: the private key may be a node's own.
    sharedSecret: (point, privateKey) => orBadKey('point', () => native.ecdh(compressed(point), privateKey)),
    signRecoverable: (hash, privateKey) =>
      orBadKey('private key', () => {
        const { signature, recid } = native.ecdsaSign(hash, privateKey);
        return { signature, recoveryId: recid as RecoveryId };
      }),
    recover: (hash, signature, recoveryId) => {
      try {
        return native.ecdsaRecover(signature, recoveryId, hash, true);
      } catch {
        return undefined;
      }
    },
    verify: (hash, signature, point) => {
      try {
        return native.ecdsaVerify(signature, hash, compressed(point));
      } catch {
        return false;
      }
    },
  };
}

/** The addon also takes uncompressed points; Lightning never uses them. */
function compressed(point: Uint8Array): Uint8Array {
  if (point.length !== POINT_LENGTH) throw new RangeError(`a point has ${POINT_LENGTH} bytes, not ${point.length}`);
  return point;
}

function orBadKey<T>(field: string, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    throw new BoltError('BOLT_BAD_KEY', field, `invalid ${field}`, { cause });
  }
}
