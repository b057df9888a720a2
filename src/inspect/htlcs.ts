/**
 * The HTLCs of a payment, hop by hop, put together from the records of the channels they went through.
 *
 * Invariant: one track per HTLC_OFFERED of the story, in the log's order; a track's end is the record that settled it, and a
 * track without an end is in flight at the last position looked at. A channel's record does not name the HTLC it adds
 * (its number is the channel's count), so tracks are joined by what names them: the next hop's `prev`, the invoice's
 * `htlc`, the record that caused the end, and where none does, the only HTLC still open on that channel.
 */

import type { ChannelEvent } from '../../machines/channel.ts';
import { channelKind } from '../../machines/channel-kind.ts';
import type { Msat } from '../domain/amount.ts';
import { given } from '../domain/given.ts';
import type { HtlcRef } from '../domain/htlc.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import type { JournalRecord, Position } from '../journal/port.ts';
import type { Story } from './story.ts';

export type HtlcEnd = 'fulfilled' | 'failed' | 'malformed' | 'timed-out' | 'refused';

/** One HTLC between two nodes. */
export interface HtlcTrack {
  /** Which part it belongs to; undefined if that could not be told. */
  readonly part: readonly [groupid: bigint, partid: bigint] | undefined;
  readonly channel: ShortChannelId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly amountMsat: Msat;
  /** Absolute block height. */
  readonly expiry: number;
  readonly offeredAt: Position;
  /** 0 for the sender's own channel. */
  readonly hop: number;
  readonly end?: { readonly type: HtlcEnd; readonly at: Position; readonly failcode?: number };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** `id`: the HTLC's number on its channel, once something told it. */
type Building = Mutable<HtlcTrack> & { id?: number };

const NO_TRACKS: readonly HtlcTrack[] = [];

const END_OF: Readonly<Record<string, HtlcEnd>> = {
  HTLC_FULFILLED: 'fulfilled',
  HTLC_FAILED: 'failed',
  HTLC_FAILED_MALFORMED: 'malformed',
  HTLC_TIMED_OUT: 'timed-out',
};

/** The HTLCs of a whole story. */
export function htlcTracks(story: Story): readonly HtlcTrack[] {
  const builder = new TrackBuilder(story);
  for (const record of story.records) builder.add(record);
  return builder.tracks;
}

/** Follows the records one by one; its tracks are those of the records given so far. */
export class TrackBuilder {
  readonly tracks: Building[] = [];
  readonly #story: Story;
  readonly #byPosition = new Map<Position, Building>();
  readonly #byPart = new Map<string, Building[]>();

  constructor(story: Story) {
    this.#story = story;
  }

  add(record: JournalRecord): void {
    const { event } = record;
    if (event.type === 'HTLC_OFFERED') this.#offered(record);
    else if (event.type === 'HTLC_ARRIVED' || event.type === 'KEYSEND_ARRIVED') this.#arrived(record);
    else if (channelKind.owns(record.stream)) this.#ended(record);
    else if (event.type === 'PART_FAILED') this.#refused(record.cause, record.position);
  }

  /** HTLCs of one part, in the order they were offered. */
  ofPart(groupid: bigint, partid: bigint): readonly HtlcTrack[] {
    return this.#byPart.get(`${groupid}/${partid}`) ?? NO_TRACKS;
  }

  #offered({ stream, position, cause, event }: JournalRecord): void {
    const offer = event as unknown as Extract<ChannelEvent, { type: 'HTLC_OFFERED' }>;
    if (offer.hash !== this.#story.paymentHash) return;
    const channel = channelKind.idOf(stream);
    const ends = this.#story.channelEnds[channel] as readonly [NodeId, NodeId];
    const before = 'prev' in offer ? this.#before(cause, offer.prev) : undefined;
    const track: Building = {
      part: 'part' in offer ? offer.part : before?.part,
      channel,
      from: ends[offer.from],
      to: ends[offer.from === 0 ? 1 : 0],
      amountMsat: offer.amountMsat,
      expiry: offer.expiry,
      offeredAt: position,
      hop: before === undefined ? 0 : before.hop + 1,
    };
    if (before !== undefined && 'prev' in offer) {
      before.id = offer.prev[1];
    }
    this.tracks.push(track);
    this.#byPosition.set(position, track);
    if (track.part === undefined) return;
    const key = track.part.join('/');
    const siblings = this.#byPart.get(key);
    if (siblings === undefined) this.#byPart.set(key, [track]);
    else siblings.push(track);
  }

  /** The HTLC a node received before it offered the next one. */
  #before(cause: Position, ref: HtlcRef): Building | undefined {
    return this.#byPosition.get(cause) ?? this.#open(ref[0], ref[1]);
  }

  #arrived({ cause, event }: JournalRecord): void {
    const ref = event.htlc as HtlcRef;
    const track = this.#byPosition.get(cause) ?? this.#open(ref[0], ref[1]);
    if (track !== undefined && track.channel === ref[0]) track.id = ref[1];
  }

  #ended(record: JournalRecord): void {
    const { stream, position, cause, event } = record;
    const type = END_OF[event.type];
    if (type === undefined) return;
    this.#refused(cause, position, stream);
    const track = this.#open(channelKind.idOf(stream), event.id as number);
    if (track === undefined) return;
    track.id = event.id as number;
    const failcode = event.failcode as number | undefined;
    track.end = { type, at: position, ...given({ failcode }) };
  }

  /** An offer that led straight to a failure on another stream was never taken. */
  #refused(cause: Position, position: Position, stream?: string): void {
    const offered = this.#byPosition.get(cause);
    if (offered === undefined || offered.end !== undefined || stream === channelKind.streamOf(offered.channel)) return;
    offered.end = { type: 'refused', at: position };
  }

  /** The open HTLC with this number on a channel; else the first open one whose number nothing has told yet. */
  #open(channel: ShortChannelId, id: number): Building | undefined {
    const open = this.tracks.filter((track) => track.channel === channel && track.end === undefined);
    return open.find((track) => track.id === id) ?? open.find((track) => track.id === undefined);
  }
}
