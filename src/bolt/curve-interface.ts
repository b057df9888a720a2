/** What Lightning needs of secp256k1: the interface both implementations have. Points are compressed, scalars 32 bytes. */
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
