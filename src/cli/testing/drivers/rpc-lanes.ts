/**
 * Ways through a network nobody described: for each partid a node of its own that can hold, settle or fail what arrives.
 *
 * Invariant: no way passes through the node at the end of another, so telling one node what to do with its HTLCs ends the
 * part that is there and no other. Knows the network only through `listpeerchannels`, `listnodes` and `getroute`, and tries
 * each way with a payment nobody can accept (a probe): balances on the way are not public.
 */
import { randomBytes } from 'node:crypto';
import type { CallOutcome } from '../../../rpc/client.ts';
import type { JsonValue } from '../../../rpc/json-value.ts';

export type Json = { readonly [key: string]: JsonValue | undefined };
export type Call = (method: string, params: Json) => Promise<CallOutcome>;

/** partids 0 to 2, which is what plans of the payment model send. */
const WANTED = 3;
/** Nodes tried as ends of ways, beside our peers: a network that has three ways shows them among the first. */
const MAX_TRIED = 30;
/** What a part delivers at most. */
const PROBE_MSAT = 1_000n;
const RISK_FACTOR = 1;
const PROBE_SECONDS = 60;
/** PAY_DESTINATION_PERM_FAIL: the probe got there. */
const ARRIVED = 203;

/** Ends of ways, by partid; fewer if the network has no more. */
export async function findEnds(call: Call): Promise<readonly string[]> {
  let ends: readonly string[] = [];
  for (const candidate of await candidates(call)) {
    if (ends.length === WANTED) break;
    const more = [...ends, candidate];
    if (await allReachable(call, more)) ends = more;
  }
  return ends;
}

/** Own peers last: one that holds HTLCs closes the ways through it. */
async function candidates(call: Call): Promise<readonly string[]> {
  const us = resultOf(await call('getinfo', {})).id;
  const peers = listOf(resultOf(await call('listpeerchannels', {})), 'channels').map((channel) =>
    String(channel.peer_id),
  );
  const nodes = listOf(resultOf(await call('listnodes', {})), 'nodes').map((node) => String(node.nodeid));
  const others = nodes.filter((id) => id !== us && !peers.includes(id));
  return [...others.slice(0, MAX_TRIED), ...new Set(peers)];
}

async function allReachable(call: Call, ends: readonly string[]): Promise<boolean> {
  for (const end of ends) {
    const route = await wayTo(call, end, ends, PROBE_MSAT);
    if (route === undefined || !(await arrives(call, route))) return false;
  }
  return true;
}

/** undefined if there is none. */
export async function wayTo(
  call: Call,
  end: string,
  ends: readonly string[],
  amountMsat: bigint,
): Promise<JsonValue | undefined> {
  const exclude = ends.filter((other) => other !== end);
  const params = { id: end, amount_msat: amountMsat, riskfactor: RISK_FACTOR, exclude };
  const answer = await call('getroute', params);
  return 'result' in answer ? (answer.result as Json).route : undefined;
}

/** Probes a way, and leaves no row behind. */
async function arrives(call: Call, route: JsonValue): Promise<boolean> {
  const payment_hash = randomBytes(32).toString('hex');
  const sent = await call('sendpay', { route, payment_hash });
  if (!('result' in sent)) return false;
  const end = await call('waitsendpay', { payment_hash, timeout: PROBE_SECONDS });
  await call('delpay', { payment_hash, status: 'failed' });
  return 'error' in end && end.error.code === ARRIVED;
}

/** Throws what the node answered, if that is an error. */
export function resultOf(outcome: CallOutcome): Json {
  if ('result' in outcome) return outcome.result as Json;
  throw new Error('error' in outcome ? `the node said: ${outcome.error.message}` : 'the node closed the connection');
}

/** A list in an answer. Throws if it is none. */
export function listOf(answer: Json, name: string): readonly Json[] {
  const list = answer[name];
  if (!Array.isArray(list)) throw new Error(`the node's answer has no list "${name}"`);
  return list as readonly Json[];
}
