/**
 * Clients of a daemon that is about to be killed: invoices, payments, repeated and competing payments, all at once.
 *
 * Invariant: each client writes into the ledger exactly what it was told, and ends when its connections do.
 */
import { type CallOutcome, RpcClient } from '../../src/rpc/client.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import type { DaemonProcess } from './daemon-process.ts';
import type { Draw } from './draw.ts';
import type { Ledger } from './ledger.ts';

/** Small enough for the payers' channels to last a long campaign. Failures come from who holds, and from competing payers. */
const AMOUNTS_SAT = { min: 1_000, max: 40_000 };
const MAX_TRIES = 4;
/** More than any invoice of the simulated network asks for. */
const FINAL_CLTV = 18;
const RISK_FACTOR = 10;
/** One payment in so many is sent again while it is pending, or paid by somebody else too. */
const REPEAT_ONE_IN = 4;
const COMPETE_ONE_IN = 8;

interface Invoice {
  readonly payment_hash: string;
  readonly payment_secret: string;
}
interface Sent {
  readonly payment_hash: string;
  readonly groupid: number;
  readonly status: string;
}

/** Ends of connections end a client; nothing else does. */
class Gone extends Error {}

export interface LoadOptions {
  readonly daemon: DaemonProcess;
  readonly ledger: Ledger;
  readonly draw: Draw;
  readonly ids: ReadonlyMap<string, string>;
  /** Called after each answer. */
  readonly answered: () => void;
  /** Makes labels unique. */
  readonly label: string;
}

/** One client, until the daemon is gone. */
export async function runClient(options: LoadOptions): Promise<void> {
  const client = new LoadClient(options);
  try {
    await client.connect();
    for (let i = 0; ; i++) await client.pay(`${options.label} ${i}`);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
  } finally {
    client.close();
  }
}

class LoadClient {
  readonly #options: LoadOptions;
  readonly #connections = new Map<string, RpcClient>();

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  async connect(): Promise<void> {
    const { daemon, ledger } = this.#options;
    for (const node of [...ledger.payers, ...ledger.payees])
      this.#connections.set(
        node,
        await RpcClient.connect(daemon.socket(node)).catch(() => {
          throw new Gone();
        }),
      );
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
  }

  async pay(label: string): Promise<void> {
    const { draw, ledger } = this.#options;
    const payee = draw.of(ledger.payees);
    const amount_msat = draw.between(AMOUNTS_SAT.min, AMOUNTS_SAT.max) * 1000;
    const made = await this.#call(payee, 'invoice', { amount_msat, label, description: label });
    const invoice = resultOf(made) as unknown as Invoice;
    ledger.invoiced(payee, invoice.payment_hash);
    const payers = draw.oneIn(COMPETE_ONE_IN) ? ledger.payers : [draw.of(ledger.payers)];
    await Promise.all(payers.map((payer) => this.#payFrom(payer, payee, amount_msat, invoice)));
  }

  async #payFrom(payer: string, payee: string, amount_msat: number, invoice: Invoice): Promise<void> {
    const { draw, ids } = this.#options;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const id = ids.get(payee) as string;
      const found = await this.#call(payer, 'getroute', {
        id,
        amount_msat,
        riskfactor: RISK_FACTOR,
        cltv: FINAL_CLTV,
      });
      if (!('result' in found)) return;
      const params = { ...(found.result as object), ...invoiceParams(invoice) };
      const goOn = await this.#send(payer, params);
      if (!goOn) return;
      if (draw.oneIn(REPEAT_ONE_IN)) await this.#send(payer, params);
    }
  }

  /** true if it failed and may be tried again. */
  async #send(payer: string, params: { [key: string]: JsonValue }): Promise<boolean> {
    const { ledger } = this.#options;
    const outcome = await this.#call(payer, 'sendpay', params);
    if (!('result' in outcome)) return false;
    const { payment_hash, groupid } = outcome.result as unknown as Sent;
    ledger.sent(payer, payment_hash, groupid);
    const end = await this.#call(payer, 'waitsendpay', { payment_hash, groupid });
    if ('result' in end) {
      const { payment_preimage } = end.result as unknown as { payment_preimage: string };
      ledger.ended(payer, payment_hash, groupid, { status: 'complete', preimage: payment_preimage });
      return false;
    }
    ledger.ended(payer, payment_hash, groupid, { status: 'failed' });
    return true;
  }

  async #call(node: string, method: string, params: JsonValue): Promise<Exclude<CallOutcome, { closed: true }>> {
    const outcome = await (this.#connections.get(node) as RpcClient).call(method, params);
    if ('closed' in outcome) throw new Gone();
    this.#options.answered();
    return outcome;
  }
}

function invoiceParams({ payment_hash, payment_secret }: Invoice): { [key: string]: JsonValue } {
  return { payment_hash, payment_secret };
}

function resultOf(outcome: CallOutcome): JsonValue {
  if ('result' in outcome) return outcome.result;
  throw new Error(`refused: ${JSON.stringify(outcome)}`);
}
