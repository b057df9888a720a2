/**
 * What recovery does about a pending attempt: one table, from what the log knows and what the switch says.
 *
 * Invariant (G1): an attempt is offered again only where it is certain that it never left; where nobody can say, it stays pending,
 * with the reason. What a switch once took and does not know any more is never offered again on a guess.
 */

/** What the switch says: pending, resolved, gone, or never seen, which may be exact or not. */
export type SwitchSays = 'pending' | 'resolved' | 'gone' | 'never-seen' | 'never-seen-as-far-as-kept';
/** Whether the log has the switch's word that it took the attempt. */
export type LogSays = 'answered' | 'unanswered';

export type RecoveryStep =
  | { readonly do: 'wait' }
  | { readonly do: 'resolve' }
  | { readonly do: 'offer' }
  | { readonly do: 'doubt'; readonly why: string };

const wait: RecoveryStep = { do: 'wait' };
const resolve: RecoveryStep = { do: 'resolve' };
const doubt = (why: string): RecoveryStep => ({ do: 'doubt', why });

const FORGOTTEN = doubt('the node once took it and does not know it any more');
const NOT_EXACT = doubt('the node does not know it, but may have forgotten it');
const GONE = doubt('the node had it and cannot say what became of it');

export const RECOVERY: Readonly<Record<SwitchSays, Readonly<Record<LogSays, RecoveryStep>>>> = {
  pending: { answered: wait, unanswered: wait },
  resolved: { answered: resolve, unanswered: resolve },
  gone: { answered: GONE, unanswered: GONE },
  'never-seen': { answered: FORGOTTEN, unanswered: { do: 'offer' } },
  'never-seen-as-far-as-kept': { answered: FORGOTTEN, unanswered: NOT_EXACT },
};
