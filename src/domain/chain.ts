/** The chains a network may be on, as invoices and `getinfo` name them. */
export const CHAINS = ['bitcoin', 'testnet', 'signet', 'regtest'] as const;
export type Chain = (typeof CHAINS)[number];
