/**
 * sendpay: a Lightning payment engine. The public API, and nothing else.
 *
 *     const node = await createNode({ node: 'alice', dir: 'my-data' });
 *     const { route } = await node.getroute({ id, amount_msat: 100_000n, riskfactor: 1 });
 *     await node.sendpay({ route, payment_hash, payment_secret });
 *     const { payment_preimage } = await node.waitsendpay({ payment_hash });
 */

export { channelMachine } from '../machines/channel.ts';
export { invoiceMachine } from '../machines/invoice.ts';
export { payMachine } from '../machines/pay.ts';
export { paymentMachine } from '../machines/payment.ts';
export { penaltyMachine } from '../machines/penalty.ts';
export * from './api/command-types.ts';
export {
  type CreateNodeOptions,
  type CreateNodesOptions,
  createNode,
  createNodes,
  type SendpayNodes,
  type StandaloneNode,
  type SwitchOptions,
} from './api/create-node.ts';
export { CommandError, type PaymentChange, type SendpayNode } from './api/sendpay-node.ts';
export type { Msat } from './domain/amount.ts';
export type { Clock } from './domain/clock.ts';
export {
  RPC_ERROR_MEANINGS,
  RpcErrorCode,
  SENDPAY_ERRORS,
  SendpayError,
  type SendpayErrorCode,
} from './domain/errors.ts';
export type { Direction, NodeId, PaymentHash, Preimage, ShortChannelId } from './domain/ids.ts';
export type { RandomSource } from './domain/random.ts';
export type { NetworkDescription } from './graph/network-description.ts';
export { loadNetwork } from './graph/network-file.ts';
export { journalConformance } from './journal/conformance.ts';
export { openLevelJournal } from './journal/level.ts';
export { openMemoryJournal } from './journal/memory.ts';
export type { Journal, JournalRecord, LoggedEvent, Position } from './journal/port.ts';
export type { PaymentActor, PaymentSnapshot } from './payments/observer.ts';
export type { PaymentOutcome } from './payments/payment-end.ts';
export { RpcClient } from './rpc/client.ts';
export { systemClock, VirtualClock } from './runtime/clock.ts';
export { seededRandom, systemRandom } from './runtime/random.ts';
export * from './switch/index.ts';
