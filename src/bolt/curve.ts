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
import type { Curve } from './curve-interface.ts';
import { loadNativeCurve } from './curve-native.ts';
import { loadWasmCurve } from './curve-wasm.ts';

export type { Curve, RecoverableSignature, RecoveryId } from './curve-interface.ts';
export { loadNativeCurve, loadWasmCurve };

/** The curve everything here uses: native where its binary loads, else WebAssembly. */
export const curve: Curve = loadNativeCurve() ?? loadWasmCurve();
