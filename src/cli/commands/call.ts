/**
 * `sendpay call METHOD …`: one JSON-RPC call to a running node, as lightning-cli makes it.
 *
 * Exit status: 0 and the result on stdout; 1 and the error on stdout (in words on a terminal); 2 if it could not be asked.
 */
import type { Command } from 'commander';
import { SendpayError } from '../../domain/errors.ts';
import { type CallOutcome, call } from '../../rpc/client.ts';
import type { JsonValue } from '../../rpc/json-value.ts';
import { type ParamStyle, paramsOf } from '../call-params.ts';
import { type CliContext, examples, pathOption } from '../command.ts';
import type { Console } from '../console.ts';
import { defaultDir, nodesWithSocket, socketOf } from '../data-dir.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { prettyJson } from '../pretty-json.ts';
import { readable } from '../table.ts';

interface CallFlags {
  readonly dir: string;
  readonly node?: string;
  readonly rpcFile?: string;
  readonly keyword?: true;
  readonly order?: true;
  readonly json?: true;
}

export function callCommand(program: Command, context: CliContext): void {
  program
    .command('call')
    .description('call a method of a running node')
    .argument('<method>', 'a JSON-RPC method; "help" lists them')
    .argument('[params...]', 'by position, or all as key=value')
    .option('-d, --dir <dir>', 'directory of the daemon', pathOption, defaultDir())
    .option('-n, --node <name>', 'which of its nodes; not needed if there is one')
    .option('-r, --rpc-file <path>', "another node's socket, instead of --dir and --node")
    .option('-k, --keyword', 'parameters are key=value')
    .option('-o, --order', 'parameters are by position, whatever they hold')
    .option('-J, --json', 'JSON on a terminal too')
    .addHelpText(
      'after',
      examples([
        'sendpay call --node alice help',
        'sendpay call -n bob invoice amount_msat=100000 label=coffee description="a coffee"',
        'sendpay call -n alice getroute 02ab… 100000 1',
        'sendpay call -n alice -k listsendpays status=failed',
      ]),
    )
    .action(async (method: string, words: string[], flags: CallFlags) => {
      // What Node makes of bytes that are not UTF-8. Sent on, two different texts would become one.
      const unreadable = words.find((word) => word.includes('\ufffd'));
      if (unreadable !== undefined) throw new CannotAsk(`"${unreadable}" is not well-formed UTF-8`);
      const path = flags.rpcFile ?? socketFor(flags);
      const outcome = await ask(path, method, paramsOf(words, styleOf(flags)));
      context.exit(show(outcome, path, context.console, flags.json === true));
    });
}

function styleOf({ keyword, order }: CallFlags): ParamStyle {
  if (keyword) return 'keyword';
  return order ? 'ordered' : 'guess';
}

function socketFor({ dir, node }: CallFlags): string {
  if (node !== undefined) return socketOf(dir, node);
  const nodes = nodesWithSocket(dir);
  if (nodes.length === 1) return socketOf(dir, nodes[0] as string);
  throw new CannotAsk(
    nodes.length === 0
      ? `no daemon has run in ${dir}; start one with: sendpay up --dir ${dir}`
      : `which node? --node ${nodes.join(', --node ')}`,
  );
}

/** Throws CannotAsk if nobody answers at `path`. */
export async function ask(path: string, method: string, params: JsonValue): Promise<CallOutcome> {
  try {
    return await call(path, method, params);
  } catch (cause) {
    if (!(cause instanceof SendpayError) || cause.code !== 'SENDPAY_RPC_CONNECT') throw cause;
    throw new CannotAsk(`no daemon listens at ${path}`, { cause });
  }
}

function show(outcome: CallOutcome, path: string, console: Console, asJson: boolean): ExitCode {
  const tables = console.isTerminal && !asJson;
  if ('closed' in outcome) {
    console.err(`sendpay: ${path}: the connection ended without an answer\n`);
    return ExitCode.COULD_NOT_ASK;
  }
  if ('result' in outcome) {
    console.out(tables ? readable(outcome.result, console.columns) : `${prettyJson(outcome.result)}\n`);
    return ExitCode.OK;
  }
  const { code, message, data } = outcome.error;
  if (!tables) console.out(`${prettyJson(outcome.error)}\n`);
  else {
    console.err(`error ${code}: ${message}\n`);
    if (data !== undefined) console.out(readable(data, console.columns));
  }
  return ExitCode.NO;
}
