/**
 * `check`: would this command accept these parameters (lightning-check(7))?
 *
 * Invariant: answers the error the command itself would give for its parameters and for an invoice among them, and never
 * acts. What depends on state (is there such a payment, is the peer connected) is not asked.
 */
import { RpcErrorCode } from '../../domain/errors.ts';
import { answer, refuse } from '../command.ts';
import type { Token } from '../json-token.ts';
import { text } from '../param-types.ts';
import { required } from '../params.ts';
import { command } from '../served-node.ts';

const NAME = 'command_to_check';

/** The command would accept the parameters. */
export type Checked = { readonly [NAME]: string };

export const check = command({
  name: 'check',
  params: { [NAME]: required(text) },
  takesMore: true,
  run({ [NAME]: name }, { registry, params, node }) {
    const checked = registry.get(name);
    if (checked === undefined)
      return refuse({ code: RpcErrorCode.METHOD_NOT_FOUND, message: `Unknown command '${name}'` });
    const refusal = checked.check(withoutName(params), node);
    return refusal === undefined ? answer<Checked>({ [NAME]: name }) : refuse(refusal);
  },
});

/** The parameters of the command to check: all but its name. */
function withoutName(params: Token): Token {
  if (params.kind === 'array') return { ...params, items: params.items.slice(1) };
  if (params.kind !== 'object') return params;
  return { ...params, members: params.members.filter((member) => member.name !== NAME) };
}
