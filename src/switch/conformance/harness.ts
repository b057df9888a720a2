/**
 * What the conformance suite needs to know of a switch beside the port: how to set up its world, and how it dies.
 *
 * Invariant: everything here is about the world the switch stands in; what the switch itself must do is in the port.
 */
import type { NodeId, PaymentHash } from '../../domain/ids.ts';
import type { Attempt, HtlcAttempt, Switch, Worth } from '../port.ts';

/** What becomes of an attempt in the harness's world once it is offered. */
export type Fate =
  /** The destination takes it. */
  | 'fulfilled'
  /** A node on the way, or the destination, does not. */
  | 'failed'
  /** It stays in flight until `release`. */
  | 'held'
  /** A payment of the node to itself; the node need not be able to do that, but must say how it ended. */
  | 'self';

export interface WantedAttempt {
  readonly fate: Fate;
  /** Default: a hash not used before. Given: one that an attempt of the same fate had. */
  readonly paymentHash?: PaymentHash;
  /** Default 1. */
  readonly groupid?: bigint;
  /** Default 0. */
  readonly partid?: bigint;
}

type Eventually<T> = T | Promise<T>;

export interface SwitchHarness {
  /** A switch over a world of its own: not started, nothing in flight, a channel to at least one peer that can carry the attempts. */
  readonly network: Switch;
  /** The node the attempts are of. */
  readonly node: NodeId;
  /** What it is worth when the switch says that it never saw an attempt. */
  readonly neverSeen: Worth;
  /**
   * Makes an attempt, with a number not used before, and whatever it needs in the world (an invoice, say). Does not offer it.
   * Not in this world: undefined, and the cases that need it do not apply.
   */
  attempt(wanted: WantedAttempt): Eventually<Attempt | undefined>;
  /** Attempts that are held end, one way or the other. */
  release(): Eventually<void>;
  /** Resolves once everything has happened that happens by itself, and been told: a real node is waited for here. */
  quiet(): Promise<void>;
  /** How many HTLCs ever left for an attempt, as its peer or the node's own records tell it: not as the switch does. */
  left(attempt: HtlcAttempt): Eventually<number>;
  /**
   * The process dies and another comes up over the same node, or over what the journal kept; every attempt offered so far is in
   * it. Gives the new switch, not started.
   */
  restart(): Promise<Switch>;
  /** Removes everything, the switch in use last included. */
  dispose(): Promise<void>;
  /** The peers of the node's channels go away, or come back. Absent: cannot be arranged. */
  setPeers?(state: 'away' | 'back'): Eventually<void>;
  /** The connection to the node is lost during the next offer, before or after the node got it. Absent: cannot happen. */
  loseNextAnswer?(): Eventually<void>;
  /** The node forgets what it knows of attempts that ended. Absent: it never does. */
  forget?(): Eventually<void>;
  /** Something changes in the public network. Absent: cannot be arranged. */
  changeGraph?(): Eventually<void>;
}
