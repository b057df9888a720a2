/**
 * What clients of one payment_hash asked and were told, and when: the history a linearizability checker judges.
 *
 * Invariant: an operation is invoked before it is answered, in ticks of one counter that never stands still; what the client
 * was not told (its server died) has no answer and may or may not have happened.
 * Results that come from the network are operations too, of a client nobody sees: they happen at one tick.
 */

/** Fields of a sendpay that its decision depends on. */
export interface SendInput {
  readonly type: 'send';
  readonly groupid: bigint | undefined;
  readonly partid: bigint;
  readonly amountMsat: bigint;
  readonly totalMsat: bigint;
  readonly destination: string;
}

export type Input =
  | SendInput
  /** waitsendpay; without a timeout it is answered once the part has ended. */
  | {
      readonly type: 'wait';
      readonly groupid: bigint | undefined;
      readonly partid: bigint;
      readonly mayTimeOut: boolean;
    }
  | {
      readonly type: 'delete';
      readonly status: 'complete' | 'failed';
      readonly part: { readonly groupid: bigint; readonly partid: bigint } | undefined;
    }
  | { readonly type: 'list' }
  /** The network's: a part ended. */
  | {
      readonly type: 'ended';
      readonly groupid: bigint;
      readonly partid: bigint;
      readonly status: 'complete' | 'failed';
    }
  /** `pay` sent a part of its own. */
  | {
      readonly type: 'sent';
      readonly groupid: bigint;
      readonly partid: bigint;
      readonly amountMsat: bigint;
      readonly totalMsat: bigint;
      readonly destination: string;
    };

/** What was told, as text that is equal if and only if the answers are: `pending 1/0`, `refused 201`, `failed 1/0`. */
export type Output = string;

export interface Operation {
  readonly input: Input;
  readonly invoked: number;
  /** When it was answered, or when its server died. */
  readonly returned: number;
  /** undefined: nobody was told; it happened before `returned` or never. */
  readonly output: Output | undefined;
}

/** `1/0`, as outputs name parts. */
export function nameOf(part: { readonly groupid: bigint; readonly partid: bigint }): string {
  return `${part.groupid}/${part.partid}`;
}
