/**
 * One payment's story as people read it: step by step, and as it was at any position.
 *
 * Invariant: a pure function of the story; a view at a position is the fold of the payment's records up to it (the machine's
 * own transition function), so it shows what the engine believed then. Two views differ only in what `diffOf` names.
 */

import { kindNameOf } from '../../machines/kind.ts';
import type { Msat } from '../domain/amount.ts';
import { given } from '../domain/given.ts';
import type { NodeId, ShortChannelId } from '../domain/ids.ts';
import type { Part, PaymentStatus } from '../domain/payment-part.ts';
import type { JournalRecord, Position } from '../journal/port.ts';
import { type HtlcTrack, htlcTracks } from './htlcs.ts';
import { type Aliases, nodeName } from './names.ts';
import { type PayAgain, payAgain } from './pay-again.ts';
import type { Story } from './story.ts';
import { StoryFold } from './story-fold.ts';
import { waitingFor } from './waiting.ts';
import { actorName, failureWords, partName, routeWords, sentenceOf, type Wording } from './wording.ts';

/** One record, told. */
export interface Step {
  readonly position: Position;
  readonly cause: Position;
  readonly timeMs: number;
  /** Kind of actor: `payment`, `channel`, `invoice`, `penalty`, `pay`, `node`, `chain`. */
  readonly kind: string;
  readonly actor: string;
  readonly type: string;
  readonly changed: string;
  /** Status of the payment after it. */
  readonly status: PaymentStatus | 'idle';
  /** What the payment waits for after it; empty when it waits for nothing. */
  readonly waitingFor: string;
}

export interface PartView {
  readonly groupid: bigint;
  readonly partid: bigint;
  readonly name: string;
  readonly status: PaymentStatus;
  readonly amountMsat: Msat;
  readonly feeMsat: Msat;
  readonly route: string;
  readonly channels: readonly ShortChannelId[];
  readonly destination?: NodeId;
  readonly label?: string;
  readonly createdAtMs: number;
  readonly completedAtMs?: number;
  readonly failure?: string;
  /** Who failed it, if that is known. */
  readonly erringNode?: NodeId;
  readonly erringChannel?: ShortChannelId;
  /** Of a pending part. */
  readonly waitingFor?: string;
}

export interface PaymentView {
  readonly position: Position;
  readonly status: PaymentStatus | 'idle';
  /** The machine's state value, for the chart. */
  readonly value: unknown;
  readonly parts: readonly PartView[];
  readonly waitingFor: readonly string[];
  readonly payAgain: PayAgain;
}

/** Every record told, in the log's order. */
export function timelineOf(story: Story, aliases: Aliases): readonly Step[] {
  const wording = wordingOf(story, aliases);
  const fold = new StoryFold(story);
  return story.records.map((record) => {
    fold.take(record);
    return {
      position: record.position,
      cause: record.cause,
      timeMs: record.timeMs,
      kind: kindNameOf(record.stream),
      actor: actorName(record.stream, wording.name),
      type: record.event.type,
      changed: sentenceOf(record, wording),
      status: fold.status,
      waitingFor: waitings(fold, wording.name).join('; '),
    };
  });
}

function waitings(fold: StoryFold, name: (node: NodeId) => string): readonly string[] {
  return fold.parts.filter(({ status }) => status === 'pending').map((part) => waitingFor(part, fold, name));
}

/** The payment as it was after the record at `position`, or after the last one before it. */
export function viewAt(story: Story, aliases: Aliases, position: Position = story.position): PaymentView {
  const fold = new StoryFold(story);
  for (const record of story.records) if (record.position <= position) fold.take(record);
  return viewOf(fold, aliases, position);
}

/** The payment as the fold has it now. */
export function viewOf(fold: StoryFold, aliases: Aliases, position: Position): PaymentView {
  const name = (node: NodeId): string => nodeName(aliases, node);
  return {
    position,
    status: fold.status,
    value: fold.value,
    parts: fold.parts.map((part) => partView(part, fold, name)),
    waitingFor: waitings(fold, name),
    payAgain: payAgain(fold.status, fold.parts),
  };
}

/** One part as the fold has it now. */
export function partView(part: Part, fold: StoryFold, name: (node: NodeId) => string): PartView {
  const { groupid, partid, status, amountMsat, sentMsat, failure, send } = part;
  const { destination, label, createdAtMs, completedAtMs } = part;
  return {
    groupid,
    partid,
    name: partName(groupid, partid),
    status,
    amountMsat,
    feeMsat: amountMsat > 0n && sentMsat > amountMsat ? sentMsat - amountMsat : 0n,
    route: routeWords(fold.story.node, part, name),
    channels: send.kind === 'route' ? send.channels : send.kind === 'onion' ? [send.channel] : [],
    createdAtMs,
    ...given({ destination, label, completedAtMs }),
    ...(failure === undefined ? {} : { failure: failureWords(failure, name) }),
    ...given({ erringNode: failure?.erringNode, erringChannel: failure?.erringChannel }),
    ...(status === 'pending' ? { waitingFor: waitingFor(part, fold, name) } : {}),
  };
}

/** Words for the records of a story. */
export function wordingOf(story: Story, aliases: Aliases): Wording {
  const byPosition = new Map<Position, HtlcTrack>();
  for (const track of htlcTracks(story)) {
    byPosition.set(track.offeredAt, track);
    if (track.end !== undefined && track.end.type !== 'refused') byPosition.set(track.end.at, track);
  }
  return {
    name: (node) => nodeName(aliases, node),
    track: (record: JournalRecord) => byPosition.get(record.position),
  };
}

/** What is different between two positions, one line each. Empty: nothing a view shows. */
export function diffOf(before: PaymentView, after: PaymentView): readonly string[] {
  const changes: string[] = [];
  if (before.status !== after.status) changes.push(`payment: ${before.status} → ${after.status}`);
  for (const part of after.parts) {
    const old = before.parts.find(({ groupid, partid }) => groupid === part.groupid && partid === part.partid);
    if (old === undefined) changes.push(`${part.name}: new, ${part.status}, ${part.route}`);
    else changes.push(...partChanges(old, part));
  }
  for (const old of before.parts)
    if (!after.parts.some(({ groupid, partid }) => groupid === old.groupid && partid === old.partid))
      changes.push(`${old.name}: deleted (it was ${old.status})`);
  if (before.payAgain.safe !== after.payAgain.safe)
    changes.push(`paying again: ${safety(before.payAgain)} → ${safety(after.payAgain)}`);
  return changes;
}

const safety = ({ safe }: PayAgain): string => (safe ? 'safe' : 'not safe');

function partChanges(old: PartView, now: PartView): readonly string[] {
  const changes: string[] = [];
  if (old.status !== now.status) changes.push(`${now.name}: ${old.status} → ${now.status}`);
  if (old.failure !== now.failure && now.failure !== undefined) changes.push(`${now.name}: ${now.failure}`);
  if (old.waitingFor !== now.waitingFor)
    changes.push(`${now.name}: ${old.waitingFor ?? 'waited for nothing'} → ${now.waitingFor ?? 'waits for nothing'}`);
  return changes;
}
