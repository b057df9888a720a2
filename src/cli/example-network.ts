/**
 * The network that is used when none is given: the example network that ships with the package.
 *
 * It stays beside the source and is read from there by the built program too.
 */

import { join } from 'node:path';
import { given } from '../domain/given.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import { loadNetwork } from '../graph/network-file.ts';
import { packageRoot } from './package.ts';

const EXAMPLE = join('src', 'graph', 'example-network.json');

/** Loads the network at `path`, or the example network. Throws SENDPAY_NETWORK_FILE. */
export function loadNetworkOrExample(path: string | undefined, seed: string | undefined): Promise<NetworkDescription> {
  return loadNetwork(path ?? join(packageRoot(), EXAMPLE), given({ seed }));
}

/** How to name the network to a person. */
export function networkName(path: string | undefined): string {
  return path ?? 'the example network';
}
