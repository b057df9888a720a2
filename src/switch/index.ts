/** The Switch port as a program outside this package sees it: every type an implementation needs, and the suite that tries it out. */

export type { ForwardIndex, ForwardRow } from '../../machines/forward-rows.ts';
export type { InvoiceCounter, InvoiceRow, InvoiceStatus } from '../../machines/invoice-rows.ts';
export type { NodeBehaviour } from '../../machines/node.ts';
export type { Chain } from '../domain/chain.ts';
export type { FirstHopRefusal, FirstHopRefusalKind } from '../domain/first-hop.ts';
export type { HtlcRef } from '../domain/htlc.ts';
export {
  type ChannelDirection,
  type Direction,
  type NodeId,
  type PaymentHash,
  type Preimage,
  parseNodeId,
  parsePaymentHash,
  parsePreimage,
  parseShortChannelId,
  type ShortChannelId,
} from '../domain/ids.ts';
export type { PaymentId } from '../domain/payment-id.ts';
export type { PartName } from '../domain/payment-part.ts';
export type { ChannelPolicy } from '../domain/route.ts';
export type {
  Capabilities,
  Capability,
  Forwards,
  InvoiceChange,
  Invoices,
  NewInvoice,
  Policies,
  Simulation,
} from './capabilities.ts';
export {
  type Fate,
  type SwitchCase,
  type SwitchHarness,
  switchConformance,
  type Verdict,
  type WantedAttempt,
} from './conformance.ts';
export { type FoundFirstHop, findFirstHop, type WantedFirstHop } from './first-hop.ts';
export type { AnnouncedChannel, AnnouncedNode, GraphChange, GraphFeed } from './graph-feed.ts';
export {
  type Attempt,
  type AttemptName,
  type AttemptStatus,
  attemptKey,
  type FirstHop,
  type HtlcAttempt,
  type HtlcOutcome,
  type HtlcResult,
  type LocalChannel,
  type OfferAnswer,
  type OwnNode,
  type OwnViews,
  type PendingAttempt,
  type PlannedHop,
  type RoutePlan,
  type SelfAttempt,
  type Sending,
  type Switch,
  type Worth,
} from './port.ts';
