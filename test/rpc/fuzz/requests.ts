/**
 * Requests to try: generated from the commands' own tables, or recorded and generated ones with bytes changed.
 *
 * A generated request is always one JSON object, so it must get exactly one answer with its own id (`expected`). What is left
 * of it after its bytes were changed may be anything; of such input nothing is expected but that the daemon survives.
 */
import type { AnyCommand } from '../../../src/rpc/command.ts';
import { COMMANDS } from '../../../src/rpc/commands/index.ts';
import type { ParamTable } from '../../../src/rpc/params.ts';
import type { Draw } from '../../crash/draw.ts';
import { type Client, nastyValue, TOO_DEEP, valueFor } from './values.ts';
import type { World } from './world.ts';

export interface FuzzRequest {
  readonly text: string;
  /** Text of the id the answer must carry. */
  readonly expected: string;
}

/** What ends the daemon is asked for once, at the end. */
const NOT_FUZZED: ReadonlySet<string> = new Set(['stop']);
/** Answers that grow with the network or with history are asked for less often: they would be most of the work. */
const SELDOM: ReadonlySet<string> = new Set([
  'listchannels',
  'listnodes',
  'listpeerchannels',
  'listpenalties',
  'paystatus',
]);
const SELDOM_ONE_IN = 50;
/** Listings without bounds, one in. */
const UNBOUNDED_ONE_IN = 100;

export const FUZZED: readonly AnyCommand<never>[] = COMMANDS.filter(({ name }) => !NOT_FUZZED.has(name));

function commandFor(draw: Draw): AnyCommand<never> {
  const command = draw.of(FUZZED);
  return SELDOM.has(command.name) && !draw.oneIn(SELDOM_ONE_IN) ? commandFor(draw) : command;
}

/** One well-formed request with an id of its own. */
export function generateRequest(draw: Draw, world: World, number: number): FuzzRequest {
  const command = commandFor(draw);
  const id = draw.oneIn(3) ? String(number) : `"fuzz:${command.name}#${number}"`;
  if (draw.oneIn(25)) return { text: wrongEnvelope(draw, command.name, id), expected: id };
  const method = draw.oneIn(50) ? draw.of(['', 'PAY', `${command.name}x`, '__proto__', 'toString']) : command.name;
  const filter = draw.oneIn(20) ? `,"filter":${draw.of(FILTERS)}` : '';
  const version = draw.oneIn(4) ? '' : '"jsonrpc":"2.0",';
  const client = { draw, world, careful: draw.oneIn(2) };
  const params = draw.oneIn(3) ? byPosition(command, client) : byName(command, client);
  return { text: `{${version}"id":${id},"method":"${method}","params":${params}${filter}}`, expected: id };
}

const FILTERS = ['{}', '{"payments":[{"status":true}]}', '[]', 'true', '{"id":true}', '{"a":{"b":[]}}', '1'];

/** The id is right, the rest is not a call. */
function wrongEnvelope(draw: Draw, method: string, id: string): string {
  return draw.of([
    `{"id":${id}}`,
    `{"id":${id},"method":"${method}"}`,
    `{"id":${id},"params":[]}`,
    `{"id":${id},"method":${nastyValue(draw)},"params":{}}`,
    `{"id":${id},"method":"${method}","params":${nastyValue(draw)}}`,
    `{"params":{},"method":"${method}","id":${id},"id":2}`,
  ]);
}

type Entry = readonly [name: string, spec: ParamTable[string]];

const GIVEN_ANYWAY = new Set(['limit', 'index', 'payment_hash', 'label']);

function isGiven([name, spec]: Entry, { draw, careful }: Client): boolean {
  if (spec.presence === 'required') return careful || !draw.oneIn(20);
  return GIVEN_ANYWAY.has(name) ? !draw.oneIn(UNBOUNDED_ONE_IN) : draw.oneIn(4);
}

function byName({ params }: AnyCommand<never>, client: Client): string {
  const { draw, careful } = client;
  const members = Object.entries(params)
    .filter((entry) => isGiven(entry, client))
    .map(([name, spec]) => {
      const shown = spec.formerName !== undefined && draw.oneIn(3) ? spec.formerName : name;
      return `"${shown}":${valueFor(name, client)}`;
    });
  if (!careful && draw.oneIn(20))
    members.push(`"${draw.of(['bogus', 'route', 'id', '__proto__', ''])}":${nastyValue(draw)}`);
  if (!careful && draw.oneIn(20) && members.length > 0) members.push(draw.of(members));
  return `{${members.join(',')}}`;
}

function byPosition({ params }: AnyCommand<never>, client: Client): string {
  const { draw, careful } = client;
  const entries = Object.entries(params).filter(([, spec]) => spec.byNameOnly !== true);
  const items = entries.map((entry) => (isGiven(entry, client) ? valueFor(entry[0], client) : 'null'));
  const length = !careful && draw.oneIn(10) ? draw.between(0, items.length) : items.length;
  const shown = items.slice(0, length);
  if (!careful && draw.oneIn(30)) shown.push(nastyValue(draw));
  return `[${shown.join(',')}]`;
}

type Mutation = (bytes: Buffer, at: number, draw: Draw) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  (bytes, at, draw) => {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] as number) ^ (1 << draw.between(0, 7));
    return flipped;
  },
  (bytes, at, draw) => Buffer.concat([bytes.subarray(0, at), Buffer.of(draw.between(0, 255)), bytes.subarray(at)]),
  (bytes, at, draw) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + draw.between(1, 8))]),
  (bytes, at, draw) => {
    const end = at + draw.between(1, 40);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end)]);
  },
  (bytes, at, draw) => Buffer.concat([bytes.subarray(0, at), Buffer.from(nastyValue(draw)), bytes.subarray(at)]),
  (bytes, at, draw) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.from(draw.of([...'{}[]":,\\ \n'])), bytes.subarray(at)]),
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), Buffer.from(TOO_DEEP), bytes.subarray(at)]),
];

/** `text` with one to four changes to its bytes. */
export function mutate(text: string, draw: Draw): Buffer {
  let bytes = Buffer.from(text);
  for (let left = draw.between(1, 4); left > 0 && bytes.length > 0; left--)
    bytes = Buffer.from(draw.of(MUTATIONS)(bytes, draw.between(0, bytes.length - 1), draw));
  return bytes;
}
