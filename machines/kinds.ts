/** Every kind of actor a log of ours may hold: what `verify`, imports and the inspector read a log with. */
import { chainKind } from './chain-kind.ts';
import { channelKind } from './channel-kind.ts';
import { historyKind } from './history-kind.ts';
import { invoiceKind } from './invoice-kind.ts';
import type { AnyKind } from './kind.ts';
import { nodeKind } from './node-kind.ts';
import { payKind } from './pay-kind.ts';
import { paymentKind } from './payment-kind.ts';
import { penaltyKind } from './penalty-kind.ts';

export const KINDS: readonly AnyKind[] = [
  channelKind,
  invoiceKind,
  nodeKind,
  chainKind,
  paymentKind,
  penaltyKind,
  payKind,
  historyKind,
];
