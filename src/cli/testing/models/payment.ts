/**
 * Test model of the payment machine: one hash, at most `MAX_PARTS` rows, every way a part can be sent, end and be deleted.
 *
 * Situations are told apart by the status and name of each row, by what a switch said of those in flight, and by the
 * tombstones: what `decideSendpay` and the guards read (an amount goes with its name). Bounded by offering no further part
 * once `MAX_PARTS` rows or tombstones exist, and by letting a switch speak of one part in flight at a time.
 */
import { type PaymentContext, type PaymentEvent, paymentMachine } from '../../../../machines/payment.ts';
import { given } from '../../../domain/given.ts';
import type { NodeId, Preimage, ShortChannelId } from '../../../domain/ids.ts';
import type { Part, PartSend } from '../../../domain/payment-part.ts';
import { defineModel } from '../../../testing/model.ts';

/** Rows at which no further part is offered: two in flight and one of an earlier group is all the rules tell apart. */
const MAX_PARTS = 3;
/** Rows up to which a switch says something: the part it is about, and another of any status beside it. */
const MAX_PARTS_NOTED = 2;

/** Groups a test may open: the first, and one retry. */
const MAX_GROUPS = 2;

const DESTINATION = `02${'d'.repeat(64)}` as NodeId;
const PREIMAGE = '11'.repeat(32) as Preimage;
const WHOLE_MSAT = 1_000n;
const HALF_MSAT = 500n;

const send: PartSend = {
  kind: 'route',
  ids: [DESTINATION],
  channels: ['1x1x1' as ShortChannelId],
  amountsMsat: [WHOLE_MSAT],
  delays: [9],
  sessionKey: '22'.repeat(32),
};

/** The parts a test may send: the whole amount at once, or two halves. */
const PART_KINDS = [
  { partid: 0n, amountMsat: WHOLE_MSAT },
  { partid: 1n, amountMsat: HALF_MSAT },
  { partid: 2n, amountMsat: HALF_MSAT },
] as const;

/** A retry need not repeat every split: the whole amount, and one half. */
const RETRY_KINDS = 2;

function partsToSend(context: PaymentContext): PaymentEvent[] {
  const rows = [...context.parts, ...context.tombstones];
  if (rows.length >= MAX_PARTS) return [];
  const createdIndex = rows.length + 1;
  const groups = Array.from({ length: MAX_GROUPS }, (_, index) => BigInt(index + 1));
  return groups.flatMap((groupid) =>
    PART_KINDS.slice(0, groupid === 1n ? undefined : RETRY_KINDS).map(({ partid, amountMsat }) => ({
      type: 'PART_SENT' as const,
      groupid,
      partid,
      createdIndex,
      createdAtMs: createdIndex,
      amountMsat,
      sentMsat: amountMsat,
      totalMsat: WHOLE_MSAT,
      destination: DESTINATION,
      height: 100,
      send,
    })),
  );
}

/** A part that never was. */
const UNKNOWN = { groupid: BigInt(MAX_GROUPS + 1), partid: 0n };

/** Ends of every row, late and repeated ones included, and of a part that never was. */
function partEnds(context: PaymentContext): PaymentEvent[] {
  return [...context.parts, UNKNOWN].flatMap(({ groupid, partid }): PaymentEvent[] => {
    const name = { groupid, partid, updatedIndex: 1, atMs: 1 };
    const failure = { code: 204, message: 'failed: WIRE_TEMPORARY_CHANNEL_FAILURE', erringIndex: 1, failcode: 0x1007 };
    return [
      { type: 'PART_FULFILLED', ...name, preimage: PREIMAGE },
      { type: 'PART_FAILED', ...name, failure },
    ];
  });
}

/** Two reasons, as the same one again is no news. */
const DOUBTS = ['the node forgot it', 'the node cannot say'] as const;

const hasNote = ({ answer, doubt }: Part): boolean => answer !== undefined || doubt !== undefined;

/**
 * What a switch says of a row, and of a part that never was. Notes of two parts do not touch each other, so once a part in
 * flight has one, the others in flight get none.
 */
function notes(context: PaymentContext): PaymentEvent[] {
  if (context.parts.length + context.tombstones.length > MAX_PARTS_NOTED) return [];
  const noted = context.parts.find((part) => part.status === 'pending' && hasNote(part));
  const rows = context.parts.filter((part) => part.status !== 'pending' || noted === undefined || part === noted);
  return [...rows, UNKNOWN].flatMap(({ groupid, partid }): PaymentEvent[] => [
    { type: 'PART_ANSWERED', groupid, partid, answer: 'accepted', atMs: 1 },
    ...DOUBTS.map((why) => ({ type: 'PART_IN_DOUBT' as const, groupid, partid, why, atMs: 1 })),
  ]);
}

function deletions(context: PaymentContext): PaymentEvent[] {
  return (['complete', 'failed'] as const).flatMap((status): PaymentEvent[] => {
    const all = { type: 'PARTS_DELETED', status, deletedBefore: 0, atMs: 1 } as const;
    const first = context.parts.find((part) => part.status === status);
    return first === undefined ? [all] : [all, { ...all, part: { groupid: first.groupid, partid: first.partid } }];
  });
}

const shown = ({ groupid, partid, status, failure, preimage, answer, doubt }: Part): unknown => ({
  part: `${groupid}/${partid}`,
  status,
  ended: preimage !== undefined ? 'preimage' : failure !== undefined ? 'failure' : 'no',
  ...given({ answer, doubt }),
});

/** No guard reads whether a part that ended had been answered. */
const toldApart = (part: Part): unknown => {
  const { answer: _word, ...unanswered } = part;
  return shown(part.status === 'pending' ? part : unanswered);
};

const view =
  (row: (part: Part) => unknown) =>
  ({ context }: { readonly context: PaymentContext }): unknown => ({
    parts: context.parts.map(row),
    tombstones: context.tombstones.map(row),
  });

export const paymentModel = defineModel({
  machine: paymentMachine,
  events: ({ context }) => [...partsToSend(context), ...partEnds(context), ...notes(context), ...deletions(context)],
  abstract: view(toldApart),
  observe: view(shown),
  isGoal: (snapshot) => snapshot.matches({ complete: 'settled' }) || snapshot.matches('failed'),
  label: (event) => {
    if (event.type === 'PARTS_DELETED')
      return `${event.type} ${event.status}${event.part ? ` ${event.part.groupid}/${event.part.partid}` : ''}`;
    const name = `${event.type} ${event.groupid}/${event.partid}`;
    return event.type === 'PART_IN_DOUBT' ? `${name} ${event.why}` : name;
  },
});
