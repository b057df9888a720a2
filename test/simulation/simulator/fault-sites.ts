/**
 * Named places where a simulation does harm, and situations it must get into, with how often each was hit.
 *
 * Invariant: a site that is not in the table cannot be counted, so a report that lists the sites never hit is complete.
 * A simulation that never loses a batch proves nothing about losing one: this is how one sees it.
 */

/** Every site, by name, with what happens there. */
export const FAULT_SITES = {
  'node/hold': 'a node keeps every HTLC',
  'node/fail': 'a node fails every HTLC with some code',
  'node/corrupt': 'a node garbles the error onions it passes back',
  'node/offline': 'a node goes down',
  'channel/close-mutual': 'a channel is shut down by consent',
  'channel/close-unilateral': 'a channel is closed at once, its HTLCs are resolved on chain',
  'channel/htlc-timed-out': 'an HTLC times out on chain',
  'channel/result-kept': 'a result waits for its offerer to come back',
  'channel/policy-changed': 'a node asks for other fees',
  'chain/mined': 'blocks are found while HTLCs are in flight',
  'journal/batch-lost': 'the process dies before its batch reaches the disk',
  'journal/batch-written': 'the process dies after the write, before anyone is told',
  'journal/write-fails': 'a write fails and nothing reached the disk',
  'journal/write-fails-late': 'a write fails although everything reached the disk',
  'journal/tail-damaged': 'the last record is unreadable when the journal is opened',
  'recovery/died': 'the process dies again while it comes up',
  'crash/htlc-in-flight': 'an HTLC is in flight when the process dies',
  'crash/pay-running': 'a pay is running when the process dies',
  'crash/parts-collecting': 'a destination holds some parts of a payment when the process dies',
  'crash/answer-owed': 'a client waits for an answer when the process dies',
  'payment/multi-part': 'a payment leaves in several parts',
  'payment/late-success': 'another part settles after its payment is complete',
  'payment/late-failure': 'a part fails after its payment is complete',
  'payment/retried': 'a payment is sent again after it failed',
  'payment/unreadable-error': 'an error onion comes back that nobody can read',
  'payment/first-hop-refused': 'the first peer is away',
  'payment/refused': 'a sendpay contradicts what was asked before',
  'payment/tombstone': 'the rows of a paid hash are deleted',
  'payment/paid-after-delpay': 'pay is called for a hash whose failed rows were deleted',
  'pay/fee-limit': 'a pay in parts has no route left that its fee limit allows',
  'payment/self': 'a node pays itself',
  'client/gave-up': 'a waiter stops waiting',
  'snapshot/stored': 'a stream is stored as a snapshot',
} as const;
export type FaultSite = keyof typeof FAULT_SITES;

export type SiteCounts = Readonly<Record<FaultSite, number>>;

export class SiteCounter {
  readonly #counts = new Map<FaultSite, number>();

  hit(site: FaultSite): void {
    this.#counts.set(site, (this.#counts.get(site) ?? 0) + 1);
  }

  get counts(): SiteCounts {
    const names = Object.keys(FAULT_SITES) as FaultSite[];
    return Object.fromEntries(names.map((site) => [site, this.#counts.get(site) ?? 0])) as SiteCounts;
  }
}

/** Sites no run of a campaign has hit. */
export function neverHit(counts: SiteCounts): FaultSite[] {
  return (Object.keys(counts) as FaultSite[]).filter((site) => counts[site] === 0);
}

export function sumOf(one: SiteCounts, other: SiteCounts): SiteCounts {
  const names = Object.keys(FAULT_SITES) as FaultSite[];
  return Object.fromEntries(names.map((site) => [site, one[site] + other[site]])) as SiteCounts;
}
