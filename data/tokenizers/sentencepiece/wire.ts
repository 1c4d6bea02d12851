// Reads the fields of a protobuf message from its bytes, without its schema.

/** The value of a field: a number of wire type 0, or the bytes of types 1, 2 and 5. */
export type FieldValue = number | Uint8Array;

/** One field of a message, in the order in which it was written. */
export interface Field {
  readonly number: number;
  readonly value: FieldValue;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Bytes of the fixed-width wire types: 64 bits, 32 bits. */
const widths: ReadonlyMap<number, number> = new Map([[1, 8], [5, 4]]);

/**
 * All fields of a message; nothing if the bytes end inside a field or hold a wire type that is out
 * of use (groups). Source: protobuf.dev, "Encoding".
 */
export function readFields(bytes: Uint8Array): Field[] | undefined {
  const cursor: Cursor = { bytes, at: 0 };
  const fields: Field[] = [];
  while (cursor.at < bytes.length) {
    const tag = readVarint(cursor);
    if (tag === undefined) return undefined;
    const value = readValue(cursor, tag & 7);
    if (value === undefined) return undefined;
    fields.push({ number: tag >>> 3, value });
  }
  return fields;
}

function readValue(cursor: Cursor, wireType: number): FieldValue | undefined {
  if (wireType === 0) return readVarint(cursor);
  if (wireType !== 2) return take(cursor, widths.get(wireType));
  const length = readVarint(cursor);
  return take(cursor, length === undefined ? undefined : length >>> 0);
}

function take(cursor: Cursor, length: number | undefined): Uint8Array | undefined {
  if (length === undefined || cursor.at + length > cursor.bytes.length) return undefined;
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
}

/** A varint's low 32 bits as a signed number: all that int32, bool, enums and lengths use. */
function readVarint(cursor: Cursor): number | undefined {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) return undefined;
    if (shift < 32) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  return undefined;
}
