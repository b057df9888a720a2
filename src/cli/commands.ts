/** Every subcommand, in the order `sendpay --help` shows them. A new one is a file under `commands/` and a line here. */
import type { CliCommand } from './command.ts';
import { callCommand } from './commands/call.ts';

export const COMMANDS: readonly CliCommand[] = [callCommand];
