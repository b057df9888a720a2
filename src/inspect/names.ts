/**
 * How the inspector names things to people: nodes, amounts, times.
 *
 * Invariant: a text, never markup; what is shortened ends in `…`. Names are hostile input and are only ever drawn as text.
 */
import type { Msat } from '../domain/amount.ts';
import type { NodeId } from '../domain/ids.ts';

/** Characters of a hash or id that tell it from others at a glance. */
const SHORT_CHARS = 8;
/** Longer labels and aliases are cut: a label may be of any length. */
const MAX_NAME_CHARS = 40;

/** Aliases by node id. */
export type Aliases = Readonly<Record<NodeId, string>>;

export function nodeName(aliases: Aliases, node: NodeId): string {
  return Object.hasOwn(aliases, node) ? clip(aliases[node] as string, MAX_NAME_CHARS) : shortHex(node);
}

/** The head of a hash or id. */
export function shortHex(hex: string): string {
  return hex.length > SHORT_CHARS ? `${hex.slice(0, SHORT_CHARS)}…` : hex;
}

export function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** `1 234 567 msat`, with narrow no-break spaces. */
export function msat(amountMsat: Msat): string {
  return `${grouped(amountMsat)}\u202fmsat`;
}

export function grouped(value: bigint | number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

/** `14:03:07.120`, in UTC. */
export function clockTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(11, 23);
}

/** `1.2 s`, `340 ms`, `3 min 2 s`: how long something took or will take. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}
