/**
 * The commands as TypeScript sees them: a method each, typed by the command's own table of parameters and its own answer.
 *
 * The names, meanings and errors are Core Lightning v24.11's (the man pages lightning-sendpay(7), lightning-waitsendpay(7)
 * and so on), so what is written about them holds here. Invariant: nothing is written twice, so nothing can drift. Amounts come
 * back as `bigint` millisatoshi and may be given as bigint, number or text (`"1000msat"`, `"1sat"`); times are seconds since 1970
 * unless the name says otherwise. Ids that come back are branded strings, and are taken as plain ones.
 */
import type { CommandName, CommandNeed, CommandParams, CommandResult } from '../rpc/commands/index.ts';
import type { Capabilities, Capability } from '../switch/capabilities.ts';
import type { Switch } from '../switch/port.ts';

export interface CallOptions {
  /** Stops waiting. What was started goes on; the call then rejects or resolves as if its client had left. */
  readonly signal?: AbortSignal;
}

/** What takes no mandatory parameter may be called without any. */
type Method<Params, Result> =
  Record<never, never> extends Params
    ? (params?: Params, options?: CallOptions) => Promise<Result>
    : (params: Params, options?: CallOptions) => Promise<Result>;

/** The commands of a node that has no more than these capabilities. */
type CommandOf<Has extends Capability> = {
  [C in CommandName]: CommandNeed<C> extends Has ? C : never;
}[CommandName];

/** A method per command, by its name; perhaps, if the node may lack what the command needs. */
export type CommandMethods<Has extends Capability = Capability> = {
  readonly [C in CommandOf<Has>]: Method<CommandParams<C>, CommandResult<C>>;
} & {
  readonly [C in Exclude<CommandName, CommandOf<Has>>]?: Method<CommandParams<C>, CommandResult<C>>;
};

/** What nodes behind a Switch are known to be able to do. */
export type CapabilityOf<S extends Switch> = {
  [C in Capability]: S['capabilities'] extends Required<Pick<Capabilities, C>> ? C : never;
}[Capability];

export type { PaymentStatus } from '../domain/payment-part.ts';
export type { CreatedOnion } from '../rpc/commands/createonion.ts';
export type { Decoded, InvoiceContent, RouteHint } from '../rpc/commands/decode.ts';
export type { NodeInfo } from '../rpc/commands/getinfo.ts';
export type { GetrouteHop } from '../rpc/commands/getroute.ts';
export type { CommandName, CommandParams, CommandResult } from '../rpc/commands/index.ts';
export type { CreatedInvoice } from '../rpc/commands/invoice.ts';
export type { Invoice, OpenInvoice, PaidInvoice } from '../rpc/commands/invoice-json.ts';
export type { GraphChannelHalf } from '../rpc/commands/listchannels.ts';
export type { Forward } from '../rpc/commands/listforwards.ts';
export type { FundedChannel } from '../rpc/commands/listfunds.ts';
export type { ChannelHtlc } from '../rpc/commands/listhtlcs.ts';
export type { GraphNode } from '../rpc/commands/listnodes.ts';
export type { CompletePay, Pay } from '../rpc/commands/listpays.ts';
export type { ChannelUpdate, PeerChannel, PeerChannelHtlc } from '../rpc/commands/listpeerchannels.ts';
export type { Peer } from '../rpc/commands/listpeers.ts';
export type { Penalty } from '../rpc/commands/listpenalties.ts';
export type { FailedAttempt, Paid } from '../rpc/commands/pay.ts';
export type { PayStatus, PayStatusAttempt } from '../rpc/commands/paystatus.ts';
export type { SendpayAnswer } from '../rpc/commands/send-answer.ts';
export type { SetChannel } from '../rpc/commands/setchannel.ts';
export type { ForwardMoved, HtlcMoved, InvoiceMoved, SendpayMoved, Waited } from '../rpc/commands/wait.ts';
export type { Xpaid } from '../rpc/commands/xpay.ts';
export type { AmountInput, U64Input } from '../rpc/param-types.ts';
export type { CompleteSendpay, FailedSendpay, PendingSendpay, Sendpay } from '../rpc/payment-json.ts';
