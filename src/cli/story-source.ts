/**
 * The story of a payment of a directory, whoever has its database open: this process, or a daemon that is asked.
 *
 * Invariant: both ways give the same records; the database is closed again before anything is drawn.
 */
import { paymentKind } from '../../machines/payment-kind.ts';
import { given } from '../domain/given.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import { aliasesIn } from '../inspect/aliases.ts';
import type { Aliases } from '../inspect/names.ts';
import { readStory, type Story } from '../inspect/story.ts';
import { decodeJson } from '../journal/codec.ts';
import type { Journal } from '../journal/port.ts';
import { findJournal, readSettings } from './data-dir.ts';
import { loadNetworkOrExample } from './example-network.ts';
import { CannotAsk } from './exit-codes.ts';
import { withDaemon, withJournal } from './log-source.ts';

export interface StoryRequest {
  readonly dir: string;
  readonly paymentHash: PaymentHash;
  /** Name or id of the paying node; needed only if several paid this hash. */
  readonly node: string | undefined;
  readonly showSecrets: boolean;
}

export interface FoundStory {
  readonly story: Story;
  readonly aliases: Aliases;
}

/** Throws CannotAsk if no node of the directory attempted the payment. */
export async function findStory(request: StoryRequest): Promise<FoundStory> {
  const { journal: path, dir } = findJournal(request.dir);
  const direct = await withJournal(path, async (journal) => ({ found: await fromJournal(journal, dir, request) }));
  const found = direct === undefined ? await fromDaemon(dir, request) : direct.found;
  if (found === undefined)
    throw new CannotAsk(`no payment ${request.paymentHash} in ${dir}: never attempted, or deleted`);
  return found;
}

async function fromJournal(journal: Journal, dir: string, request: StoryRequest): Promise<FoundStory | undefined> {
  const settings = readSettings(dir);
  const aliases = await aliasesFor(settings?.network, settings?.seed);
  const asked = request.node;
  for (const node of await payersOf(
    journal,
    request.paymentHash,
    settings?.nodes.map(({ id }) => id),
  )) {
    if (asked !== undefined && asked !== node && asked !== aliases[node]) continue;
    const story = await readStory(journal, { ...request, node });
    if (story !== undefined) return { story, aliases };
  }
  return undefined;
}

/** Names are a comfort: a network file that has moved must not stand in the way. */
async function aliasesFor(network: string | undefined, seed: string | undefined): Promise<Aliases> {
  try {
    return aliasesIn(await loadNetworkOrExample(network, seed));
  } catch {
    return {};
  }
}

/** Nodes that may have paid: those the directory remembers, or, where it remembers none, those of the log. */
async function payersOf(
  journal: Journal,
  hash: PaymentHash,
  nodes: readonly NodeId[] | undefined,
): Promise<readonly NodeId[]> {
  if (nodes !== undefined && nodes.length > 0) return nodes;
  const payers: NodeId[] = [];
  for await (const { stream } of journal.streams())
    if (paymentKind.owns(stream) && paymentKind.idOf(stream).paymentHash === hash)
      payers.push(paymentKind.idOf(stream).node);
  return payers;
}

async function fromDaemon(
  dir: string,
  { paymentHash, node, showSecrets }: StoryRequest,
): Promise<FoundStory | undefined> {
  const params = { payment_hash: paymentHash, show_secrets: showSecrets, ...given({ node }) };
  const answer = (await withDaemon(dir, (daemon) => daemon.ask('dev-story', params))) as unknown as {
    story: string | null;
    aliases: Aliases;
  };
  return answer.story === null ? undefined : { story: decodeJson(answer.story) as Story, aliases: answer.aliases };
}
