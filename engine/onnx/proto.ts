// Writes protocol-buffer messages: the wire format of ONNX files.

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/** A message under construction; fields are written in the order of the calls. */
export class Message {
  readonly #parts: Uint8Array[] = [];
  #size = 0;

  /** An integer field; negative numbers take ten bytes, as in two's complement of 64 bits. */
  integer(field: number, value: number): this {
    return this.#tag(field, VARINT).#varint(value);
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#tag(field, FIXED32).#append(bytes);
  }

  bytes(field: number, bytes: Uint8Array): this {
    return this.#tag(field, BYTES).#varint(bytes.length).#append(bytes);
  }

  text(field: number, text: string): this {
    return this.bytes(field, new TextEncoder().encode(text));
  }

  message(field: number, message: Message): this {
    this.#tag(field, BYTES).#varint(message.#size);
    for (const part of message.#parts) this.#append(part);
    return this;
  }

  /** The message as one piece. */
  finish(): Uint8Array {
    const whole = new Uint8Array(this.#size);
    let offset = 0;
    for (const part of this.#parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  }

  #tag(field: number, type: number): this {
    return this.#varint(field * 8 + type);
  }

  #varint(value: number): this {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) + 128);
      rest >>= 7n;
    }
    return this.#append(Uint8Array.of(...bytes, Number(rest)));
  }

  #append(part: Uint8Array): this {
    this.#parts.push(part);
    this.#size += part.length;
    return this;
  }
}
