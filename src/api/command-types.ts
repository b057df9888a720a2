/**
 * Parameters and results of the commands, as TypeScript sees them.
 *
 * The names, meanings and errors are Core Lightning v24.11's (the man pages lightning-sendpay(7), lightning-waitsendpay(7)
 * and so on), so what is written about them holds here. Amounts come back as `bigint` millisatoshi and may be given as bigint,
 * number or text (`"1000msat"`, `"1sat"`); times are seconds since 1970 unless the name says otherwise.
 */
import type { JsonValue } from '../rpc/json-value.ts';

/** An amount as parameters take it; a number or text without unit is msat. */
export type AmountInput = bigint | number | string;
export type PaymentStatusName = 'pending' | 'complete' | 'failed';

export interface GetrouteHop {
  id: string;
  channel: string;
  direction?: 0 | 1;
  amount_msat: bigint;
  delay: number;
  style?: 'tlv';
}

export interface Sendpay {
  message?: string;
  created_index: number;
  id: number;
  payment_hash: string;
  groupid: number;
  partid?: number;
  updated_index?: number;
  destination?: string;
  amount_msat?: bigint;
  amount_sent_msat: bigint;
  created_at: number;
  completed_at?: number;
  status: PaymentStatusName;
  payment_preimage?: string;
  label?: string;
  bolt11?: string;
  description?: string;
  erroronion?: string;
}

export interface Invoice {
  label: string;
  bolt11?: string;
  payment_hash: string;
  amount_msat?: bigint;
  status: 'unpaid' | 'paid' | 'expired';
  description?: string;
  expires_at: number;
  created_index: number;
  updated_index?: number;
  pay_index?: number;
  amount_received_msat?: bigint;
  paid_at?: number;
  payment_preimage?: string;
}

export interface Paid {
  destination?: string;
  payment_hash: string;
  created_at: number;
  completed_at: number;
  parts: number;
  amount_msat: bigint;
  amount_sent_msat: bigint;
  payment_preimage: string;
  status: 'complete';
}

export interface Penalty {
  short_channel_id?: string;
  direction?: 0 | 1;
  node?: string;
  kind: 'temporary' | 'permanent';
  avoided: boolean;
  weight: number;
  from_amount_msat: bigint;
  because: string;
  failcode?: number;
  failcodename?: string;
  failures: number;
  since: number;
}

interface RouteHopInput {
  id: string;
  channel: string;
  delay: number;
  amount_msat: AmountInput;
  direction?: number;
  style?: 'tlv';
}

interface Paging {
  index?: 'created' | 'updated';
  start?: number;
  limit?: number;
}

interface FeeLimits {
  maxfeepercent?: number;
  exemptfee?: AmountInput;
  maxfee?: AmountInput;
  retry_for?: number;
  maxdelay?: number;
}

type Answer = { readonly [key: string]: JsonValue | undefined };
interface Takes<P, R> {
  params: P;
  result: R;
}

/** Every command whose parameters and result are typed here; `node.call` takes any command. */
export interface CommandTypes {
  getinfo: Takes<
    Record<string, never>,
    Answer & { id: string; alias: string; blockheight: number; network: string; version: string }
  >;
  invoice: Takes<
    {
      amount_msat: AmountInput | 'any';
      label: string;
      description: string;
      expiry?: number;
      preimage?: string;
      cltv?: number;
    },
    { payment_hash: string; expires_at: number; bolt11: string; payment_secret: string; created_index: number }
  >;
  listinvoices: Takes<{ label?: string; invstring?: string; payment_hash?: string } & Paging, { invoices: Invoice[] }>;
  waitinvoice: Takes<{ label: string }, Invoice>;
  waitanyinvoice: Takes<{ lastpay_index?: number; timeout?: number }, Invoice>;
  delinvoice: Takes<{ label: string; status: 'unpaid' | 'paid' | 'expired' }, Invoice>;
  decode: Takes<{ string: string }, Answer & { type: string; valid: boolean }>;
  getroute: Takes<
    {
      id: string;
      amount_msat: AmountInput;
      riskfactor: number;
      cltv?: number;
      fromid?: string;
      fuzzpercent?: number;
      exclude?: string[];
      maxhops?: number;
    },
    { route: GetrouteHop[] }
  >;
  sendpay: Takes<
    {
      route: RouteHopInput[];
      payment_hash: string;
      label?: string;
      amount_msat?: AmountInput;
      /** The old man page's target: the final amount must be within [msatoshi, 2*msatoshi]. */
      msatoshi?: AmountInput;
      bolt11?: string;
      payment_secret?: string;
      partid?: number;
      groupid?: number;
      payment_metadata?: string;
      description?: string;
      localinvreqid?: string;
    },
    Sendpay
  >;
  waitsendpay: Takes<{ payment_hash: string; timeout?: number; partid?: number; groupid?: number }, Sendpay>;
  listsendpays: Takes<
    { bolt11?: string; payment_hash?: string; status?: PaymentStatusName } & Paging,
    { payments: Sendpay[] }
  >;
  listpayments: Takes<{ bolt11?: string; payment_hash?: string }, { payments: Sendpay[] }>;
  listpays: Takes<{ bolt11?: string; payment_hash?: string; status?: PaymentStatusName } & Paging, { pays: Answer[] }>;
  delpay: Takes<
    { payment_hash: string; status: 'complete' | 'failed'; partid?: number; groupid?: number },
    { payments: Sendpay[] }
  >;
  pay: Takes<
    {
      bolt11: string;
      amount_msat?: AmountInput;
      label?: string;
      riskfactor?: number;
      exclude?: string[];
      description?: string;
    } & FeeLimits,
    Paid
  >;
  keysend: Takes<{ destination: string; amount_msat: AmountInput; label?: string } & FeeLimits, Paid>;
  paystatus: Takes<{ bolt11?: string }, { pay: Answer[] }>;
  createonion: Takes<
    { hops: { pubkey: string; payload: string }[]; assocdata: string; session_key?: string; onion_size?: number },
    { onion: string; shared_secrets: string[] }
  >;
  sendonion: Takes<
    {
      onion: string;
      first_hop: { id?: string; channel?: string; amount_msat: AmountInput; delay: number };
      payment_hash: string;
      label?: string;
      shared_secrets?: string[];
      partid?: number;
      bolt11?: string;
      amount_msat?: AmountInput;
      destination?: string;
      groupid?: number;
    },
    Sendpay
  >;
  listforwards: Takes<{ status?: string; in_channel?: string; out_channel?: string }, { forwards: Answer[] }>;
  listchannels: Takes<{ short_channel_id?: string; source?: string; destination?: string }, { channels: Answer[] }>;
  listnodes: Takes<{ id?: string }, { nodes: Answer[] }>;
  listpeers: Takes<{ id?: string }, { peers: Answer[] }>;
  listpeerchannels: Takes<{ id?: string }, { channels: Answer[] }>;
  listfunds: Takes<Record<string, never>, Answer>;
  listpenalties: Takes<Record<string, never>, { penalties: Penalty[] }>;
  resetpenalties: Takes<{ channel?: string; node?: string }, Answer>;
  setchannel: Takes<
    { id: string; feebase?: AmountInput; feeppm?: number; htlcmin?: AmountInput; htlcmax?: AmountInput },
    { channels: Answer[] }
  >;
  wait: Takes<
    {
      subsystem: 'sendpays' | 'invoices' | 'forwards';
      indexname: 'created' | 'updated' | 'deleted';
      nextvalue: number;
    },
    Answer
  >;
}

export type CommandName = keyof CommandTypes;
