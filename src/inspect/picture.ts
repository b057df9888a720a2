/**
 * Everything a page shows of one payment, as plain JSON: steps, parts, overlays and the drawings.
 *
 * Invariant: holds what the story holds and no more (secrets were taken out there); amounts are decimal strings; every drawing
 * is markup made by the XML writer, so it may be put into a page as it is. A step names only the parts it changed, so a page of
 * many attempts stays small; a reader adds them up.
 */

import { paymentMachine } from '../../machines/payment.ts';
import { activeStates, chartOf, toSvg } from '../chart/index.ts';
import type { NodeId, PaymentHash } from '../domain/ids.ts';
import type { Part } from '../domain/payment-part.ts';
import { encodeJson } from '../journal/codec.ts';
import type { Position } from '../journal/port.ts';
import { type Aliases, nodeName } from './names.ts';
import { type DrawnChannel, networkSvg } from './network-drawing.ts';
import { overlaysOf } from './overlays.ts';
import { type PayAgain, payAgain } from './pay-again.ts';
import { sequenceSvg } from './sequence.ts';
import type { Story } from './story.ts';
import { StoryFold } from './story-fold.ts';
import { type PartView, type PaymentView, partView, type Step, timelineOf, viewOf } from './timeline.ts';
import { partName } from './wording.ts';

/** A value as JSON carries it. */
export type Plain<T> = T extends bigint
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : { readonly [K in keyof T]: Plain<T[K]> };

export interface PictureStep extends Step {
  /** Parts as they are from this step on; only those it changed. */
  readonly parts: readonly Plain<PartView>[];
  /** Names of parts that are gone. */
  readonly gone: readonly string[];
  readonly payAgain: PayAgain;
  /** The record, as `sendpay log` prints it. */
  readonly raw: string;
}

/** The chart from a position on; `states` are the ids of the active states. */
export interface PictureOverlay {
  readonly position: Position;
  readonly states: readonly string[];
  readonly visited: Readonly<Record<string, number>>;
  readonly failed: readonly string[];
}

export interface PaymentPicture {
  readonly node: NodeId;
  readonly nodeName: string;
  readonly paymentHash: PaymentHash;
  /** Up to where the log was read. */
  readonly position: Position;
  readonly steps: readonly PictureStep[];
  readonly overlays: readonly PictureOverlay[];
  readonly chartSvg: string;
  readonly sequenceSvg: string;
  readonly networkSvg: string;
  /** What the route-penalty actor and `pay` learned, in words. */
  readonly learned: readonly { readonly position: Position; readonly what: string }[];
  readonly gaps: readonly string[];
}

/** Steps of a page; a payment beyond it is cut at the end, and says so. */
const MAX_STEPS = 5_000;

export interface PictureOptions {
  readonly aliases: Aliases;
  /** Channels to draw beside those of the routes. */
  readonly around?: readonly DrawnChannel[];
}

export async function pictureOf(story: Story, { aliases, around = [] }: PictureOptions): Promise<PaymentPicture> {
  const cut = { ...story, records: story.records.slice(0, MAX_STEPS) };
  const left = story.records.length - cut.records.length;
  const steps = stepsOf(cut, aliases);
  const { parts } = lastView(cut, aliases);
  return {
    node: story.node,
    nodeName: nodeName(aliases, story.node),
    paymentHash: story.paymentHash,
    position: story.position,
    steps,
    overlays: pictureOverlays(cut),
    chartSvg: await chartSvg(),
    sequenceSvg: sequenceSvg(cut, aliases),
    networkSvg: networkSvg({ sender: story.node, parts, channels: channelsOf(cut, around) }, aliases),
    learned: steps
      .filter(({ kind }) => kind === 'penalty')
      .map(({ position, changed }) => ({ position, what: changed })),
    gaps: left === 0 ? story.gaps : [...story.gaps, `the last ${left} steps are not shown`],
  };
}

const chart = chartOf(paymentMachine);
let drawnChart: Promise<string> | undefined;

/** The payment's chart without an overlay: pages lay one over it. */
export function chartSvg(): Promise<string> {
  drawnChart ??= toSvg(chart, { css: false, overlay: { visited: {} } });
  return drawnChart;
}

function stepsOf(story: Story, aliases: Aliases): readonly PictureStep[] {
  const fold = new StoryFold(story);
  const shown = new ShownParts(aliases);
  return timelineOf(story, aliases).map((step, index) => {
    const record = story.records[index] as Story['records'][number];
    fold.take(record);
    return { ...step, ...shown.changes(fold), payAgain: payAgain(fold.status, fold.parts), raw: encodeJson(record) };
  });
}

type Shown = Map<string, { readonly part: Part; readonly text: string }>;

/** Parts as the last step left them. A part that ended stays the same object until it changes, and is not looked at again. */
class ShownParts {
  readonly #name: (node: NodeId) => string;
  #before: Shown = new Map();

  constructor(aliases: Aliases) {
    this.#name = (node) => nodeName(aliases, node);
  }

  changes(fold: StoryFold): Pick<PictureStep, 'parts' | 'gone'> {
    const now: Shown = new Map();
    const parts: Plain<PartView>[] = [];
    for (const part of fold.parts) {
      const key = partName(part.groupid, part.partid);
      const old = this.#before.get(key);
      const isSame = old?.part === part && part.status !== 'pending';
      const text = isSame ? old.text : encodeJson(partView(part, fold, this.#name));
      now.set(key, { part, text });
      if (text !== old?.text) parts.push(JSON.parse(text));
    }
    const gone = [...this.#before.keys()].filter((key) => !now.has(key));
    this.#before = now;
    return { parts, gone };
  }
}

function lastView(story: Story, aliases: Aliases): PaymentView {
  const fold = new StoryFold(story);
  for (const record of story.records) fold.take(record);
  return viewOf(fold, aliases, story.position);
}

function pictureOverlays(story: Story): readonly PictureOverlay[] {
  return overlaysOf(story).map(({ position, overlay }) => ({
    position,
    states: [...activeStates(chart, overlay.active)],
    visited: overlay.visited,
    failed: overlay.failed ?? [],
  }));
}

/** Channels of the routes tried, then those around. */
function channelsOf({ records, node, channelEnds }: Story, around: readonly DrawnChannel[]): readonly DrawnChannel[] {
  const drawn = new Map<string, DrawnChannel>();
  for (const { event } of records) {
    if (event.type !== 'PART_SENT') continue;
    const send = event.send as { kind: string; ids: readonly NodeId[]; channels: readonly DrawnChannel['channel'][] };
    if (send.kind !== 'route') continue;
    send.channels.forEach((channel, hop) => {
      const from = hop === 0 ? node : (send.ids[hop - 1] as NodeId);
      drawn.set(channel, { channel, ends: [from, send.ids[hop] as NodeId] });
    });
  }
  for (const [channel, ends] of Object.entries(channelEnds))
    if (!drawn.has(channel)) drawn.set(channel, { channel: channel as DrawnChannel['channel'], ends });
  for (const other of around) if (!drawn.has(other.channel)) drawn.set(other.channel, other);
  return [...drawn.values()];
}
