/** Pays on a virtual clock: it runs on while nobody has an answer yet. */
import type { PayEventOf } from '../../machines/pay.ts';
import type { JsonValue } from '../../src/rpc/json-value.ts';
import type { VirtualClock } from '../../src/runtime/clock.ts';
import { type Answer, call } from './commands.ts';
import type { Opened } from './networks.ts';

/** Timers a pay may need before it ends; more is a loop. */
const MAX_TIMERS = 1_000;

/** Everything that needs no time has happened. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
}

/** `pay`, or another command, with time passing as far as its answer needs. */
export async function payUntilEnded(net: Opened, name: string, params: JsonValue, method = 'pay'): Promise<Answer> {
  const clock = net.engine.clock as VirtualClock;
  let answer: Answer | undefined;
  const asked = call(net, name, method, params).then((told) => {
    answer = told;
  });
  for (let timers = 0; timers < MAX_TIMERS; timers++) {
    await settled();
    if (answer !== undefined || !clock.runNext()) break;
  }
  if (answer === undefined) await asked;
  return answer as Answer;
}

/** The logged events of one type, in order. */
export async function eventsOf<E>(net: Opened, type: string): Promise<E[]> {
  const events: E[] = [];
  for await (const { event } of net.journal.read(1)) if (event.type === type) events.push(event as unknown as E);
  return events;
}

/** The most that fees came to at any time: those of parts in flight, and of parts that were paid. */
export async function mostFees(net: Opened): Promise<bigint> {
  const fees = new Map<bigint, bigint>();
  let most = 0n;
  for await (const { event } of net.journal.read(1)) {
    const { type, partid, feeMsat } = event as unknown as PayEventOf<'ROUTE_CHOSEN'>;
    if (type === 'ROUTE_CHOSEN') fees.set(partid, feeMsat);
    else if ((type as string) === 'ATTEMPT_FAILED') fees.delete(partid);
    const sum = [...fees.values()].reduce((total, fee) => total + fee, 0n);
    if (sum > most) most = sum;
  }
  return most;
}
