/**
 * `createonion`: an onion from the caller's own payloads (lightning-createonion(7), reference 6.5).
 *
 * Invariant: nothing is sent or kept; the session key, if the caller gives none, is drawn and lost, so the shared secrets
 * in the answer are the only way to read errors of this onion.
 */
import { BoltError, constructOnion, fromHex, hasLengthPrefix, ONION_PAYLOADS_SIZE, toHex } from '../../bolt/index.ts';
import { RpcErrorCode } from '../../domain/errors.ts';
import type { NodeId } from '../../domain/ids.ts';
import { answer, refuse } from '../command.ts';
import { memberOf, type Token, textOf } from '../json-token.ts';
import {
  badToken,
  hex,
  hex32,
  integer,
  type ParamParser,
  type Parsed,
  parsePoint,
  refuseParams,
} from '../param-types.ts';
import { optional, required, withDefault } from '../params.ts';
import { command } from '../served-node.ts';
import { invalid } from './listing.ts';

interface Hop {
  readonly pubkey: NodeId;
  readonly payload: Uint8Array;
}
/** Bytes of the session key. */
const KEY_BYTES = 32;
/** Largest onion_size: a u16 carries the length of an onion message (BOLT 4). */
const MAX_ONION_SIZE = 0xffff;

/** A hop as the caller gives it: hex. */
type HopInput = { readonly pubkey: string; readonly payload: string };

export type CreatedOnion = { readonly onion: string; readonly shared_secrets: readonly string[] };

const hops: ParamParser<readonly Hop[], readonly HopInput[]> = (name, token) => {
  if (token.kind !== 'array') return badToken(name, token, 'should be an array of hops');
  const found: Hop[] = [];
  for (const [index, item] of token.items.entries()) {
    const hop = hopOf(name, item, index);
    if ('refusal' in hop) return hop;
    found.push(hop.value);
  }
  return found.length === 0 ? refuseParams('At least one hop must be specified.') : { value: found };
};

function hopOf(name: string, token: Token, index: number): Parsed<Hop> {
  const [pubkeyToken, payloadToken] = [memberOf(token, 'pubkey'), memberOf(token, 'payload')];
  if (pubkeyToken === undefined) return refuseParams(`Hop ${index} does not have a pubkey`);
  if (payloadToken === undefined) return refuseParams(`Hop ${index} does not have a payload`);
  const pubkey = parsePoint(textOf(pubkeyToken));
  if (pubkey === undefined) return badToken(name, pubkeyToken, 'should be a pubkey');
  const payload = hex(name, payloadToken);
  return 'refusal' in payload
    ? badToken(name, payloadToken, 'should be hex')
    : { value: { pubkey, payload: fromHex(payload.value) } };
}

export const createonion = command({
  name: 'createonion',
  params: {
    hops: required(hops),
    assocdata: required(hex),
    session_key: optional(hex32),
    onion_size: withDefault(integer, ONION_PAYLOADS_SIZE),
  },
  validate({ hops: given, onion_size }) {
    if (onion_size > MAX_ONION_SIZE) return invalid(`onion_size: should be at most ${MAX_ONION_SIZE}`);
    const unprefixed = given.findIndex((hop) => !hasLengthPrefix(hop.payload));
    return unprefixed < 0 ? undefined : invalid(`hops[${unprefixed}] payload is not prefixed with length!`);
  },
  run({ hops: given, assocdata, session_key, onion_size }, { node: { operated } }) {
    try {
      const onion = constructOnion({
        hops: given.map((hop) => ({ pubkey: fromHex(hop.pubkey), payload: hop.payload })),
        sessionKey: session_key === undefined ? operated.randomBytes(KEY_BYTES) : fromHex(session_key),
        associatedData: fromHex(assocdata),
        size: onion_size,
      });
      return answer<CreatedOnion>({ onion: toHex(onion.packet), shared_secrets: onion.sharedSecrets.map(toHex) });
    } catch (error) {
      if (!(error instanceof BoltError)) throw error;
      return error.code === 'BOLT_ONION_TOO_LARGE'
        ? refuse(invalid('Payloads exceed maximum onion packet size.'))
        : refuse({ code: RpcErrorCode.LIGHTNINGD, message: 'Could not create onion packet' });
    }
  },
});
