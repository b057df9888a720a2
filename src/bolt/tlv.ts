/**
 * TLV streams (BOLT 1 "Type-Length-Value Format"), driven by a table of the types a stream knows.
 *
 * Invariant: a stream that decodes re-encodes to the same bytes. Types increase strictly, every number is minimal, an
 * unknown even type is refused and an unknown odd one is kept in `extra`. Errors are `TlvError` with the record's type and
 * offset. Does not know which fields a message must have: that is the caller's rule.
 */
import { encodeBigSize, readBigSize, readLength } from './bigsize.ts';
import { ByteReader, concat } from './bytes.ts';
import { BoltError, TlvError } from './error.ts';

export interface TlvRecord {
  readonly type: bigint;
  readonly value: Uint8Array;
}

/** One known type: its number and how its value is written. `decode` throws `BoltError` on a value of the wrong form. */
export interface TlvField<T> {
  readonly type: bigint;
  decode(value: Uint8Array): T;
  encode(value: T): Uint8Array;
}

/** The table of a stream: field name → type. */
export type TlvTable = Readonly<Record<string, TlvField<unknown>>>;

export type TlvValues<Table extends TlvTable> = {
  [Name in keyof Table]?: Table[Name] extends TlvField<infer T> ? T : never;
};

export interface TlvStream<Table extends TlvTable> {
  readonly values: TlvValues<Table>;
  /** Where the record of each field begins. */
  readonly offsets: Readonly<Partial<Record<keyof Table, number>>>;
  /** Records of unknown odd types, in order. */
  readonly extra: readonly TlvRecord[];
}

/** Below every type, so that the first record is in order whatever its type. */
const BEFORE_FIRST = -1n;

/**
 * Decodes `bytes` from `start` to the end.
 * Throws `TlvError`: `BOLT_TRUNCATED`, `BOLT_NOT_MINIMAL`, `BOLT_TLV_ORDER`, `BOLT_TLV_UNKNOWN_EVEN`, or what a field's
 * decoder found wrong.
 */
export function decodeTlvStream<Table extends TlvTable>(table: Table, bytes: Uint8Array, start = 0): TlvStream<Table> {
  const reader = new ByteReader(bytes, start);
  const values: Record<string, unknown> = {};
  const offsets: Record<string, number> = {};
  const extra: TlvRecord[] = [];
  let previous = BEFORE_FIRST;
  while (reader.left > 0) {
    const offset = reader.offset;
    const record = readRecord(reader, previous, offset);
    previous = record.type;
    const name = nameOf(table, record.type);
    if (name !== undefined) {
      values[name] = decodeField(name, table[name] as TlvField<unknown>, record, offset);
      offsets[name] = offset;
    } else if (record.type % 2n === 1n) {
      extra.push(record);
    } else {
      const at = { type: record.type, offset };
      throw new TlvError('BOLT_TLV_UNKNOWN_EVEN', `${record.type}`, `unknown even type ${record.type}`, at);
    }
  }
  return { values: values as TlvValues<Table>, offsets: offsets as TlvStream<Table>['offsets'], extra };
}

/** Encodes the fields that are not undefined, and the extra records, in the order of their types. Throws `TlvError` `BOLT_TLV_ORDER` for a type given twice. */
export function encodeTlvStream<Table extends TlvTable>(
  table: Table,
  values: TlvValues<Table>,
  extra: readonly TlvRecord[] = [],
): Uint8Array {
  const records = [...extra];
  for (const [name, field] of Object.entries(table)) {
    const value = values[name];
    if (value !== undefined) records.push({ type: field.type, value: field.encode(value) });
  }
  records.sort((a, b) => (a.type < b.type ? -1 : 1));
  records.forEach((record, i) => {
    if (record.type === records[i - 1]?.type) {
      throw new TlvError('BOLT_TLV_ORDER', `${record.type}`, `type ${record.type} given twice`, {
        type: record.type,
        offset: 0,
      });
    }
  });
  return concat(...records.flatMap(({ type, value }) => [encodeBigSize(type), encodeBigSize(value.length), value]));
}

function readRecord(reader: ByteReader, previous: bigint, offset: number): TlvRecord {
  let type = 0n;
  try {
    type = readBigSize(reader, 'type');
    if (type <= previous) throw new BoltError('BOLT_TLV_ORDER', 'type', `type ${type} after type ${previous}`);
    return { type, value: reader.take(readLength(reader), 'value') };
  } catch (error) {
    throw at(error, type, offset);
  }
}

function decodeField(name: string, field: TlvField<unknown>, record: TlvRecord, offset: number): unknown {
  try {
    return field.decode(record.value);
  } catch (error) {
    throw at(error, record.type, offset, name);
  }
}

function at(error: unknown, type: bigint, offset: number, name?: string): unknown {
  if (!(error instanceof BoltError)) return error;
  return new TlvError(error.code, name ?? error.field, `${error.message} (type ${type}, offset ${offset})`, {
    type,
    offset,
  });
}

/** A table has a handful of rows, so a walk is quicker than a map keyed by bigint. */
function nameOf(table: TlvTable, type: bigint): string | undefined {
  for (const name in table) if (table[name]?.type === type) return name;
  return undefined;
}
