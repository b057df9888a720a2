/**
 * The records that tell one payment: its own, its invoice's and its `pay`'s, its HTLCs hop by hop, what its results taught,
 * and what others did to it (a node that let an HTLC go, a block that timed it out).
 *
 * Invariant: found without reading the log as a whole, so that it costs the same after a million payments: whole short
 * streams, then backwards along `cause`, then a bounded stretch of the log after each part left. What such a bound cut off
 * is named in `gaps`, never left out silently. Secrets are gone unless asked for (`redact.ts`).
 * Does not say what the records mean: `timeline.ts` does.
 */

import { channelKind } from '../../machines/channel-kind.ts';
import { invoiceKind } from '../../machines/invoice-kind.ts';
import { nodeKind } from '../../machines/node-kind.ts';
import { payKind } from '../../machines/pay-kind.ts';
import type { PaymentEvent, SentPart } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import type { NodeId, PaymentHash, ShortChannelId } from '../domain/ids.ts';
import type { Journal, JournalRecord, Position } from '../journal/port.ts';
import { redactRecord } from './redact.ts';

/** Records looked at after a part left: HTLCs of a part are seconds apart at most, unless somebody holds them. */
const WINDOW_RECORDS = 20_000;
/** Records looked at in all, for a payment of many parts: about a second of reading. */
const MAX_LOOKED_AT = 100_000;
/** Records of a story; a payment of 200 attempts over 20 hops has about 9,000. */
const MAX_STORY_RECORDS = 20_000;
/** What a result taught stands this close behind it: both are of one cascade. */
const LESSON_WINDOW = 64;

export interface Story {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  /** In the log's order. */
  readonly records: readonly JournalRecord[];
  /** Ends of the channels its HTLCs went through, the lesser node id first. */
  readonly channelEnds: Readonly<Record<ShortChannelId, readonly [NodeId, NodeId]>>;
  /** Up to where the log was durable when it was read. */
  readonly position: Position;
  /** What could not be looked at, in words; empty almost always. */
  readonly gaps: readonly string[];
}

export type StoryJournal = Pick<Journal, 'head' | 'readStream' | 'readStreamFromStart' | 'read' | 'durablePosition'>;

export interface StoryQuery {
  readonly node: NodeId;
  readonly paymentHash: PaymentHash;
  readonly showSecrets?: boolean;
  /** Records looked at after each part left. Default 20,000. */
  readonly windowRecords?: number;
}

type Sent = { readonly type: 'PART_SENT' } & SentPart;

/** undefined if the node never attempted the payment. Throws what the journal throws. */
export async function readStory(journal: StoryJournal, query: StoryQuery): Promise<Story | undefined> {
  const reader = new StoryReader(journal, query);
  return (await reader.run()) ? reader.story() : undefined;
}

class StoryReader {
  readonly #journal: StoryJournal;
  readonly #query: StoryQuery;
  readonly #durable: Position;
  readonly #members = new Map<Position, JournalRecord>();
  readonly #gaps = new Set<string>();
  readonly #ends: Record<ShortChannelId, readonly [NodeId, NodeId]> = {};
  #lookedAt = 0;

  constructor(journal: StoryJournal, query: StoryQuery) {
    this.#journal = journal;
    this.#query = query;
    this.#durable = journal.durablePosition;
  }

  async run(): Promise<boolean> {
    const { node, paymentHash } = this.#query;
    const own = this.#takeStream(paymentKind.streamOf({ node, paymentHash }));
    if (own.length === 0) return false;
    this.#takeStream(payKind.streamOf({ node, paymentHash }));
    for (const payee of payeesOf(own)) this.#takeStream(invoiceKind.streamOf({ node: payee, paymentHash }));
    await this.#takeCauses([...this.#members.values()]);
    for (const sent of own.filter(isSent)) await this.#follow(sent, own);
    for (const ended of own.filter(({ event }) => event.type.startsWith('PART_') && event.type !== 'PART_SENT'))
      await this.#takeLesson(ended.position);
    for (const other of nodesOf(own, node)) this.#takeNode(other, own[0] as JournalRecord);
    this.#findEnds();
    return true;
  }

  story(): Story {
    const { node, paymentHash, showSecrets = false } = this.#query;
    const sorted = [...this.#members.values()].sort((a, b) => a.position - b.position);
    if (sorted.length > MAX_STORY_RECORDS) this.#gaps.add(`only the first ${MAX_STORY_RECORDS} records are shown`);
    const records = sorted.slice(0, MAX_STORY_RECORDS);
    return {
      node,
      paymentHash,
      records: showSecrets ? records : records.map(redactRecord),
      channelEnds: this.#ends,
      position: this.#durable,
      gaps: [...this.#gaps],
    };
  }

  #take(record: JournalRecord): void {
    this.#members.set(record.position, record);
  }

  #durableRecords(stream: string): readonly JournalRecord[] {
    if (this.#journal.head(stream) === undefined) return [];
    return this.#journal.readStreamFromStart(stream).filter(({ position }) => position <= this.#durable);
  }

  #takeStream(stream: string): readonly JournalRecord[] {
    const records = this.#durableRecords(stream);
    for (const record of records) this.#take(record);
    return records;
  }

