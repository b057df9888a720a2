/**
 * Private keys of the simulated nodes: those of the network file, and made-up ones for nodes that gave none.
 *
 * Invariant: a made-up key is a function of the node id alone, so a restart finds the same; its public key is not the
 * node's id (we do not know that key), which is why senders ask `onionKey`.
 */
import { toHex } from '../bolt/bytes.ts';
import { curve } from '../bolt/curve.ts';
import { sha256 } from '../bolt/symmetric.ts';
import type { NodeId } from '../domain/ids.ts';
import type { NetworkDescription } from '../graph/network-description.ts';

const DERIVATION_TAG = 'sendpay simulated node key 1';

export class NodeKeys {
  readonly #given: ReadonlyMap<NodeId, string>;
  readonly #keys = new Map<NodeId, Uint8Array>();
  readonly #points = new Map<NodeId, NodeId>();

  constructor(network: NetworkDescription) {
    this.#given = new Map(
      network.nodes.flatMap((node) => (node.privateKey === undefined ? [] : [[node.id, node.privateKey] as const])),
    );
  }

  privateKey(node: NodeId): Uint8Array {
    const known = this.#keys.get(node);
    if (known) return known;
    const given = this.#given.get(node);
    const key = given === undefined ? derivedKey(node) : new Uint8Array(Buffer.from(given, 'hex'));
    this.#keys.set(node, key);
    return key;
  }

  /** The public key to make a node's onion layer for. */
  onionKey(node: NodeId): NodeId {
    if (this.#given.has(node)) return node;
    const known = this.#points.get(node);
    if (known) return known;
    const point = toHex(curve.publicKey(this.privateKey(node))) as NodeId;
    this.#points.set(node, point);
    return point;
  }
}

function derivedKey(node: NodeId): Uint8Array {
  let key = sha256(Buffer.from(DERIVATION_TAG), Buffer.from(node));
  while (!curve.isPrivate(key)) key = sha256(key);
  return key;
}
