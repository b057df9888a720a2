/**
 * What the inspector's page asks: one function per path, from the query to plain JSON.
 *
 * Invariant: read-only, and only what is durable is told of payments; every list has a limit. Bad queries are `undefined`
 * (the server answers 400), unknown payments too; nothing here throws for what a browser sent.
 */

import { kindNameOf } from '../../machines/kind.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import { given } from '../domain/given.ts';
import type { NodeId } from '../domain/ids.ts';
import { parsePaymentHash } from '../domain/ids.ts';
import type { Engine } from '../engine/engine.ts';
import type { OperatedNode } from '../payments/operated-node.ts';
import type { LocalChannel } from '../switch/port.ts';
import { htlcsInFlight } from './in-flight.ts';
import { type Aliases, nodeName } from './names.ts';
import type { DrawnChannel } from './network-drawing.ts';
import { type ListQuery, listPayments } from './payment-list.ts';
import { pictureOf } from './picture.ts';
import { readStory, type Story } from './story.ts';
import type { Traffic } from './traffic.ts';

/** Rows of a table on the page; more would be scrolled, not read. */
const MAX_TABLE_ROWS = 500;
/** Channels drawn around a route, so that the picture stays readable. */
const MAX_AROUND = 18;

export interface ApiContext {
  readonly engine: Engine;
  readonly aliases: Aliases;
  readonly traffic: Traffic;
  readonly showSecrets: boolean;
}

export type ApiHandler = (query: URLSearchParams, context: ApiContext) => unknown;

export const API: Readonly<Record<string, ApiHandler>> = {
  '/api/overview': (_query, context) => overview(context),
  '/api/payments': (query, context) => payments(query, context),
  '/api/payment': (query, context) => payment(query, context),
  '/api/channels': (query, context) => withNode(query, context, (node) => channels(node, context)),
  '/api/penalties': (query, context) => withNode(query, context, (node) => penalties(node, context)),
  '/api/actors': (query, context) => actors(query, context),
  '/api/traffic': (_query, { traffic }) => ({ seconds: traffic.seconds() }),
};

function withNode<T>(query: URLSearchParams, { engine }: ApiContext, run: (node: OperatedNode) => T): T | undefined {
  const node = engine.nodes.get(query.get('node') as NodeId);
  return node === undefined ? undefined : run(node);
}

async function overview({ engine, showSecrets }: ApiContext): Promise<unknown> {
  const { journal, runtime } = engine;
  const sizes = await journal.sizes();
  return {
    nodes: [...engine.nodes.values()].map(({ id, alias }) => ({ id, alias })),
    position: journal.durablePosition,
    nowMs: engine.clock.nowMs(),
    paymentsInFlight: runtime.inFlight(paymentKind.name).length,
    htlcsInFlight: htlcsInFlight(engine),
    alive: runtime.aliveCount,
    quarantined: engine.quarantined.map(({ stream, error }) => ({ stream, error: error.message })),
    sizes,
    showSecrets,
  };
}

const SORTS = ['created', 'updated'] as const;
const ORDERS = ['newest', 'oldest'] as const;
const STATUSES = ['pending', 'complete', 'failed'] as const;
const oneOf = <T extends string>(values: readonly T[], text: string | null): T | undefined =>
  values.find((value) => value === text);

function payments(query: URLSearchParams, context: ApiContext): Promise<unknown> | undefined {
  return withNode(query, context, ({ id }) => {
    const status = oneOf(STATUSES, query.get('status'));
    const cursor = query.get('cursor');
    const asked: ListQuery = {
      node: id,
      search: query.get('search') ?? '',
      sort: oneOf(SORTS, query.get('sort')) ?? 'created',
      order: oneOf(ORDERS, query.get('order')) ?? 'newest',
      limit: Number(query.get('limit')) || 50,
      ...given({ status }),
      ...(cursor === null ? {} : { cursor }),
    };
    return listPayments(context.engine.journal, asked, context.aliases);
  });
}

async function payment(query: URLSearchParams, context: ApiContext): Promise<unknown> {
  const { engine, aliases, showSecrets } = context;
  const node = engine.nodes.get(query.get('node') as NodeId)?.id;
  const paymentHash = parsePaymentHash(query.get('hash') ?? '');
  if (node === undefined || paymentHash === undefined) return undefined;
  const story = await readStory(engine.journal, { node, paymentHash, showSecrets });
  if (story === undefined) return undefined;
  return pictureOf(story, { aliases, around: around(engine, nodesOnTheWay(story)) });
}

function nodesOnTheWay({ node, channelEnds }: Story): readonly NodeId[] {
  return [...new Set([node, ...Object.values(channelEnds).flat()])];
}

/** Some channels of the nodes on the way, to show what else there was. */
function around(engine: Engine, nodes: readonly NodeId[]): readonly DrawnChannel[] {
  const perNode = Math.ceil(MAX_AROUND / nodes.length);
  const [viewer] = engine.nodes.values();
  return nodes.flatMap((node) =>
    (viewer?.graph.channelsOf(node) ?? [])
      .slice(0, perNode)
      .map(({ shortChannelId, node1, node2 }) => ({ channel: shortChannelId, ends: [node1, node2] as const })),
  );
}

function channels(node: OperatedNode, { aliases }: ApiContext): unknown {
  const all = node.localChannels();
  return { total: all.length, channels: all.slice(0, MAX_TABLE_ROWS).map((channel) => channelJson(channel, aliases)) };
}

function channelJson({ ourPolicy, theirPolicy: _theirs, ...channel }: LocalChannel, aliases: Aliases): unknown {
  return {
    ...channel,
    peerName: nodeName(aliases, channel.peer),
    feeBaseMsat: ourPolicy.feeBaseMsat,
    feePpm: ourPolicy.feePpm,
  };
}

function penalties(node: OperatedNode, { engine, aliases }: ApiContext): unknown {
  const all = node.penalties();
  return {
    total: all.length,
    nowMs: engine.clock.nowMs(),
    penalties: all.slice(0, MAX_TABLE_ROWS).map(({ subject, ...penalty }) => ({
      ...penalty,
      subject:
        subject.type === 'channel'
          ? `channel ${subject.channel}/${subject.direction}`
          : `node ${nodeName(aliases, subject.node)}`,
    })),
  };
}

function actors(query: URLSearchParams, { engine }: ApiContext): unknown {
  const wanted = query.get('kind') ?? '';
  const counts: Record<string, { inFlight: number; idle: number }> = {};
  const listed: { stream: string; state: string; unfinished: boolean }[] = [];
  for (const { stream, snapshot, unfinished } of engine.runtime.actors()) {
    const kind = kindNameOf(stream);
    counts[kind] ??= { inFlight: 0, idle: 0 };
    counts[kind][unfinished ? 'inFlight' : 'idle']++;
    if ((wanted === '' || wanted === kind) && listed.length < MAX_TABLE_ROWS)
      listed.push({ stream, state: stateText(snapshot.value), unfinished });
  }
  return { counts, actors: listed };
}

/** XState's state value in a line: `complete.settled`, `connection.online behaviour.hold`. */
function stateText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.entries(value as Record<string, unknown>)
    .map(([key, below]) => `${key}.${stateText(below)}`)
    .join(' ');
}
