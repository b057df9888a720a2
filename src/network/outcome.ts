/**
 * The end of a sender's own HTLC in the words of the Switch port.
 *
 * Invariant: what never reached the peer, or came back from the chain, is `local`; its detail is lightningd's text.
 */
import { FailureCode, failureCodeRow } from '../domain/failures.ts';
import type { HtlcOutcome } from '../switch/port.ts';
import type { OriginResult } from './returns.ts';

export function outcomeOf(outcome: OriginResult['outcome']): HtlcOutcome {
  switch (outcome.type) {
    case 'refused': {
      const name = failureCodeRow(outcome.failcode)?.name ?? `${outcome.failcode}`;
      return { type: 'local', failureMessage: outcome.failureMessage, detail: `${name}: ${outcome.detail}` };
    }
    case 'timed-out': {
      const failureMessage = FailureCode.PERMANENT_CHANNEL_FAILURE.toString(16).padStart(4, '0');
      return { type: 'local', failureMessage, detail: 'WIRE_PERMANENT_CHANNEL_FAILURE: timed out' };
    }
    default:
      return outcome;
  }
}
