/** The `sendpay` command from its source: what tests start as a process, so that a stale build is never what is tested. */
import { main } from '../../src/cli/main.ts';

process.exitCode = await main(process.argv.slice(2));
