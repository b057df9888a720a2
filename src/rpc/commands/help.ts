/** `help`: the usage line of one command, or of all (lightning-help(7)). */
import { RpcErrorCode } from '../../domain/errors.ts';
import { answer, refuse } from '../command.ts';
import { text } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';

/** The usage line of each command, and how lightning-cli is to print them. */
export type Help = { readonly help: readonly { readonly command: string }[]; readonly 'format-hint': 'simple' };

export const help = command({
  name: 'help',
  params: { command: optional(text) },
  run({ command: name }, { registry }) {
    const found = name === undefined ? [...registry.values()] : [registry.get(name)];
    const lines = found.flatMap((entry) => (entry === undefined ? [] : [{ command: entry.usage }]));
    if (lines.length === 0) return refuse({ code: RpcErrorCode.METHOD_NOT_FOUND, message: `Unknown command ${name}` });
    return answer<Help>({ help: lines, 'format-hint': 'simple' });
  },
});