  /** Everything that led to these records, back to the commands from outside. */
  async #takeCauses(records: readonly JournalRecord[]): Promise<void> {
    for (const record of records)
      for (let cause = record.cause; cause > 0 && !this.#members.has(cause); ) {
        const found = await this.#at(cause);
        if (found === undefined) break;
        this.#take(found);
        cause = found.cause;
      }
  }

  async #at(position: Position): Promise<JournalRecord | undefined> {
    this.#lookedAt++;
    for await (const record of this.#journal.read(position, position)) return record;
    return undefined;
  }

  /** HTLCs of a part that its end does not lead back to: those of one that is pending, or that somebody held. */
  async #follow(sent: JournalRecord, own: readonly JournalRecord[]): Promise<void> {
    const { send, groupid, partid } = sent.event as unknown as Sent;
    if (send.kind === 'self') return;
    const end = own.find(({ event }) => isEndOf(event as unknown as PaymentEvent, groupid, partid));
    const channels = send.kind === 'route' ? send.channels : [send.channel];
    if (end === undefined) await this.#takeTails(channels);
    else if (this.#hasFirstOffer(sent)) return;
    const { windowRecords = WINDOW_RECORDS } = this.#query;
    const last = Math.min(end?.position ?? this.#durable, sent.position + windowRecords);
    if (this.#lookedAt + last - sent.position > MAX_LOOKED_AT) {
      this.#gaps.add(`HTLCs of part ${groupid}/${partid} were not looked for: the payment has too many parts`);
      return;
    }
    await this.#takeWindow(sent.position + 1, last, ({ cause, event }) =>
      event.type === 'HTLC_OFFERED' ? event.hash === this.#query.paymentHash : this.#members.has(cause),
    );
  }

  /** The end of a part led back to its beginning without a break: then every HTLC of it was met on the way. */
  #hasFirstOffer(sent: JournalRecord): boolean {
    return [...this.#members.values()].some(
      ({ cause, event }) => cause === sent.position && event.type === 'HTLC_OFFERED',
    );
  }

  async #takeWindow(from: Position, to: Position, isMember: (record: JournalRecord) => boolean): Promise<void> {
    if (to < from) return;
    this.#lookedAt += to - from + 1;
    for await (const record of this.#journal.read(from, to)) if (isMember(record)) this.#take(record);
  }

  /** Of a pending part: HTLCs offered long after it left, because somebody held it in between. */
  async #takeTails(channels: readonly ShortChannelId[]): Promise<void> {
    const found: JournalRecord[] = [];
    for (const channel of channels) {
      const { records } = this.#journal.readStream(channelKind.streamOf(channel), channelKind.version);
      for (const record of records)
        if (record.position <= this.#durable && record.event.hash === this.#query.paymentHash) found.push(record);
    }
    for (const record of found) this.#take(record);
    await this.#takeCauses(found);
  }

  /** What the penalty actor and `pay` made of a result. */
  async #takeLesson(position: Position): Promise<void> {
    const to = Math.min(this.#durable, position + LESSON_WINDOW);
    await this.#takeWindow(position + 1, to, ({ cause }) => cause === position);
  }

  /** What a node on the way was told to do: the last word before the payment began, and every later one. */
  #takeNode(node: NodeId, first: JournalRecord): void {
    const records = this.#durableRecords(nodeKind.streamOf(node));
    const before = records.filter(({ position }) => position < first.position);
    for (const type of ['BEHAVIOUR_CHANGED', 'NODE_']) {
      const last = before.findLast(({ event }) => event.type.startsWith(type));
      if (last !== undefined && !isUsual(last)) this.#take(last);
    }
    for (const record of records) if (record.position > first.position) this.#take(record);
  }

  #findEnds(): void {
    for (const { stream, event } of this.#members.values()) {
      if (event.type !== 'HTLC_OFFERED') continue;
      const channel = channelKind.idOf(stream);
      this.#ends[channel] ??= this.#endsOf(stream);
    }
  }

  #endsOf(stream: string): readonly [NodeId, NodeId] {
    const { snapshot, records } = this.#journal.readStream(stream, channelKind.version);
    const opened = records.find(({ event }) => event.type === 'CHANNEL_OPENED')?.event;
    const context = (snapshot?.state as { context?: unknown } | undefined)?.context;
    return ((opened ?? context) as { nodes: readonly [NodeId, NodeId] }).nodes;
  }
}

/** A node that is up and honest is not worth a line. */
function isUsual({ event }: JournalRecord): boolean {
  return event.type === 'NODE_CAME_ONLINE' || (event.behaviour as { mode?: string } | undefined)?.mode === 'normal';
}

const isSent = ({ event }: JournalRecord): boolean => event.type === 'PART_SENT';

function isEndOf(event: PaymentEvent, groupid: bigint, partid: bigint): boolean {
  return (
    (event.type === 'PART_FULFILLED' || event.type === 'PART_FAILED') &&
    event.groupid === groupid &&
    event.partid === partid
  );
}

function sends(own: readonly JournalRecord[]): readonly Sent[] {
  return own.filter(isSent).map(({ event }) => event as unknown as Sent);
}

function payeesOf(own: readonly JournalRecord[]): ReadonlySet<NodeId> {
  const payees = new Set<NodeId>();
  for (const { destination, send } of sends(own)) {
    const last = send.kind === 'route' ? send.ids.at(-1) : undefined;
    if (destination !== undefined) payees.add(destination);
    if (last !== undefined) payees.add(last);
  }
  return payees;
}

function nodesOf(own: readonly JournalRecord[], node: NodeId): ReadonlySet<NodeId> {
  const nodes = new Set<NodeId>([node]);
  for (const { send } of sends(own)) if (send.kind === 'route') for (const id of send.ids) nodes.add(id);
  return nodes;
}
