/**
 * `loadNetwork`: a network file of any known form as a `NetworkDescription`.
 *
 * Forms, told apart by content, each possibly gzipped: our own JSON (`import/own-json.ts`), Core Lightning's listchannels
 * (with listnodes beside it or in it), LND's describegraph, and a folder of three CSV tables.
 * Invariant: it answers with a consistent network or throws SendpayError SENDPAY_NETWORK_FILE saying which file, where in it
 * and what is wrong. Does not write files.
 */
import { stat } from 'node:fs/promises';
import { importCsvFolder, isCsvFolder } from './import/csv-folder.ts';
import { importDescribegraph } from './import/describegraph.ts';
import { type Draft, finishNetwork } from './import/finish-network.ts';
import { type JsonValue, parseJson } from './import/json-value.ts';
import { importListchannels } from './import/listchannels.ts';
import { importOwnJson } from './import/own-json.ts';
import { findInFolder, readText, wrongFile } from './import/text-file.ts';
import type { NetworkDescription } from './network-description.ts';

/** Where balances come from in files that have none, unless another seed is given. */
export const DEFAULT_BALANCE_SEED = 'sendpay';

export interface LoadNetworkOptions {
  /** Each channel's split of money between its ends is drawn from this and its id, if the file does not say. */
  readonly seed?: string;
}

/** The network of a file, or of a folder with `channels_ln.csv` and its like or `listchannels.json` in it. */
export async function loadNetwork(path: string, options: LoadNetworkOptions = {}): Promise<NetworkDescription> {
  const draft = await readDraft(path);
  return finishNetwork(path, draft, options.seed ?? DEFAULT_BALANCE_SEED);
}

async function readDraft(path: string): Promise<Draft> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    (error: NodeJS.ErrnoException) => {
      throw wrongFile(path, undefined, `cannot be read (${error.code})`);
    },
  );
  if (!isFolder) return importJson(parseJson(path, await readText(path)));
  if (await isCsvFolder(path)) return importCsvFolder(path);
  const channels = await findInFolder(path, 'listchannels.json');
  if (!channels) throw wrongFile(path, undefined, 'a folder needs channels_ln.csv or listchannels.json');
  const nodes = await findInFolder(path, 'listnodes.json');
  return importListchannels(
    parseJson(channels, await readText(channels)),
    nodes === undefined ? undefined : parseJson(nodes, await readText(nodes)),
  );
}

function importJson(root: JsonValue): Draft {
  if (root.get('edges').isPresent) return importDescribegraph(root);
  const channels = root.get('channels');
  if (!channels.isPresent) {
    throw root.wrong('not a network: needs "channels" (ours, or Core Lightning\'s listchannels) or "edges" (LND)');
  }
  const isListchannels = channels.items()[0]?.get('source').isPresent ?? false;
  return isListchannels ? importListchannels(root, root) : importOwnJson(root);
}
