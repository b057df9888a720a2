/**
 * `dev-log` and `dev-verify`: the log of a running daemon, for `sendpay log` and `sendpay verify`.
 *
 * Why over the socket: LevelDB lets one process open a database, so while a daemon runs only the daemon can read it.
 * Invariant: only what is durable is given, a page at a time, secrets masked unless asked for; a caller that asks for what is not there yet waits.
 */

import type { NodeId } from '../domain/ids.ts';
import type { Engine } from '../engine/engine.ts';
import { verifyEngine } from '../engine/verify-engine.ts';
import { redactRecord } from '../inspect/redact.ts';
import { exportLines, streamsWith } from '../journal/ndjson.ts';
import type { Journal, Position } from '../journal/port.ts';
import { type AnyCommand, answer } from '../rpc/command.ts';
import type { JsonValue } from '../rpc/json-value.ts';
import { boolean, countU64, text } from '../rpc/param-types.ts';
import { optional, withDefault } from '../rpc/params.ts';
import { command, type ServedNode } from '../rpc/served-node.ts';

/** Records looked at per answer: about half a megabyte of text. */
const PAGE_RECORDS = 1_000;

export function journalCommands(
  engine: Engine,
  operatedSince: ReadonlyMap<NodeId, Position>,
): AnyCommand<ServedNode>[] {
  const { journal, runtime } = engine;
  return [
    command({
      name: 'dev-log',
      params: {
        from: withDefault(countU64, 1),
        part: optional(text),
        wait: withDefault(boolean, false),
        show_secrets: withDefault(boolean, false),
      },
      run: async ({ from, part, wait, show_secrets: showSecrets }, { signal }) => {
        if (wait) await untilDurable(journal, from, signal);
        return answer(await page(journal, Math.max(1, from), part, showSecrets));
      },
    }),
    command({
      name: 'dev-verify',
      params: {},
      run: async () => {
        const report = await verifyEngine({ journal, operatedSince, live: runtime });
        return answer(report as unknown as JsonValue);
      },
    }),
  ];
}

/**
 * `lines`: NDJSON of the records from `from` on whose stream has `part`; `next`: where to go on; `end`: no more now;
 * `journal`: which log it is.
 */
async function page(
  journal: Journal,
  from: Position,
  part: string | undefined,
  showSecrets: boolean,
): Promise<JsonValue> {
  const last = Math.min(journal.durablePosition, from + PAGE_RECORDS - 1);
  const lines: string[] = [];
  const streams = part === undefined ? {} : { streams: streamsWith(part) };
  const mask = showSecrets ? {} : { mask: redactRecord };
  for await (const line of exportLines(journal, { from, to: last, ...streams, ...mask })) lines.push(line);
  const next = Math.max(from, last + 1);
  return { lines, next, end: next > journal.durablePosition, journal: journal.id };
}

/** A caller that is gone is answered at once: nobody reads it. */
async function untilDurable(journal: Journal, position: Position, signal: AbortSignal): Promise<void> {
  try {
    await journal.durable(position, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
