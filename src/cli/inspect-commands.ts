/**
 * `dev-story`: the records that tell one payment, from a running daemon, for `sendpay show`.
 *
 * Invariant: only what is durable; secrets are taken out unless asked for. The text is the journal's own JSON, so that the
 * reader gets amounts back as it would from the database.
 */
import type { Engine } from '../engine/engine.ts';
import { aliasesOf } from '../inspect/aliases.ts';
import { readStory } from '../inspect/story.ts';
import { encodeJson } from '../journal/codec.ts';
import { type AnyCommand, answer } from '../rpc/command.ts';
import { boolean, paymentHash as hash, text } from '../rpc/param-types.ts';
import { optional, required, withDefault } from '../rpc/params.ts';
import { command, type ServedNode } from '../rpc/served-node.ts';

/** null: no node operated here knows the payment. */
type Story = { readonly story: string | null; readonly aliases: Readonly<Record<string, string>> };

export function inspectCommands(engine: Engine): AnyCommand<ServedNode>[] {
  return [
    command({
      name: 'dev-story',
      params: { payment_hash: required(hash), node: optional(text), show_secrets: withDefault(boolean, false) },
      run: async ({ payment_hash: paymentHash, node: name, show_secrets: showSecrets }) => {
        const nodes = [...engine.nodes.values()].filter(
          ({ id, alias }) => name === undefined || name === id || name === alias,
        );
        for (const { id: node } of nodes) {
          const story = await readStory(engine.journal, { node, paymentHash, showSecrets });
          if (story !== undefined) return answer<Story>({ story: encodeJson(story), aliases: aliasesOf(engine) });
        }
        return answer<Story>({ story: null, aliases: {} });
      },
    }),
  ];
}
