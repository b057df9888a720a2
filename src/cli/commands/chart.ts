/**
 * `sendpay chart`: a state machine as a drawing or a text: one of sendpay's own, or any XState v5 machine a file exports.
 *
 * Invariant: the machine is read, not run; what goes to stdout is the drawing alone. A file is imported as a module, so it is
 * code that runs, in a process of its own: draw only what you trust.
 */
import type { Command } from 'commander';
import type { AnyStateMachine } from 'xstate';
import { chainMachine } from '../../../machines/chain.ts';
import { channelMachine } from '../../../machines/channel.ts';
import { historyMachine } from '../../../machines/history.ts';
import { invoiceMachine } from '../../../machines/invoice.ts';
import { nodeMachine } from '../../../machines/node.ts';
import { payMachine } from '../../../machines/pay.ts';
import { paymentMachine } from '../../../machines/payment.ts';
import { penaltyMachine } from '../../../machines/penalty.ts';
import { type Chart, chartOf, toDot, toJson, toMermaid, toScxml, toSvg, toText } from '../../chart/index.ts';
import { chosen, exportsOf, machineIn } from '../../chart/machine-exports.ts';
import { type CliContext, examples } from '../command.ts';
import type { Console } from '../console.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { type GuestTask, runGuest } from '../guest.ts';
import { importGuest, whyNoMachine } from '../guest-module.ts';
import { whyNotLoaded } from '../load-error.ts';

const MACHINES: Readonly<Record<string, AnyStateMachine>> = {
  payment: paymentMachine,
  channel: channelMachine,
  invoice: invoiceMachine,
  penalty: penaltyMachine,
  pay: payMachine,
  node: nodeMachine,
  chain: chainMachine,
  history: historyMachine,
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
    .action(async (name: string, { format, export: exported }: { format: string; export?: string }) => {
      if (!Object.hasOwn(FORMATS, format)) throw new CannotAsk(`--format is one of ${formats}, not "${format}"`);
      const own = Object.hasOwn(MACHINES, name) ? MACHINES[name] : undefined;
      exit(
        own === undefined
          ? await runGuest({ command: 'chart', file: name, exported, format }, console)
          : await draw(own, format, console),
      );
    });
}

/** Draws a machine that a file exports, in the process of a guest. */
export async function drawGuest(task: Extract<GuestTask, { command: 'chart' }>, console: Console): Promise<ExitCode> {
  const { file, exported, format } = task;
  const module = await importGuest(file);
  const machines = exportsOf(module, machineIn);
  if (machines.length === 0) throw new CannotAsk(`${file} cannot be drawn: ${whyNoMachine(module)}`);
  const choice = chosen(machines, exported, 'machines');
  if ('problem' in choice) throw new CannotAsk(`${file} ${choice.problem}`);
  try {
    return await draw(choice.value, format, console);
  } catch (cause) {
    throw new CannotAsk(`${file}: machine "${choice.names[0]}" cannot be drawn: ${whyNotLoaded(cause)}`, { cause });
  }
}

async function draw(machine: AnyStateMachine, format: string, console: Console): Promise<ExitCode> {
  const write = FORMATS[format] as (chart: Chart) => string | Promise<string>;
  const text = await write(chartOf(machine));
  console.out(text.endsWith('\n') ? text : `${text}\n`);
  return ExitCode.OK;
}
