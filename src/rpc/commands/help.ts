/** `help`: the usage line of one command, or of all (lightning-help(7)). */
import { RpcErrorCode } from '../../domain/errors.ts';
import { refuse } from '../command.ts';
import { text } from '../param-types.ts';
import { optional } from '../params.ts';
import { command } from '../served-node.ts';

export const help = command({
  name: 'help',
  params: { command: optional(text) },
  run({ command: name }, { registry }) {
    const found = name === undefined ? [...registry.values()] : [registry.get(name)];
    const lines = found.flatMap((entry) => (entry === undefined ? [] : [{ command: entry.usage }]));
    if (lines.length === 0) return refuse({ code: RpcErrorCode.METHOD_NOT_FOUND, message: `Unknown command ${name}` });
    return { result: { help: lines }, formatHint: 'simple' };
  },
});
