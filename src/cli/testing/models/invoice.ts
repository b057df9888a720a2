/**
 * Test model of the invoice machine: one invoice of 1,000 msat, whole and half payments, every reason not to take one.
 *
 * Situations are told apart by the parts held and the total they belong to: what guards read.
 */
import { type InvoiceEvent, type InvoiceTerms, invoiceMachine } from '../../../../machines/invoice.ts';
import type { HtlcRef } from '../../../domain/htlc.ts';
import type { Preimage, ShortChannelId } from '../../../domain/ids.ts';
import { defineModel } from '../../../testing/model.ts';

/** Parts held at which no further half is offered. */
const MAX_PARTS = 3;
const ASKED_MSAT = 1_000n;
const SECRET = '55'.repeat(32);
const EXPIRES_MS = 1_000;

const terms: InvoiceTerms = {
  label: 'coffee',
  amountMsat: ASKED_MSAT,
  preimage: '11'.repeat(32) as Preimage,
  secret: SECRET,
  description: 'one coffee',
  bolt11: 'lnbcrt1',
  createdMs: 1,
  expiresMs: EXPIRES_MS,
  createdIndex: 1,
};

type Arrival = Extract<InvoiceEvent, { type: 'HTLC_ARRIVED' }>;

const htlc = (id: number): HtlcRef => ['1x1x1' as ShortChannelId, id];

const arrival = (id: number, change: Partial<Arrival> = {}): Arrival => ({
  type: 'HTLC_ARRIVED',
  htlc: htlc(id),
  amountMsat: ASKED_MSAT,
  secret: SECRET,
  timeMs: 10,
  payIndex: 1,
  updatedIndex: 2,
  ...change,
});

/** Arrivals of a new HTLC: whole, a part, late, probing, too little, too much, of another set. */
const arrivals = (id: number): readonly InvoiceEvent[] => [
  arrival(id),
  arrival(id, { amountMsat: 400n, totalMsat: ASKED_MSAT }),
  arrival(id, { amountMsat: 300n, totalMsat: ASKED_MSAT, mppTimeoutMs: 5 }),
  arrival(id, { timeMs: EXPIRES_MS }),
  arrival(id, { secret: '66'.repeat(32) }),
  arrival(id, { amountMsat: ASKED_MSAT - 1n }),
  arrival(id, { amountMsat: 2n * ASKED_MSAT + 1n }),
  arrival(id, { amountMsat: 400n, totalMsat: ASKED_MSAT + 1n }),
];

const decisions: readonly InvoiceEvent[] = [
  { type: 'INVOICE_CREATED', ...terms },
  { type: 'KEYSEND_ARRIVED', htlc: htlc(100), receivedMsat: 5n, payIndex: 1, updatedIndex: 2, ...terms },
  { type: 'MPP_TIMED_OUT' },
  { type: 'INVOICE_EXPIRED', updatedIndex: 3 },
  { type: 'INVOICE_DELETED' },
];

/** An HTLC that is never held. */
const STRANGER = htlc(99);

export const invoiceModel = defineModel({
  machine: invoiceMachine,
  events: ({ context }) => {
    const held = context.parts.map((part) => part.htlc as HtlcRef);
    const nextId = [1, 2, 3, 4].find((id) => held.every(([, other]) => other !== id)) ?? 5;
    return [
      ...decisions,
      ...arrivals(nextId).slice(0, context.parts.length < MAX_PARTS ? undefined : 1),
      ...held.map(([, id]) => arrival(id, { amountMsat: 400n, totalMsat: ASKED_MSAT })),
      ...[...held, STRANGER].map((ref): InvoiceEvent => ({ type: 'PART_LOST', htlc: ref })),
    ];
  },
  abstract: ({ context }) => ({
    parts: context.parts.map(({ htlc, amountMsat }) => ({ id: (htlc as HtlcRef)[1], amountMsat })),
    total: context.totalMsat,
  }),
  observe: ({ context }) => context,
  isGoal: (snapshot) => ['paid', 'expired', 'deleted'].some((state) => snapshot.matches(state as 'paid')),
});
