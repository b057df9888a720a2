/**
 * Failure messages (BOLT 4 "Failure Messages"): a u16 code and the data that code carries.
 *
 * Invariant: every code of the table has one layout, obsolete codes included; `decodeFailure(encodeFailure(f))` equals f.
 * Reading is lenient, since the bytes come from strangers of any age: trailing bytes are ignored, an update may be empty or
 * lack its message type (it is put back), and a known code whose data cannot be read is still known by its code, with the
 * data in `raw`. Does not judge who is to blame, and does not look into channel updates (channel-update.ts).
 */
import { encodeBigSize, readBigSize } from './bigsize.ts';
import { ByteReader, concat, uint } from './bytes.ts';
import { CHANNEL_UPDATE_TYPE, hasChannelUpdateType } from './channel-update.ts';
import { BoltError } from './error.ts';

/** Codes without data: 0x400a unknown_next_peer and so on, by the table in src/domain/failures.ts. */
type PlainCode = 0x2002 | 0x6002 | 0x6003 | 0x4001 | 0x4008 | 0x4009 | 0x400a | 0x4010 | 0x0011 | 0x0015 | 0x0017;
type BadOnionFailureCode = 0xc004 | 0xc005 | 0xc006 | 0xc018;

interface WithUpdate {
  /** A whole channel_update with its message type; absent when the node sent none. */
  readonly channelUpdate?: Uint8Array;
}

/** Discriminate with `'raw' in failure` first (unknown or unreadable), then by `code`. */
export type FailureMessage =
  | { readonly code: PlainCode }
  | { readonly code: BadOnionFailureCode; readonly sha256OfOnion: Uint8Array }
  | ({ readonly code: 0x1007 | 0x100e } & WithUpdate)
  | ({ readonly code: 0x100b | 0x100c; readonly htlcMsat: bigint } & WithUpdate)
  | ({ readonly code: 0x100d; readonly cltvExpiry: number } & WithUpdate)
  | { readonly code: 0x400f; readonly htlcMsat?: bigint; readonly height?: number }
  | { readonly code: 0x0012; readonly cltvExpiry: number }
  | { readonly code: 0x0013; readonly incomingHtlcMsat: bigint }
  | ({ readonly code: 0x1014; readonly flags: number } & WithUpdate)
  | { readonly code: 0x4016; readonly type: bigint; readonly offset: number }
  | { readonly code: number; readonly raw: Uint8Array };

interface DataField {
  readonly name: string;
  /** Undefined: the field is absent. */
  read(reader: ByteReader): unknown;
  write(value: unknown): Uint8Array;
}

const u16 = (name: string): DataField => ({
  name,
  read: (reader) => reader.u16(name),
  write: (value) => uint(value as number, 2, name),
});
const u32 = (name: string): DataField => ({
  name,
  read: (reader) => reader.u32(name),
  write: (value) => uint(value as number, 4, name),
});
const u64 = (name: string): DataField => ({
  name,
  read: (reader) => reader.u64(name),
  write: (value) => uint(value as bigint, 8, name),
});
/** Absent from older nodes, so absent when nothing is left to read. */
const optional = (field: DataField): DataField => ({
  name: field.name,
  read: (reader) => (reader.left === 0 ? undefined : field.read(reader)),
  write: (value) => (value === undefined ? new Uint8Array(0) : field.write(value)),
});
const SHA256_OF_ONION: DataField = {
  name: 'sha256OfOnion',
  read: (reader) => reader.take(32, 'sha256_of_onion'),
  write: (value) => value as Uint8Array,
};
const BIGSIZE_TYPE: DataField = {
  name: 'type',
  read: (reader) => readBigSize(reader, 'type'),
  write: (value) => encodeBigSize(value as bigint),
};
const CHANNEL_UPDATE: DataField = {
  name: 'channelUpdate',
  read: (reader) => {
    const update = reader.take(reader.u16('len'), 'channel_update');
    if (update.length === 0) return undefined;
    // Nodes of 2018 left the type out, and some still do.
    return hasChannelUpdateType(update) ? update : concat(CHANNEL_UPDATE_TYPE, update);
  },
  write: (value) => {
    const update = (value as Uint8Array | undefined) ?? new Uint8Array(0);
    return concat(uint(update.length, 2, 'len'), update);
  },
};

const LAYOUTS: ReadonlyMap<number, readonly DataField[]> = new Map([
  [0x4001, []],
  [0x2002, []],
  [0x6002, []],
  [0x6003, []],
  [0xc004, [SHA256_OF_ONION]],
  [0xc005, [SHA256_OF_ONION]],
  [0xc006, [SHA256_OF_ONION]],
  [0x1007, [CHANNEL_UPDATE]],
  [0x4008, []],
  [0x4009, []],
  [0x400a, []],
  [0x100b, [u64('htlcMsat'), CHANNEL_UPDATE]],
  [0x100c, [u64('htlcMsat'), CHANNEL_UPDATE]],
  [0x100d, [u32('cltvExpiry'), CHANNEL_UPDATE]],
  [0x100e, [CHANNEL_UPDATE]],
  [0x400f, [optional(u64('htlcMsat')), optional(u32('height'))]],
  [0x4010, []],
  [0x0011, []],
  [0x0012, [u32('cltvExpiry')]],
  [0x0013, [u64('incomingHtlcMsat')]],
  [0x1014, [u16('flags'), CHANNEL_UPDATE]],
  [0x0015, []],
  [0x4016, [BIGSIZE_TYPE, u16('offset')]],
  [0x0017, []],
  [0xc018, [SHA256_OF_ONION]],
]);

/** Throws `BOLT_OUT_OF_RANGE` for a value that does not fit its field. */
export function encodeFailure(failure: FailureMessage): Uint8Array {
  const code = uint(failure.code, 2, 'failure_code');
  if ('raw' in failure) return concat(code, failure.raw);
  const values: Readonly<Record<string, unknown>> = { ...failure };
  const layout = LAYOUTS.get(failure.code) ?? [];
  return concat(code, ...layout.map((field) => field.write(values[field.name])));
}

/** Throws `BOLT_TRUNCATED` when there is not even a code. */
export function decodeFailure(bytes: Uint8Array): FailureMessage {
  const reader = new ByteReader(bytes);
  const code = reader.u16('failure_code');
  const layout = LAYOUTS.get(code);
  if (layout === undefined) return { code, raw: reader.rest() };
  try {
    return { code, ...readData(layout, reader) } as FailureMessage;
  } catch (error) {
    if (error instanceof BoltError) return { code, raw: bytes.slice(2) };
    throw error;
  }
}

function readData(layout: readonly DataField[], reader: ByteReader): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of layout) {
    const value = field.read(reader);
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}
