/**
 * What the log says of pays, read by a program that shares nothing with the engine, and what must hold of them.
 *
 * Invariant: `apply` judges each record of a pay's stream against those before it and against the parts of its hash: its fees,
 * those in flight and spent included, keep to the limit, it never asks for more than it owes, chooses no route once its time is
 * over, and sends under a groupid that no part ever had, deleted rows included (G1).
 * Does not know why a route was chosen.
 */
import type { JournalRecord } from '../../../src/journal/port.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Named {
  readonly groupid: bigint;
}
/** Rows of the hash, and the parts whose rows were deleted. */
interface PartsOfHash {
  readonly rows: readonly Named[];
  readonly tombstones: readonly Named[];
}
interface Spent {
  readonly amountMsat: bigint;
  readonly feeMsat: bigint;
}
interface Running {
  readonly amountMsat: bigint;
  readonly maxFeeMsat: bigint;
  readonly deadlineMs: number;
  /** Attempts that did not fail. */
  readonly attempts: Map<bigint, Spent>;
}

export class PayLedger {
  readonly #pays = new Map<string, Running>();

  /** `partsOf`: what the log says of the parts of a payment's stream so far. */
  apply({ stream, event }: JournalRecord, partsOf: (stream: string) => PartsOfHash | undefined): string[] {
    if (!stream.startsWith('pay/')) return [];
    const fields = event as Fields;
    switch (event.type) {
      case 'PAY_STARTED':
        return this.#started(stream, fields, partsOf(stream.replace(/^pay\//, 'payment/')));
      case 'ROUTE_CHOSEN':
        return this.#chosen(stream, fields);
      case 'ATTEMPT_FAILED':
        this.#pays.get(stream)?.attempts.delete(fields.partid as bigint);
        return [];
      default:
        return [];
    }
  }

  #started(stream: string, { request }: Fields, parts: PartsOfHash | undefined): string[] {
    const { amountMsat, maxFeeMsat, deadlineMs, groupid } = request as Omit<Running, 'attempts'> & Named;
    this.#pays.set(stream, { amountMsat, maxFeeMsat, deadlineMs, attempts: new Map() });
    const known = [...(parts?.rows ?? []), ...(parts?.tombstones ?? [])];
    return known.some((part) => part.groupid === groupid)
      ? [`pay takes group ${groupid}, in which a part was sent already (G1)`]
      : [];
  }

  #chosen(stream: string, event: Fields): string[] {
    const { partid, amountMsat, feeMsat, amountsMsat, atMs } = event as {
      readonly partid: bigint;
      readonly amountMsat: bigint;
      readonly feeMsat: bigint;
      readonly amountsMsat: readonly bigint[];
      readonly atMs: number;
    };
    const pay = this.#pays.get(stream);
    if (pay === undefined) return ['a route is chosen for no pay'];
    pay.attempts.set(partid, { amountMsat, feeMsat });
    const all = [...pay.attempts.values()];
    const feesMsat = all.reduce((sum, one) => sum + one.feeMsat, 0n);
    const wholeMsat = all.reduce((sum, one) => sum + one.amountMsat, 0n);
    const reallyMsat = (amountsMsat[0] ?? amountMsat) - amountMsat;
    return [
      ...(feeMsat === reallyMsat ? [] : [`a route says it costs ${feeMsat}msat, and costs ${reallyMsat}msat`]),
      ...(feesMsat > pay.maxFeeMsat ? [`pay spends ${feesMsat}msat of fees, ${pay.maxFeeMsat}msat allowed`] : []),
      ...(wholeMsat > pay.amountMsat ? [`pay has ${wholeMsat}msat on the way of ${pay.amountMsat}msat`] : []),
      ...(atMs > pay.deadlineMs ? [`pay tries another route ${atMs - pay.deadlineMs} ms after its deadline`] : []),
    ];
  }
}
