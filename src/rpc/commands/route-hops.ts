/**
 * The route `sendpay` takes: hops as `getroute` gives them, or those of a path of `getroutes` (Core Lightning v26.06).
 *
 * Invariant: each hop is read by one of the two forms. One that has a name of `getroutes` is read as v26.06 reads it: of each
 * pair of names the newer counts, and what it does not know is passed over. Any other is read with v24.11's checks and words.
 */
import { MAX_CLTV_BLOCKS } from '../../domain/block-limits.ts';
import { type Direction, parseShortChannelId } from '../../domain/ids.ts';
import type { RouteHop } from '../../domain/route.ts';
import { memberOf, type Token, textOf } from '../json-token.ts';
import type { InputOf } from '../param-input.ts';
import {
  type AmountInput,
  amountMsat,
  badToken,
  blocks,
  integer,
  nodeId,
  type ParamParser,
  type Parsed,
  parseAmountMsat,
  parseChannelDirection,
  parsePoint,
  parseU32,
  refuseParams,
  shortChannelId,
  TOO_MANY_BLOCKS,
} from '../param-types.ts';
import { optional, readParams, required } from '../params.ts';

/** `legacy` onions are gone since v22.11; getroute says `tlv`, so it may be repeated. */
const style: ParamParser<'tlv'> = (name, token) =>
  token.raw === '"tlv"' ? { value: 'tlv' } : badToken(name, token, "should be 'tlv' ('legacy' not supported)");

/** A hop of `getroute`, read as parameters are, so it may even be an array. */
const HOP = {
  amount_msat: required(amountMsat, { formerName: 'msatoshi' }),
  id: required(nodeId),
  delay: required(blocks),
  channel: required(shortChannelId),
  direction: optional(integer),
  style: optional(style),
};

/** A hop of `getroutes`, as far as `sendpay` looks at it. */
type PathHopInput = {
  readonly short_channel_id_dir: string;
  readonly node_id_out: string;
  readonly amount_out_msat: AmountInput;
  readonly cltv_out: number;
  readonly node_id_in?: string;
  readonly amount_in_msat?: AmountInput;
  readonly cltv_in?: number;
};
export type HopInput = InputOf<typeof HOP> | PathHopInput;

/** An array of hops. What a hop lacks is told without the name of the parameter, as Core Lightning does. */
export const routeHops: ParamParser<readonly RouteHop[], readonly HopInput[]> = (name, token) => {
  if (token.kind !== 'array') return refuseParams(`${name} must be an array`);
  const hops: RouteHop[] = [];
  for (const item of token.items) {
    const hop = isPathHop(item) ? pathHop(name, item) : getrouteHop(item);
    if ('refusal' in hop) return hop;
    hops.push(hop.value);
  }
  return { value: hops };
};

function getrouteHop(token: Token): Parsed<RouteHop> {
  const parsed = readParams(HOP, token);
  if ('refusal' in parsed) return parsed;
  const { amount_msat, id, delay, channel, direction } = parsed.value;
  const hop = { id, channel, delay, amountMsat: amount_msat };
  return { value: isDirection(direction) ? { ...hop, direction } : hop };
}

const isDirection = (value: number | undefined): value is Direction => value === 0 || value === 1;

/** What `getroutes` calls each field, what `getroute` does, how it is read, and v26.06's words if it cannot be. */
const FIELDS = {
  place: { names: ['short_channel_id_dir', 'channel'], parse: placeOf, bad: 'bad short_channel_id' },
  id: { names: ['node_id_out', 'id'], parse: parsePoint, bad: 'bad node_id' },
  amountMsat: { names: ['amount_out_msat', 'amount_msat'], parse: parseAmountMsat, bad: 'bad amount' },
  delay: { names: ['cltv_out', 'delay'], parse: parseU32, bad: 'bad cltv_out/delay' },
} as const;

const isPathHop = (token: Token): boolean =>
  Object.values(FIELDS).some(({ names: [name] }) => memberOf(token, name) !== undefined);

/** `SCID/DIRECTION`; v26.06 takes one without direction too. */
function placeOf(text: string): Pick<RouteHop, 'channel' | 'direction'> | undefined {
  const channel = parseShortChannelId(text);
  return channel === undefined ? parseChannelDirection(text) : { channel };
}

function pathHop(name: string, token: Token): Parsed<RouteHop> {
  const place = fieldOf(name, token, FIELDS.place);
  if ('refusal' in place) return place;
  const id = fieldOf(name, token, FIELDS.id);
  if ('refusal' in id) return id;
  const amountMsat = fieldOf(name, token, FIELDS.amountMsat);
  if ('refusal' in amountMsat) return amountMsat;
  const delay = fieldOf(name, token, FIELDS.delay);
  if ('refusal' in delay) return delay;
  if (delay.value > MAX_CLTV_BLOCKS) return refuseParams(`cltv_out: ${TOO_MANY_BLOCKS}`);
  return { value: { ...place.value, id: id.value, amountMsat: amountMsat.value, delay: delay.value } };
}

interface Field<T> {
  readonly names: readonly [string, string];
  readonly parse: (text: string) => T | undefined;
  readonly bad: string;
}

function fieldOf<T>(name: string, hop: Token, { names, parse, bad }: Field<T>): Parsed<T> {
  const token = names.map((one) => memberOf(hop, one)).find((member) => member !== undefined);
  if (token === undefined) return badToken(name, hop, `must have either ${names.join(' or ')}`);
  const value = token.kind === 'string' || token.kind === 'primitive' ? parse(textOf(token)) : undefined;
  return value === undefined ? badToken(name, token, bad) : { value };
}
