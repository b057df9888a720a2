/**
 * What a pending part waits for, in words: who has the HTLC now, and why it does not move (G8).
 *
 * Invariant: says where the foremost HTLC is as the records so far tell; a node that was told to hold, or that is down, is
 * named as the reason only while it is so.
 */
import type { Msat } from '../domain/amount.ts';
import type { NodeId } from '../domain/ids.ts';
import type { Part } from '../domain/payment-part.ts';
import type { HtlcTrack } from './htlcs.ts';
import { grouped, msat } from './names.ts';
import type { StoryFold } from './story-fold.ts';

type Name = (node: NodeId) => string;

/** For a pending part. */
export function waitingFor(part: Part, fold: StoryFold, name: Name): string {
  if (part.doubt !== undefined) return `a person to find out: ${part.doubt}`;
  if (part.send.kind === 'self') return 'our own invoice to take it';
  const tracks = fold.tracksOf(part);
  if (tracks.length === 0) return 'its first HTLC to leave';
  const foremost = tracks.findLast(({ end }) => end === undefined);
  if (foremost === undefined) return passingBack(fold.story.node, tracks[0] as HtlcTrack, name);
  const beyond = tracks.find(({ hop }) => hop === foremost.hop + 1);
  return beyond === undefined ? atReceiver(part, foremost, fold, name) : passingBack(foremost.to, beyond, name);
}

/** An HTLC ended, and the node that offered it has not passed that on yet. */
function passingBack(node: NodeId, ended: HtlcTrack, name: Name): string {
  return `${name(node)} to hear the result from ${name(ended.to)}, as soon as they are connected`;
}

function atReceiver(part: Part, track: HtlcTrack, fold: StoryFold, name: Name): string {
  const who = name(track.to);
  const until = `; times out on chain at block ${grouped(track.expiry)}`;
  const { online, mode } = fold.condition(track.to);
  if (!online) return `${who}, which is offline: the HTLC from ${name(track.from)} waits for it${until}`;
  if (mode === 'hold') return `${who}, which holds every HTLC until it is released${until}`;
  if (isDestination(part, track.to)) return atDestination(track, fold, who) + until;
  return `${who} to forward or fail the HTLC from ${name(track.from)}${until}`;
}

function isDestination({ destination, send }: Part, node: NodeId): boolean {
  return destination === node || (send.kind === 'route' && send.ids.at(-1) === node);
}

function atDestination(track: HtlcTrack, fold: StoryFold, who: string): string {
  const arrival = fold.lastArrival(track.to);
  const total = (arrival?.totalMsat ?? arrival?.amountMsat ?? 0n) as Msat;
  const arrived = fold.openAt(track.to).reduce((sum, { amountMsat }) => sum + amountMsat, 0n);
  return arrived < total
    ? `${who} to get the other parts: ${msat(arrived)} of ${msat(total)} are there`
    : `${who} to take or fail the HTLC`;
}
