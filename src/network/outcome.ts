/**
 * The end of a sender's own HTLC in the words of the Switch port.
 *
 * Invariant: what never reached the peer, or came back from the chain, is `local`; its detail is lightningd's text.
 */
import { encodeFailure, toHex } from '../bolt/index.ts';
import { FailureCode, failureCodeRow } from '../domain/failures.ts';
import type { HtlcOutcome } from '../switch/port.ts';
import type { OriginResult } from './returns.ts';

const NO_DATA = new Uint8Array(0);

export function outcomeOf(outcome: OriginResult['outcome']): HtlcOutcome {
  switch (outcome.type) {
    case 'refused': {
      const { failcode, failureMessage } = outcome;
      const name = failureCodeRow(failcode)?.name ?? `${failcode}`;
      return { type: 'local', failcode, failureMessage, detail: `${name}: ${outcome.detail}` };
    }
    case 'timed-out': {
      const detail = 'WIRE_PERMANENT_CHANNEL_FAILURE: timed out';
      const failcode = FailureCode.PERMANENT_CHANNEL_FAILURE;
      return {
        type: 'local',
        failcode,
        failureMessage: toHex(encodeFailure({ code: failcode, raw: NO_DATA })),
        detail,
      };
    }
    default:
      return outcome;
  }
}
