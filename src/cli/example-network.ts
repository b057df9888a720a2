/** The network that is used when none is given: the example network that ships with the package. */
import { given } from '../domain/given.ts';
import type { NetworkDescription } from '../graph/network-description.ts';
import { loadNetwork } from '../graph/network-file.ts';
import { exampleNetworkPath } from './package.ts';

/** Loads the network at `path`, or the example network. Throws SENDPAY_NETWORK_FILE. */
export function loadNetworkOrExample(path: string | undefined, seed: string | undefined): Promise<NetworkDescription> {
  return loadNetwork(path ?? exampleNetworkPath(), given({ seed }));
}

/** How to name the network to a person. */
export function networkName(path: string | undefined): string {
  return path ?? 'the example network';
}
