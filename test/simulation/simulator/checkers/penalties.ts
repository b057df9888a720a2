/**
 * G9: what results teach is logged: every part that ended is followed, in its batch, by what it says about the network, or
 * says nothing new.
 *
 * Invariant: the lesson is worked out here a second time from the logged end of the part. Together with the check that the
 * live penalties are the fold of their log, penalties can be rebuilt from results alone.
 */

import { type PenaltyEvent, penaltyMachine } from '../../../../machines/penalty.ts';
import { channelDirection, directionOf, type NodeId, type ShortChannelId } from '../../../../src/domain/ids.ts';
import { announcedHops } from '../../../../src/graph/announced.ts';
import type { JournalRecord, Position } from '../../../../src/journal/port.ts';
import { Fold } from '../../../../src/runtime/fold.ts';
import type { World, WorldListener } from '../world.ts';

interface Sent {
  readonly groupid: bigint;
  readonly partid: bigint;
  readonly send: {
    readonly kind: string;
    readonly ids: NodeId[];
    readonly channels: ShortChannelId[];
    readonly amountsMsat: bigint[];
  };
}
interface End extends Sent {
  readonly atMs: number;
  readonly failure?: { readonly erringIndex?: number; readonly failcode?: number };
}

/** A lesson of a logged end that has no record of its own: right only if it said nothing new when its turn came. */
interface Unlogged {
  readonly stream: string;
  readonly name: string;
  readonly expected: PenaltyEvent;
  /** Index of the state the record found, among those of its batch. */
  readonly since: number;
}

const fold = new Fold(penaltyMachine);
type State = typeof fold.initial;

export class PenaltyChecker implements WorldListener {
  readonly #world: World;
  readonly #sent = new Map<string, Sent>();
  /** Per node, folded from the log. */
  readonly #states = new Map<string, State>();

  constructor(world: World) {
    this.#world = world;
  }

  appended(): void {}

  durable(records: readonly JournalRecord[]): void {
    const states = new Map<string, State[]>();
    const taught = new Map<Position, PenaltyEvent>();
    for (const { stream, event, cause } of records) {
      if (!stream.startsWith('penalty/')) continue;
      const lesson = event as unknown as PenaltyEvent;
      if (lesson.type === 'FAILURE_LEARNED' || lesson.type === 'ROUTE_SUCCEEDED') taught.set(cause, lesson);
    }
    const unlogged = records.flatMap((record) => this.#follow(record, states, taught));
    for (const { stream, name, expected, since } of unlogged)
      if ((states.get(stream) ?? [this.#state(stream)]).slice(since).every((state) => says(state, expected)))
        this.#world.fault(`${name}: what its end teaches was not logged (G9)`);
  }

  /** One record, in order. Gives the lesson that should follow it and was not logged, if there is one. */
  #follow(
    record: JournalRecord,
    states: Map<string, State[]>,
    taught: ReadonlyMap<Position, PenaltyEvent>,
  ): Unlogged[] {
    const { stream, event } = record;
    if (stream.startsWith('payment/')) return this.#judge(record, states, taught);
    if (!stream.startsWith('penalty/')) return [];
    const before = this.#state(stream);
    const after = fold.step(before, event as unknown as PenaltyEvent).snapshot;
    this.#states.set(stream, after);
    states.set(stream, [...(states.get(stream) ?? [before]), after]);
    return [];
  }

  #state(stream: string): State {
    return this.#states.get(stream) ?? fold.initial;
  }

  #judge(
    { stream, event, position }: JournalRecord,
    states: ReadonlyMap<string, State[]>,
    taught: ReadonlyMap<Position, PenaltyEvent>,
  ): Unlogged[] {
    const end = event as unknown as End;
    const name = `${stream}/${end.groupid}/${end.partid}`;
    if (event.type === 'PART_SENT') this.#sent.set(name, end);
    if (event.type !== 'PART_FULFILLED' && event.type !== 'PART_FAILED') return [];
    const { send } = this.#sent.get(name) as Sent;
    if (send.kind !== 'route') return [];
    const [, node, hash] = stream.split('/') as [string, NodeId, string];
    const announced = announcedHops(this.#world.engine.node(node).graph, send);
    const expected = lessonOf(node, hash, send, end, announced);
    const lesson = taught.get(position);
    const penalty = `penalty/${node}`;
    if (!lesson)
      return [{ stream: penalty, name, expected, since: Math.max(0, (states.get(penalty)?.length ?? 0) - 1) }];
    if (keyOf(lesson) !== keyOf(expected))
      this.#world.fault(`${name}: teaches ${keyOf(lesson)}, not ${keyOf(expected)} (G9)`);
    return [];
  }
}

/** The machine would have logged it. */
function says(state: State, lesson: PenaltyEvent): boolean {
  return fold.step(state, lesson).snapshot !== state;
}

function lessonOf(
  node: NodeId,
  paymentHash: string,
  { ids, channels, amountsMsat }: Sent['send'],
  { atMs, failure }: End,
  announced: number,
): PenaltyEvent {
  const route = channels.map((channel, index) =>
    channelDirection(channel, directionOf(index === 0 ? node : (ids[index - 1] as NodeId), ids[index] as NodeId)),
  );
  const claim = announced < ids.length ? { announced } : {};
  if (failure === undefined) return { type: 'ROUTE_SUCCEEDED', ids, route, ...claim, atMs };
  const { erringIndex, failcode } = failure;
  const where = erringIndex === undefined || failcode === undefined ? {} : { erringIndex, failcode };
  const what = { paymentHash: paymentHash as never, ids, route, amountsMsat, ...claim, ...where };
  return { type: 'FAILURE_LEARNED', ...what, atMs };
}

/** What two accounts of one lesson must agree on. */
function keyOf(lesson: PenaltyEvent): string {
  if (lesson.type === 'FAILURE_LEARNED')
    return `failed ${lesson.route.join()} at ${lesson.erringIndex} ${lesson.failcode}`;
  return lesson.type === 'ROUTE_SUCCEEDED' ? `succeeded ${lesson.route.join()}` : lesson.type;
}
