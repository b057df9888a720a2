/**
 * Runs payment plans on an engine that dies after every step and is looked at only once another has come up on what it
 * left on disk.
 *
 * Invariant: nothing is carried over but the database. Does not tear writes: `test/simulation/simulator/crash-points` does.
 */
import type { Driver } from '../../../testing/driver.ts';
import { EngineSystem } from './engine-system.ts';
import { paymentDriver } from './payment-driver.ts';

export function crashDriver(): Driver {
  return paymentDriver({
    name: 'engine with a crash after every step',
    open: () => EngineSystem.open(),
    afterStep: (system) => system.crash(),
  });
}
