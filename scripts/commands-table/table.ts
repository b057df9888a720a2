/**
 * The table of every command and parameter against Core Lightning v24.11 and v26.06, and the reference text.
 *
 * Names, order and defaults come from the commands themselves, the usage lines of both versions and the reasons from
 * `judgement.json`. Invariant: nothing is passed over: a parameter that is not where a version has it, one that only Core Lightning
 * has, and one that neither version has, needs a reason, and a reason needs its parameter (`TableError`).
 */
import type { AnyCommand } from '../../src/rpc/command.ts';
import { DEFAULT_LIMITS } from '../../src/rpc/limits.ts';
import type { ParamTable } from '../../src/rpc/params.ts';

export interface Judgement {
  /** v24.11's usage line; null if it has no such command. */
  readonly cln: string | null;
  /** v26.06's, where it is another one. */
  readonly cln26?: string | null;
  /** What v26.06 did with the command. */
  readonly news?: string;
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

const VERSIONS = ['v24.11', 'v26.06'] as const;
type Version = (typeof VERSIONS)[number];
type Usages = Readonly<Record<Version, string | null>>;
/** `–`: the version does not have it. Of v26.06: `new`, the same as there and not in v24.11; `gone`, not there any more. */
type Verdict = 'same' | 'new' | 'gone' | 'different' | 'extra' | 'absent' | '–';

interface Row {
  readonly name: string;
  readonly given: string;
  readonly verdicts: readonly Verdict[];
  readonly reason: string;
}

type Spec = ParamTable[string];
type TabledCommand = Pick<AnyCommand<never>, 'name' | 'usage' | 'params'>;

const HEAD = `# Commands

Every command and parameter against Core Lightning v24.11 and v26.06, and the reference text (the early man page of
\`sendpay\`). Written by \`npm run commands\`: do not edit. A parameter is _same_ when it has the place, name, values and words
that version gives it; of v26.06, _new_ ones are not in v24.11 and _gone_ ones are not there any more; _extra_ ones are ours alone; what is _different_ or _absent_ is so on
purpose, for the reason beside it. The recorded conversations with v24.11 this is held to are replayed by \`npm run conform\`; the
answers of a node of v26.06 are compared in form.

Commands that v26.06 calls deprecated answer -32601 there (\`Command "…" is deprecated\`) unless deprecated APIs are allowed.
Here all are served. Everywhere: an amount is answered as an integer under its \`…_msat\` name and its older \`msatoshi…\` name; the parameter
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
  const { note, text, news } = judgement;
  const usages = usagesOf(judgement);
  const rows = rowsOf(command, judgement, usages);
  const table = rows.map(
    ({ name, given, verdicts, reason }) => `| \`${name}\` | ${given} | ${verdicts.join(' | ')} | ${reason} |`,
  );
  const lacking = VERSIONS.filter((version) => usages[version] === null);
  const lines = [
    `## ${command.name}`,
    '',
    ...(lacking.length === 0 ? [] : [`Not in ${lacking.join(', nor in ')}.`, '']),
    ...(news === undefined ? [] : [`v26.06: ${news}`, '']),
    ...(note === undefined ? [] : [note, '']),
    ...(text === undefined ? [] : [`Reference text: ${text}`, '']),
    ...(rows.length === 0 ? ['No parameters.', ''] : []),
    ...(rows.length === 0
      ? []
      : ['| parameter | default | v24.11 | v26.06 | |', '|---|---|---|---|---|', ...table, '']),
  ];
  return lines.join('\n');
}

function usagesOf({ cln, cln26 = cln, news }: Judgement): Usages {
  if (cln !== cln26 && news === undefined)
    throw new TableError(`${cln ?? cln26}: another usage in v26.06, and no news`);
  return { 'v24.11': cln, 'v26.06': cln26 };
}

const wordsOf = (usage: string | null): string[] => usage?.split(' ').slice(1) ?? [];

function rowsOf(command: TabledCommand, { different = {}, extra = {}, absent = {} }: Judgement, usages: Usages): Row[] {
  const ours = wordsOf(command.usage);
  const theirs = VERSIONS.map((version) => wordsOf(usages[version]));
  const named = theirs.map((words) => words.map(bare));
  const unplaced = new Set([...Object.keys(different), ...Object.keys(extra), ...Object.keys(absent)]);
  const rows = Object.entries(command.params).map(([name, spec]): Row => {
    unplaced.delete(name);
    const isTheirs = named.some((names) => names.includes(name));
    const reason = isTheirs ? different[name] : extra[name];
    if (!isTheirs && reason === undefined)
      throw new TableError(`${command.name}: ${name} is ours alone, for no reason`);
    const place = ours.findIndex((word) => bare(word) === name);
    const verdicts = VERSIONS.map((version, index): Verdict => {
      if (!isTheirs) return usages[version] === null ? '–' : 'extra';
      if (!named[index]?.includes(name)) return index === 0 ? '–' : 'gone';
      if (ours[place] !== theirs[index]?.[place])
        throw new TableError(`${command.name}: ${name} is not where ${version} has it`);
      if (reason !== undefined) return 'different';
      return named[0]?.includes(name) ? 'same' : 'new';
    });
    return { name, given: givenOf(spec), verdicts, reason: reason ?? '' };
  });
  for (const name of new Set(named.flat().filter((name) => !Object.hasOwn(command.params, name)))) {
    const reason = absent[name];
    unplaced.delete(name);
    if (reason === undefined) throw new TableError(`${command.name}: ${name} is missing, for no reason`);
    const verdicts = named.map((names): Verdict => (names.includes(name) ? 'absent' : '–'));
    rows.push({ name, given: '', verdicts, reason });
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
