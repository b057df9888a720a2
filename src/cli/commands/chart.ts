/**
 * `sendpay chart`: a state machine as a drawing or a text: one of sendpay's own, or any XState v5 machine a file exports.
 *
 * Invariant: the machine is read, not run. A file is imported as a module, so it is code that runs: draw only what you trust.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { chainMachine } from '../../../machines/chain.ts';
import { channelMachine } from '../../../machines/channel.ts';
import { invoiceMachine } from '../../../machines/invoice.ts';
import { nodeMachine } from '../../../machines/node.ts';
import { payMachine } from '../../../machines/pay.ts';
import { paymentMachine } from '../../../machines/payment.ts';
import { penaltyMachine } from '../../../machines/penalty.ts';
import { type Chart, chartOf, toDot, toJson, toMermaid, toScxml, toSvg, toText } from '../../chart/index.ts';
import { type CliContext, examples } from '../command.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { understandTypeScript } from '../typescript.ts';

const MACHINES: Readonly<Record<string, AnyStateMachine>> = {
  payment: paymentMachine,
  channel: channelMachine,
  invoice: invoiceMachine,
  penalty: penaltyMachine,
  pay: payMachine,
  node: nodeMachine,
  chain: chainMachine,
};

const FORMATS: Readonly<Record<string, (chart: Chart) => string | Promise<string>>> = {
  svg: (chart) => toSvg(chart),
  mermaid: (chart) => toMermaid(chart),
  dot: (chart) => toDot(chart),
  scxml: (chart) => toScxml(chart),
  json: (chart) => toJson(chart),
  text: (chart) => toText(chart),
};

export function chartCommand(program: Command, { console, exit }: CliContext): void {
  const machines = Object.keys(MACHINES).join(', ');
  const formats = Object.keys(FORMATS).join(', ');
  program
    .command('chart')
    .description('draw a state machine')
    .argument('<machine>', `${machines}, or a module that exports XState v5 machines`)
    .option('-f, --format <format>', formats, 'text')
    .option('--export <name>', 'which export of the module, if it has several machines')
    .addHelpText(
      'after',
      examples(['sendpay chart payment --format svg > payment.svg', 'sendpay chart ./my-machine.js --format mermaid']),
    )
    .action(async (name: string, flags: { format: string; export?: string }) => {
      const write = Object.hasOwn(FORMATS, flags.format) ? FORMATS[flags.format] : undefined;
      if (write === undefined) throw new CannotAsk(`--format is one of ${formats}, not "${flags.format}"`);
      const text = await write(chartOf(await machineOf(name, flags.export)));
      console.out(text.endsWith('\n') ? text : `${text}\n`);
      exit(ExitCode.OK);
    });
}

async function machineOf(name: string, exported: string | undefined): Promise<AnyStateMachine> {
  const own = Object.hasOwn(MACHINES, name) ? MACHINES[name] : undefined;
  if (own !== undefined) return own;
  if (!existsSync(name)) throw new CannotAsk(`"${name}" is neither a machine of sendpay nor a file`);
  await understandTypeScript(name);
  const module = (await import(pathToFileURL(resolve(name)).href)) as Readonly<Record<string, unknown>>;
  const found = Object.entries(module).filter(([, value]) => isMachine(value)) as [string, AnyStateMachine][];
  const wanted = exported === undefined ? found : found.filter(([key]) => key === exported);
  if (wanted.length === 1) return (wanted[0] as [string, AnyStateMachine])[1];
  if (found.length === 0) throw new CannotAsk(`${name} exports no XState machine`);
  throw new CannotAsk(`which one? --export ${found.map(([key]) => key).join(', --export ')}`);
}

/** The file may bring a copy of xstate of its own, whose class is another one. */
function isMachine(value: unknown): boolean {
  if (value instanceof StateMachine) return true;
  const candidate = value as { root?: unknown; definition?: unknown; getInitialSnapshot?: unknown } | null;
  return typeof candidate === 'object' && typeof candidate?.getInitialSnapshot === 'function' && 'root' in candidate;
}
