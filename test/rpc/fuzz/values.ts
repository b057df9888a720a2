/**
 * JSON text for a parameter: what it should be, by its name, or what nobody should send.
 *
 * Values are text, not data: a number of twenty digits, an odd escape or a repeated member is lost otherwise.
 */
import { createHash } from 'node:crypto';
import { DEFAULT_LIMITS } from '../../../src/rpc/limits.ts';
import type { Draw } from '../../crash/draw.ts';
import type { World } from './world.ts';

/** Who makes a request: from what it draws, what it knows, and whether it means what it sends. */
export interface Client {
  readonly draw: Draw;
  readonly world: World;
  readonly careful: boolean;
}

type Source = (draw: Draw, world: World) => string;

const quoted = (text: string): string => JSON.stringify(text);
const anyOf =
  (choose: (world: World) => readonly string[]): Source =>
  (draw, world) =>
    quoted(draw.of(choose(world)));
const oneOf =
  (...texts: readonly string[]): Source =>
  (draw) =>
    draw.of(texts);
const whole =
  (most: number): Source =>
  (draw) =>
    String(draw.between(0, most));

const bytes32: Source = (draw) =>
  quoted(
    createHash('sha256')
      .update(String(draw.between(0, 99)))
      .digest('hex'),
  );
const amount = oneOf('1', '1000', '"1000msat"', '"1sat"', '100000', '40000000', '"0.001btc"', '2100000000000000000');
const flag = oneOf('true', 'false');
const label: Source = anyOf((world) => world.labels);
const nodeId: Source = anyOf((world) => world.nodeIds);
const scid: Source = anyOf((world) => world.channels);
const exclude: Source = (draw, world) =>
  `[${draw.oneIn(2) ? quoted(`${draw.of(world.channels)}/${draw.between(0, 1)}`) : nodeId(draw, world)}]`;

/** By parameter name; a name not here gets any value. */
const SOURCES: Readonly<Record<string, Source>> = {
  amount_msat: amount,
  msatoshi: amount,
  maxfee: amount,
  exemptfee: amount,
  htlcmin: amount,
  htlcmax: amount,
  feebase: whole(2_000),
  feeppm: whole(2_000),
  cltvdelta: whole(200),
  enforcedelay: whole(600),
  bolt11: anyOf((world) => world.invoices),
  invstring: anyOf((world) => world.invoices),
  string: anyOf((world) => world.invoices),
  payment_hash: (draw, world) => (draw.oneIn(20) ? bytes32(draw, world) : quoted(draw.of(world.hashes))),
  payment_secret: anyOf((world) => world.secrets),
  preimage: bytes32,
  session_key: bytes32,
  localinvreqid: bytes32,
  offer_id: bytes32,
  payment_metadata: oneOf('""', '"00"', '"cafe"'),
  assocdata: bytes32,
  route: (draw, world) => (draw.oneIn(8) ? '[]' : draw.of(world.routes)),
  onion: (draw, world) => quoted(draw.of(world.onions).onion),
  first_hop: (draw, world) => draw.of(world.onions).firstHop,
  hops: (draw, world) =>
    `[${Array.from({ length: draw.between(0, 5) }, () => `{"pubkey":${nodeId(draw, world)},"payload":"07020203e8040100"}`).join(',')}]`,
  shared_secrets: (draw, world) => `[${bytes32(draw, world)}]`,
  label,
  description: oneOf('"a"', '"to be fuzzed"', '"é\\n"', '""'),
  expiry: oneOf('0', '1', '3600', '18446744073709551615'),
  id: (draw, world) => (draw.oneIn(4) ? scid(draw, world) : nodeId(draw, world)),
  destination: nodeId,
  fromid: nodeId,
  source: nodeId,
  node: nodeId,
  short_channel_id: scid,
  in_channel: scid,
  out_channel: scid,
  channel: (draw, world) => quoted(`${draw.of(world.channels)}/${draw.between(0, 1)}`),
  exclude,
  riskfactor: oneOf('0', '1', '10', '"1.5"'),
  fuzzpercent: oneOf('0', '5', '100', '101'),
  maxhops: whole(21),
  cltv: whole(50),
  maxdelay: whole(3_000),
  maxfeepercent: oneOf('0', '0.5', '100'),
  retry_for: oneOf('0', '1', '60'),
  timeout: oneOf('0', '1'),
  partid: whole(3),
  groupid: whole(3),
  status: oneOf('"pending"', '"complete"', '"failed"', '"unpaid"', '"paid"', '"settled"', '"offered"'),
  index: oneOf('"created"', '"updated"'),
  indexname: oneOf('"created"', '"updated"', '"deleted"'),
  subsystem: oneOf('"sendpays"', '"invoices"', '"forwards"'),
  start: whole(50),
  limit: whole(20),
  nextvalue: whole(5),
  lastpay_index: whole(5),
  command: oneOf('"pay"', '"help"', '"nothing"'),
  command_to_check: oneOf('"pay"', '"sendpay"', '"check"', '"nothing"'),
  enable: flag,
  deschashonly: flag,
  desconly: flag,
  spent: flag,
  ignorefeelimits: flag,
};

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** As deep as a request may be, together with what it is put into; deeper ends the connection. */
const DEEP = nested(DEFAULT_LIMITS.maxDepth - 8);
export const TOO_DEEP = nested(DEFAULT_LIMITS.maxDepth + 1);

const NASTY: readonly string[] = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1.5', '1e400', '-1e-400', '4294967296', '18446744073709551616'],
  ...['9007199254740993', '99999999999999999999999999999999', '0x10', '00', '1-2', '""', '" "', '"any"', '"-1"'],
  ...['[]', '{}', '[[]]', '[null]', '[{}]', '{"":{}}', '{"a":1,"a":2}', '{"__proto__":{"x":1}}', '"__proto__"'],
  ...[
    '"constructor"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\\\"',
    '"\\/"',
    '"é"',
    '"💥"',
    '"1x1x1"',
    '"0x0x0"',
    '"16777216x0x0"',
  ],
  ...['"lnbc1"', '"lightning:LNBC1"', '"lni1"', '"../../x"', '"%s%n"', '"0.00000000001btc"', '"1e3"', '"21000000btc"'],
  ...[`"${'0'.repeat(64)}"`, `"${'f'.repeat(66)}"`, `"02${'0'.repeat(64)}"`, `"${'a'.repeat(2_000)}"`, DEEP],
];

/** Text for the parameter `name`: what it asks for, or, from a client without care, now and then anything else. */
export function valueFor(name: string, client: Client): string {
  const { draw, world, careful } = client;
  const source = SOURCES[name];
  return source === undefined || (!careful && draw.oneIn(3)) ? draw.of(NASTY) : source(draw, world);
}

/** Any value at all. */
export function nastyValue(draw: Draw): string {
  return draw.of(NASTY);
}
