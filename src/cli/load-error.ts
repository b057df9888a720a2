/**
 * Why a module could not be loaded, in one line: what is wrong and, where it is known, in which line of which file.
 *
 * Invariant: never a stack. Reads the errors of Node's two loaders, of tsx (esbuild) and whatever a module throws.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/** `file:///m.mjs:3`, `/m.ts:12:3`; in a stack, behind `at` or in brackets. */
const PLACE = /((?:file:\/\/)?\/[^\s()'"]+?\.[cm]?[jt]sx?):(\d+)(?::\d+)?/;

export function whyNotLoaded(error: unknown): string {
  const message = messageOf(error);
  const transformed = /^(\/.*?):(\d+):\d+: ERROR: (.*)$/m.exec(message);
  if (transformed !== null) return `${transformed[3]} (${shown(transformed[1] as string)}:${transformed[2]})`;
  const { code } = (error ?? {}) as { readonly code?: unknown };
  const said = withLocalPaths(firstLine(message));
  if (typeof code === 'string' && code.includes('MODULE_NOT_FOUND')) return said;
  const place = placeOf(error);
  const kind = error instanceof Error || nameOf(error) !== undefined ? `${nameOf(error)}: ` : 'throws ';
  return `${kind}${said}${place === undefined ? '' : ` (${place})`}`;
}

const nameOf = (error: unknown): string | undefined => {
  const { name } = (error ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : undefined;
};

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  try {
    return stripVTControlCharacters(typeof message === 'string' ? message : String(error));
  } catch {
    return 'something that cannot be told';
  }
}

/** With the second line if the first only announces it, as `Invalid transition definition for …:`. */
function firstLine(text: string): string {
  const [first = '', second = ''] = text.trim().split(/\s*\n\s*/);
  return first.endsWith(':') ? `${first} ${second}`.trim() : first;
}

/** Where the source of a module is named in the stack first; Node's own parts and packages are not where the fault is. */
function placeOf(error: unknown): string | undefined {
  const { stack } = (error ?? {}) as { readonly stack?: unknown };
  if (typeof stack !== 'string') return undefined;
  for (const line of stack.split('\n')) {
    const [, file, number] = PLACE.exec(line) ?? [];
    if (file !== undefined && !file.includes('/node_modules/')) return `${shown(file)}:${number}`;
  }
  return undefined;
}

const withLocalPaths = (text: string): string =>
  text.replace(/(?:file:\/\/)?\/[^\s'"]+/g, (path) => (PATH_START.test(path) ? shown(path) : path));
const PATH_START = /^(?:file:\/\/)?\/\w/;

/** As a person in the current folder would name it, if that is shorter. */
function shown(file: string): string {
  const path = file.startsWith('file://') ? fileURLToPath(file) : file;
  const near = relative(process.cwd(), path);
  return near === '' || near.length > path.length ? path : near;
}
