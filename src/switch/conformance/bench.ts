/**
 * A switch under test: what it was offered, what it told, over any number of restarts.
 *
 * Invariant: everything it tells is looked at as it comes: outcomes have their form, a preimage opens the hash, a result told
 * again is the same, no result is of an attempt nobody offered. A case fails on `checkTold`, which every case ends with.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Subscription } from 'rxjs';
import { BADONION } from '../../domain/failures.ts';
import type { Position } from '../../domain/log-record.ts';
import type { Attempt, AttemptStatus, HtlcOutcome, HtlcResult, OfferAnswer, PendingAttempt, Switch } from '../port.ts';
import type { Fate, SwitchHarness, WantedAttempt } from './harness.ts';

/** A case whose world the harness cannot arrange. */
export const DOES_NOT_APPLY = Symbol('does not apply');

const HEX = /^([0-9a-f]{2})+$/;

export class Bench {
  readonly harness: SwitchHarness;
  /** Everything told, by all processes. */
  readonly told: HtlcResult[] = [];
  readonly #made = new Map<Position, Attempt>();
  readonly #offered = new Set<Position>();
  #network: Switch;
  #listening: Subscription | undefined;

  constructor(harness: SwitchHarness) {
    this.harness = harness;
    this.#network = harness.network;
    this.#listen();
  }

  get network(): Switch {
    return this.#network;
  }

  async start(pending: readonly PendingAttempt[] = []): Promise<void> {
    for (const { attempt } of pending) this.#offered.add(attempt.number);
    await this.#network.start(pending);
  }

  /** An attempt, not offered. Ends the case as one that does not apply where the harness has none. */
  async make(fate: Fate, wanted: Omit<WantedAttempt, 'fate'> = {}): Promise<Attempt> {
    const attempt = await this.harness.attempt({ fate, ...wanted });
    if (attempt === undefined) throw DOES_NOT_APPLY;
    assert.ok(!this.#made.has(attempt.number), 'the harness gives each attempt a number of its own');
    this.#made.set(attempt.number, attempt);
    return attempt;
  }

  /** Offers; an offer that throws is as good as `unknown`. */
  async offer(attempt: Attempt): Promise<OfferAnswer> {
    this.#offered.add(attempt.number);
    try {
      return await this.#network.offer(attempt, 0);
    } catch (error) {
      return { type: 'unknown', why: String(error) };
    }
  }

  /** Makes an attempt, offers it, and has it accepted. */
  async send(fate: Fate, wanted: Omit<WantedAttempt, 'fate'> = {}): Promise<Attempt> {
    const attempt = await this.make(fate, wanted);
    assert.deepEqual(await this.offer(attempt), { type: 'accepted' }, 'an attempt offered for the first time');
    await this.quiet();
    return attempt;
  }

  /** Everything happens that happens by itself. */
  async quiet(): Promise<void> {
    await this.harness.quiet();
  }

  async release(): Promise<void> {
    await this.harness.release();
    await this.quiet();
  }

  async status(attempt: Attempt): Promise<AttemptStatus> {
    return this.#network.status(attempt);
  }

  /** How an attempt ended; fails if nobody told. */
  outcomeOf({ number }: Attempt): HtlcOutcome {
    const found = this.told.find(({ attempt }) => attempt === number);
    assert.ok(found, `the result of attempt ${number} was never told`);
    return found.outcome;
  }

  timesTold({ number }: Attempt): number {
    return this.told.filter(({ attempt }) => attempt === number).length;
  }

  async assertLeft(attempt: Attempt, times: number): Promise<void> {
    if (attempt.kind === 'htlc') assert.equal(await this.harness.left(attempt), times, 'HTLCs that left');
  }

  /** The process dies and another comes up; it is listened to, and not started. */
  async restart(): Promise<void> {
    this.#listening?.unsubscribe();
    this.#network = await this.harness.restart();
    this.#listen();
  }

  /** Whatever was told, was told well. */
  checkTold(): void {
    for (const { attempt, outcome, cause } of this.told) {
      const offered = this.#made.get(attempt);
      assert.ok(offered !== undefined && this.#offered.has(attempt), `a result of ${attempt}, which nobody offered`);
      assert.deepEqual(outcome, this.outcomeOf(offered), 'a result told again');
      assert.ok(Number.isSafeInteger(cause) && cause >= 0, 'a cause is a position of the log, or 0');
      checkOutcome(outcome, offered);
    }
  }

  stop(): void {
    this.#listening?.unsubscribe();
  }

  #listen(): void {
    this.#listening = this.#network.results.subscribe((result) => this.told.push(result));
  }
}

/** An outcome has what its type promises. */
function checkOutcome(outcome: HtlcOutcome, { paymentHash }: Attempt): void {
  switch (outcome.type) {
    case 'fulfilled':
      assert.match(outcome.preimage, /^[0-9a-f]{64}$/, 'a preimage is 32 bytes, hex');
      assert.equal(sha256(outcome.preimage), paymentHash, 'the preimage opens the payment_hash');
      return;
    case 'failed':
      assert.match(outcome.reason, HEX, 'an error onion is hex');
      return;
    case 'malformed':
      assert.ok((outcome.failcode & BADONION) !== 0, 'a malformed onion has a BADONION code');
      return;
    case 'local':
      assert.ok(Number.isSafeInteger(outcome.failcode), 'a code is a number');
      assert.equal(typeof outcome.detail, 'string', 'a local failure says why');
      return;
    case 'decoded':
      assert.ok(
        Number.isSafeInteger(outcome.erringIndex) && outcome.erringIndex >= 0,
        'the erring node is on the route',
      );
      assert.ok(Number.isSafeInteger(outcome.failcode), 'a code is a number');
  }
}

const sha256 = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
