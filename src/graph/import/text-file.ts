/**
 * Reading text files that may be gzipped, and saying what is wrong with one.
 *
 * Invariant: whatever goes wrong with a network file is a SendpayError SENDPAY_NETWORK_FILE that begins with its name.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { SendpayError } from '../../domain/errors.ts';

/** Most text read, after unpacking: what fits a JavaScript string. Guards against a small file that unpacks to a huge one. */
export const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/** `where`: "line N" or "path $.channels[3]". */
export function wrongFile(file: string, where: string | undefined, reason: string, cause?: unknown): SendpayError {
  const place = where === undefined ? '' : `${where}: `;
  return new SendpayError('SENDPAY_NETWORK_FILE', `${file}: ${place}${reason}`, { cause });
}

/** The file's text, unpacked if its first bytes are gzip's (RFC 1952). */
export async function readText(file: string): Promise<string> {
  const raw = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw wrongFile(file, undefined, `cannot be read (${error.code})`, error);
  });
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? await unpack(file, raw) : raw;
  if (bytes.length > MAX_TEXT_BYTES) throw wrongFile(file, undefined, `is larger than ${MAX_TEXT_BYTES} bytes`);
  return bytes.toString('utf8');
}

/** The path of `name` in a folder, plain or with ".gz" added; undefined if there is neither. */
export async function findInFolder(folder: string, name: string): Promise<string | undefined> {
  const names = await readdir(folder);
  const found = [name, `${name}.gz`].find((candidate) => names.includes(candidate));
  return found && join(folder, found);
}

async function unpack(file: string, bytes: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_TEXT_BYTES });
  } catch (error) {
    throw wrongFile(file, undefined, 'cannot be unpacked: damaged, or too large', error);
  }
}
