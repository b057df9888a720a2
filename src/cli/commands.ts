/** Every subcommand, in the order `sendpay --help` shows them. A new one is a file under `commands/` and a line here. */
import type { CliCommand } from './command.ts';
import { callCommand } from './commands/call.ts';
import { chartCommand } from './commands/chart.ts';
import { logCommand } from './commands/log.ts';
import { showCommand } from './commands/show.ts';
import { testgenCommand } from './commands/testgen.ts';
import { testrunCommand } from './commands/testrun.ts';
import { upCommand } from './commands/up.ts';
import { verifyCommand } from './commands/verify.ts';
import { whatIfCommand } from './commands/whatif.ts';

export const COMMANDS: readonly CliCommand[] = [
  upCommand,
  callCommand,
  logCommand,
  verifyCommand,
  showCommand,
  chartCommand,
  whatIfCommand,
  testgenCommand,
  testrunCommand,
];
