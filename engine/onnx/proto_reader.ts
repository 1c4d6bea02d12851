// Reads protocol-buffer messages, as far as `proto.ts` writes them.

/** The fields of one message. A field that is not there is 0, empty or no bytes. */
export interface Fields {
  all(field: number): readonly Uint8Array[];
  bytes(field: number): Uint8Array;
  text(field: number): string;
  texts(field: number): string[];
  /** Of 64 bits with a sign; beyond 2^53 it is rounded. */
  integer(field: number): number;
  integers(field: number): number[];
  float(field: number): number;
}

/** The fields of a message. Throws a RangeError where it ends inside a field. */
export function fieldsOf(message: Uint8Array): Fields {
  const found = parse(message);
  const all = (field: number) => (found.get(field) ?? []) as Uint8Array[];
  const integers = (field: number) => (found.get(field) ?? []) as number[];
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    all,
    bytes: (field) => all(field)[0] ?? new Uint8Array(),
    text: (field) => text(all(field)[0] ?? new Uint8Array()),
    texts: (field) => all(field).map(text),
    integer: (field) => integers(field)[0] ?? 0,
    integers,
    float: (field) => integers(field)[0] ?? 0,
  };
}

type Found = Map<number, (number | Uint8Array)[]>;

function parse(message: Uint8Array): Found {
  const cursor = new Cursor(message);
  const found: Found = new Map();
  while (!cursor.ended) {
    const tag = cursor.varint();
    const values = found.get(tag >> 3) ?? [];
    found.set(tag >> 3, values);
    values.push(cursor.value(tag & 7));
  }
  return found;
}

/** Steps through a message. */
class Cursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** A value of one of the three wire types that are written here. */
  value(wire: number): number | Uint8Array {
    if (wire === 0) return this.varint();
    if (wire === 2) return this.#take(this.varint());
    if (wire !== 5) throw new RangeError(`Cannot read protocol-buffer wire type ${wire}`);
    this.#at += 4;
    return this.#view.getFloat32(this.#at - 4, true);
  }

  varint(): number {
    let value = 0n;
    for (let shift = 0n;; shift += 7n) {
      const byte = this.#view.getUint8(this.#at++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) {
      throw new RangeError("Cannot read a message that ends in a field");
    }
    const piece = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return piece;
  }
}
