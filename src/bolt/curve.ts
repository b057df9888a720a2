/**
 * secp256k1, as little of it as Lightning needs, behind one interface with two implementations.
 *
 * Choice: `tiny-secp256k1` (bitcoin-core's libsecp256k1 as WebAssembly) comes with the package and runs everywhere. Where the
 * optional peer `secp256k1` (the same C library as a native addon, prebuilt for linux-x64, darwin-arm64 and win32-x64) is
 * installed and its binary loads, that one is used. What the default costs, both measured in one run (two shared cores,
 * Node 20, `scripts/bench/curve.ts`):
 *
 * | a second                           | native | wasm   | native is faster by |
 * | ---------------------------------- | ------ | ------ | ------------------- |
 * | point multiplications              | 24,635 | 5,181  | 4.8                 |
 * | shared secrets                     | 18,285 | 4,932  | 3.7                 |
 * | public keys                        | 40,084 | 10,054 | 4.0                 |
 * | signatures                         | 27,328 | 9,509  | 2.9                 |
 * | recoveries                         | 19,006 | 3,995  | 4.8                 |
 * | verifications                      | 21,913 | 4,295  | 5.1                 |
 * | three-hop onions, built and peeled | 1,329  | 456    | 2.9                 |
 *
 * The addon is not a dependency because it drags `elliptic` (pure JavaScript, open advisories without a fix) into every
 * user's tree as its fallback. The fallback is never run: `secp256k1/bindings.js` is loaded directly. Who installs the addon
 * can keep `elliptic` out of the tree too, as this repository does (`overrides` in package.json puts a harmless package in
 * its place). Bindings without that fallback were looked for: `secp256k1-native` is as fast, but was last released in 2022
 * around a library of 2020; `@bitauth/libauth` (wasm, 1.4 times faster than ours) carries a fork that is hard to bring up to
 * date; `@noble/curves` is over ten times slower than our wasm.
 *
 * In the native one every routine that meets a secret for long takes constant time. The wasm one has no routine for shared
 * secrets: it multiplies in time that depends on the private key.
 *
 * Invariant: both implementations give the same bytes for the same input, and refuse the same inputs with `BOLT_BAD_KEY`
 * (a test runs one against the other). Points are compressed, 33 bytes; scalars and hashes are 32 bytes.
 */
import type { Curve } from './curve-interface.ts';
import { loadNativeCurve } from './curve-native.ts';
import { loadWasmCurve } from './curve-wasm.ts';

export type { Curve, RecoveryId } from './curve-interface.ts';
export { loadNativeCurve, loadWasmCurve };

/** The curve everything here uses: native where its binary loads, else WebAssembly. */
export const curve: Curve = loadNativeCurve() ?? loadWasmCurve();
