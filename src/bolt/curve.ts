/**
 * secp256k1, as little of it as Lightning needs, behind one interface with two implementations.
 *
 * Choice: the `secp256k1` package (bitcoin-core's libsecp256k1 as a native addon, with prebuilt binaries) where its binary
 * loads, otherwise `tiny-secp256k1` (the same C library compiled to WebAssembly, no native code, about 4.5 times slower:
 * 4,700 point multiplications a second against 21,000). Both are the C library's own arithmetic, constant-time where a
 * secret is involved. `secp256k1/bindings.js` is loaded directly because the package's main file falls back, in silence,
 * to `elliptic`: pure JavaScript, slow, and with open advisories about signatures and key recovery. `elliptic` is in the
 * dependency tree but is never executed.
 *
 * Invariant: both implementations give the same bytes for the same input, and refuse the same inputs with `BOLT_BAD_KEY`
 * (a test runs one against the other). Points are compressed, 33 bytes; scalars and hashes are 32 bytes.
 */
import { loadNativeCurve } from './curve-native.ts';
import { loadWasmCurve } from './curve-wasm.ts';

export type RecoveryId = 0 | 1 | 2 | 3;

export interface RecoverableSignature {
  /** r and s, 32 bytes each, s in the lower half. */
  readonly signature: Uint8Array;
  readonly recoveryId: RecoveryId;
}

export interface Curve {
  readonly implementation: 'native' | 'wasm';
  /** Is it 32 bytes, not zero, below the group order? */
  isPrivate(scalar: Uint8Array): boolean;
  /** Is it 33 bytes and a point on the curve? */
  isPoint(point: Uint8Array): boolean;
  publicKey(privateKey: Uint8Array): Uint8Array;
  /** point · scalar. Not for long-lived secret scalars: the C library's routine takes time that depends on the scalar. */
  multiplyPoint(point: Uint8Array, scalar: Uint8Array): Uint8Array;
  /** a · b modulo the group order. */
  multiplyPrivate(a: Uint8Array, b: Uint8Array): Uint8Array;
  /** SHA256 of the compressed ECDH point (BOLT 4 "Shared Secret"). */
  sharedSecret(point: Uint8Array, privateKey: Uint8Array): Uint8Array;
  /** RFC 6979 nonce, so the same hash and key always give the same signature. */
  signRecoverable(hash: Uint8Array, privateKey: Uint8Array): RecoverableSignature;
  /** The key that made the signature, or undefined when there is none. */
  recover(hash: Uint8Array, signature: Uint8Array, recoveryId: RecoveryId): Uint8Array | undefined;
  /** False for a wrong, malformed or high-s signature. */
  verify(hash: Uint8Array, signature: Uint8Array, point: Uint8Array): boolean;
}

export { loadNativeCurve, loadWasmCurve };

/** The curve everything here uses: native where its binary loads, else WebAssembly. */
export const curve: Curve = loadNativeCurve() ?? loadWasmCurve();
