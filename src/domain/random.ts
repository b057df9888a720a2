/**
 * Randomness as everything in sendpay sees it: injected, so that one seed gives one run.
 * Session keys, payment secrets and preimages come from `bytes`; nothing calls node:crypto's generator directly.
 */
export interface RandomSource {
  /** `length` bytes. The production source is the operating system's generator. */
  bytes(length: number): Uint8Array;
}
