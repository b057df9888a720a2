/**
 * Runs payment plans on the engine in this process, on LevelDB.
 */
import type { Driver } from '../../../testing/driver.ts';
import { EngineSystem } from './engine-system.ts';
import { paymentDriver } from './payment-driver.ts';

export function engineDriver(): Driver {
  return paymentDriver({ name: 'engine on LevelDB', open: () => EngineSystem.open() });
}
