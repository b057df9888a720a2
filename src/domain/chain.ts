/** The chains a network may be on, as invoices and `getinfo` name them. */
export const CHAINS = ['bitcoin', 'testnet', 'signet', 'regtest'] as const;
export type Chain = (typeof CHAINS)[number];

/** How an invoice of each chain begins after `ln` (BOLT 11). */
export const INVOICE_PREFIXES = {
  bitcoin: 'bc',
  testnet: 'tb',
  signet: 'tbs',
  regtest: 'bcrt',
} as const satisfies Readonly<Record<Chain, string>>;
