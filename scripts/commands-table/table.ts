/**
 * The table of every command and parameter against Core Lightning v24.11 and the reference text.
 *
 * Names, order and defaults come from the commands themselves, the usage lines of v24.11 and the reasons from
 * `judgement.json`. Invariant: nothing is passed over: a parameter that is not where v24.11 has it, and one that only one side
 * has, needs a reason, and a reason needs its parameter (`TableError`).
 */
import type { AnyCommand } from '../../src/rpc/command.ts';
import { DEFAULT_LIMITS } from '../../src/rpc/limits.ts';
import type { ParamTable } from '../../src/rpc/params.ts';

export interface Judgement {
  /** v24.11's usage line; null if it has no such command. */
  readonly cln: string | null;
  /** What the reference text says of it. */
  readonly text?: string;
  readonly note?: string;
  /** Reasons by parameter: another meaning, only here, only there. */
  readonly different?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, string>>;
  readonly absent?: Readonly<Record<string, string>>;
}
export type Judgements = Readonly<Record<string, Judgement>>;

/** The judgement does not fit the commands. */
export class TableError extends Error {}

interface Row {
  readonly name: string;
  readonly given: string;
  readonly verdict: 'same' | 'different' | 'extra' | 'absent';
  readonly reason: string;
}

type Spec = ParamTable[string];
type TabledCommand = Pick<AnyCommand<never>, 'name' | 'usage' | 'params'>;

const HEAD = `# Commands

Every command and parameter against Core Lightning v24.11 and the reference text (the early man page of \`sendpay\`).
Written by \`npm run commands\`: do not edit. A parameter is _same_ when it has the place, name, values and words v24.11 gives
it; _extra_ ones are ours alone; what is _different_ or _absent_ is so on purpose, for the reason beside it. The recorded
conversations this is held to are replayed by \`npm run conform\`.

Everywhere: an amount is answered as an integer under its \`…_msat\` name and its older \`msatoshi…\` name; the parameter
\`amount_msat\` may be called \`msatoshi\`; a request without \`"jsonrpc"\` is answered, for clients of before v0.9.
`;

export function renderTable(commands: readonly TabledCommand[], judgements: Judgements): string {
  const unknown = Object.keys(judgements).filter((name) => !commands.some((command) => command.name === name));
  if (unknown.length > 0) throw new TableError(`judged, but no command: ${unknown.join(', ')}`);
  const sections = commands.map((command) => {
    const judgement = judgements[command.name];
    if (judgement === undefined) throw new TableError(`${command.name} is not judged`);
    return sectionOf(command, judgement);
  });
  return [HEAD, ...sections, limitsSection()].join('\n');
}

function sectionOf(command: TabledCommand, judgement: Judgement): string {
  const { cln, note, text } = judgement;
  const rows = rowsOf(command, judgement);
  const table = rows.map(({ name, given, verdict, reason }) => `| \`${name}\` | ${given} | ${verdict} | ${reason} |`);
  const lines = [
    `## ${command.name}`,
    '',
    ...(cln === null ? ['Not in v24.11.', ''] : []),
    ...(note === undefined ? [] : [note, '']),
    ...(text === undefined ? [] : [`Reference text: ${text}`, '']),
    ...(rows.length === 0 ? ['No parameters.', ''] : []),
    ...(rows.length === 0 ? [] : ['| parameter | default | v24.11 | |', '|---|---|---|---|', ...table, '']),
  ];
  return lines.join('\n');
}

function rowsOf(command: TabledCommand, { cln, different = {}, extra = {}, absent = {} }: Judgement): Row[] {
  const theirs = cln === null ? [] : cln.split(' ').slice(1);
  const ours = command.usage.split(' ').slice(1);
  const named = theirs.map(bare);
  const unplaced = new Set([...Object.keys(different), ...Object.keys(extra), ...Object.keys(absent)]);
  const rows = Object.entries(command.params).map(([name, spec]): Row => {
    unplaced.delete(name);
    const isTheirs = named.includes(name);
    const reason = isTheirs ? different[name] : extra[name];
    const place = ours.findIndex((word) => bare(word) === name);
    const isPlaced = isTheirs && ours[place] === theirs[place];
    if (isTheirs && !isPlaced) throw new TableError(`${command.name}: ${name} is not where v24.11 has it`);
    if (!isTheirs && reason === undefined)
      throw new TableError(`${command.name}: ${name} is ours alone, for no reason`);
    const verdict = isTheirs ? (reason === undefined ? 'same' : 'different') : 'extra';
    return { name, given: givenOf(spec), verdict, reason: reason ?? '' };
  });
  for (const name of named.filter((name) => !Object.hasOwn(command.params, name))) {
    const reason = absent[name];
    unplaced.delete(name);
    if (reason === undefined) throw new TableError(`${command.name}: ${name} is missing, for no reason`);
    rows.push({ name, given: '', verdict: 'absent', reason });
  }
  if (unplaced.size > 0) throw new TableError(`${command.name}: no such parameter: ${[...unplaced].join(', ')}`);
  return rows;
}

/** A word of a usage line without the brackets of what may be left out. */
const bare = (word: string): string => word.replace(/^\[|\]$/g, '');

function givenOf({ presence, otherwise }: Spec): string {
  if (otherwise !== undefined) return Array.isArray(otherwise) ? 'none' : `\`${String(otherwise)}\``;
  return presence === 'required' ? 'required' : '';
}

/** The bounds of `src/rpc/limits.ts`, with what happens beyond them. */
const LIMIT_WORDS: Readonly<Record<keyof typeof DEFAULT_LIMITS, string>> = {
  maxRequestBytes: 'bytes of one request; a longer one is refused and ends the connection',
  maxDepth: 'nesting of arrays and objects; deeper is refused and ends the connection',
  maxConnections: 'connections at the same time; further ones are closed at once',
  maxOutstanding: 'unanswered commands of a connection; further ones are refused (-1)',
  maxUnreadBytes: 'bytes a client leaves unread before a further reply closes its connection',
  requestBurst: 'requests of a connection at once; beyond that its input waits',
  requestsPerSecond: 'requests a connection regains each second',
  batchSize: 'requests handled before other connections get their turn',
};

function limitsSection(): string {
  const rows = Object.entries(LIMIT_WORDS).map(
    ([name, words]) =>
      `| \`${name}\` | ${DEFAULT_LIMITS[name as keyof typeof DEFAULT_LIMITS].toLocaleString('en')} | ${words} |`,
  );
  return ['## Limits of the socket', '', '| limit | | |', '|---|---:|---|', ...rows, ''].join('\n');
}
