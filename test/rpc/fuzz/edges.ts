/**
 * Each parameter of each command at the edges of the numbers something may be encoded in, one at a time, all else as it should be.
 *
 * Invariant: nothing is drawn that decides what is tried, so a sweep covers every parameter, and every leaf inside a route, a hop
 * or a list, with every edge. A request is well-formed and must get one answer.
 */
import type { AnyCommand } from '../../../src/rpc/command.ts';
import type { ParamTable } from '../../../src/rpc/params.ts';
import type { Draw } from '../../crash/draw.ts';
import type { FuzzRequest } from './requests.ts';
import { valueFor } from './values.ts';
import type { World } from './world.ts';

/** What a number may have to fit: u8, u16, 24 bits of a short_channel_id, u32, a double's whole numbers, u64, their signed halves. */
const WIDTHS = [8n, 16n, 24n, 31n, 32n, 53n, 63n, 64n] as const;
/** From here on a cltv_expiry is a time; and where base, slack and delay add up to more than 32 bits at the height of the network. */
const BLOCKS = [500_000_000n, 2n ** 32n - 101n, 2n ** 32n - 800_001n] as const;
/** Core Lightning keeps decimals in millionths, and Node's timers take 31 bits of milliseconds. */
const SCALED = [2n ** 64n / 1_000_000n, 2n ** 31n / 1_000n, 2n ** 53n / 1_000n] as const;

const around = (edge: bigint): bigint[] => [edge - 1n, edge, edge + 1n];
const WHOLE: readonly string[] = [...WIDTHS.map((bits) => 2n ** bits), ...BLOCKS, ...SCALED]
  .flatMap(around)
  .map(String);
const MANY_DIGITS = 5_000;
const ODD: readonly string[] = [
  ...[
    '0',
    '-0',
    '-1',
    '-9223372036854775809',
    '0.5',
    '1.5',
    '1e400',
    '-1e400',
    '1e-400',
    '1e21',
    '0x',
    '0xffffffffffffffff',
  ],
  ...['9'.repeat(MANY_DIGITS), `1e${'9'.repeat(MANY_DIGITS)}`, `0.${'0'.repeat(MANY_DIGITS)}1`],
  ...[
    '"NaN"',
    '"Infinity"',
    '"-1"',
    '""',
    'null',
    'true',
    '[]',
    '{}',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u0000"',
    '"💥"',
  ],
  ...[
    '"18446744073709551615sat"',
    '"18446744073709551615msat"',
    '"18446744073709551616msat"',
    '"184467440737.09551615btc"',
  ],
  ...['"16777215x16777215x65535"', '"16777216x1x1"', '"99999999x99999999x99999"', `"${'z'.repeat(MANY_DIGITS)}"`],
];
/** As JSON text; whole numbers also in quotes, as clients send those they cannot hold. */
export const EDGES: readonly string[] = [...WHOLE, ...WHOLE.slice(-9).map((text) => `"${text}"`), ...ODD];

type Entry = readonly [name: string, spec: ParamTable[string]];

/** The sweep over some commands. `draw` only fills in what is not being tried. */
export function* sweep(commands: readonly AnyCommand<never>[], world: World, draw: Draw): Generator<FuzzRequest> {
  let number = 0;
  for (const command of commands)
    for (const entry of Object.entries(command.params))
      for (const params of triesOf(command, entry, world, draw)) {
        const id = `"edge:${command.name}#${number++}"`;
        yield { text: `{"jsonrpc":"2.0","id":${id},"method":"${command.name}","params":${params}}`, expected: id };
      }
}

function* triesOf(command: AnyCommand<never>, [tried]: Entry, world: World, draw: Draw): Generator<string> {
  const client = { draw, world, careful: true };
  const others = Object.entries(command.params)
    .filter(([name, spec]) => name !== tried && spec.presence === 'required')
    .map(([name]) => `"${name}":${valueFor(name, client)}`);
  for (const edged of valuesAtEdges(valueFor(tried, client))) yield `{${[...others, `"${tried}":${edged}`].join(',')}}`;
}

/** The value as a whole at each edge; and, if it has parts, with each part there. */
function* valuesAtEdges(usual: string): Generator<string> {
  yield* EDGES;
  if (!/^[[{]/.test(usual)) return;
  const value: unknown = JSON.parse(usual);
  for (const path of leavesOf(value)) {
    const [before, after] = JSON.stringify(withMark(value, path)).split(`"${MARK}"`) as [string, string];
    for (const edge of EDGES) yield before + edge + after;
  }
}

const MARK = '@here@';
type Path = readonly (string | number)[];

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]));
}

function withMark(value: unknown, [first, ...rest]: Path): unknown {
  if (first === undefined) return MARK;
  const inner = withMark((value as Record<string | number, unknown>)[first], rest);
  return Array.isArray(value)
    ? value.map((item, index) => (index === first ? inner : item))
    : { ...(value as object), [first]: inner };
}
