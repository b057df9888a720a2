/**
 * The payment's chart after each of its events: where it was, what it had taken, what had failed.
 *
 * Invariant: one overlay per event, from one run of the real machine, so a page with a slider needs one drawing and these.
 */

import { createActor } from 'xstate';
import { type PaymentEvent, paymentMachine } from '../../machines/payment.ts';
import { paymentKind } from '../../machines/payment-kind.ts';
import { transitionIdOf } from '../chart/from-machine.ts';
import type { ChartValue, Overlay, TransitionId } from '../chart/index.ts';
import type { Position } from '../journal/port.ts';
import type { Story } from './story.ts';

export interface PositionedOverlay {
  readonly position: Position;
  readonly overlay: Overlay & { readonly active: ChartValue };
}

/** In the log's order; the state before the first event has position 0. */
export function overlaysOf({ records, node, paymentHash }: Story): readonly PositionedOverlay[] {
  const visited: Record<TransitionId, number> = {};
  const failed = new Set<TransitionId>();
  let failing = false;
  const actor = createActor(paymentMachine, {
    inspect: (inspected) => {
      if (inspected.type !== '@xstate.microstep') return;
      for (const definition of inspected._transitions) {
        const id = transitionIdOf(definition as Parameters<typeof transitionIdOf>[0]);
        if (id === undefined) continue;
        visited[id] = (visited[id] ?? 0) + 1;
        if (failing) failed.add(id);
      }
    },
  }).start();
  const now = (position: Position): PositionedOverlay => ({
    position,
    overlay: { active: actor.getSnapshot().value as ChartValue, visited: { ...visited }, failed: [...failed] },
  });
  const overlays = [now(0)];
  const stream = paymentKind.streamOf({ node, paymentHash });
  for (const record of records.filter((own) => own.stream === stream)) {
    const event = record.event as unknown as PaymentEvent;
    failing = event.type === 'PART_FAILED';
    actor.send(event);
    overlays.push(now(record.position));
  }
  actor.stop();
  return overlays;
}

/** The chart as of a position. */
export function overlayAt(overlays: readonly PositionedOverlay[], position: Position): Overlay {
  return (overlays.findLast((entry) => entry.position <= position) as PositionedOverlay).overlay;
}
