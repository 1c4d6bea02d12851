// Writes protobuf fields, to build SentencePiece models in tests.

/** A field of wire type 0. */
export function numberField(number: number, value: number): number[] {
  return [...varint(number << 3), ...varint(value)];
}

/** A field of wire type 2. */
export function bytesField(number: number, bytes: readonly number[]): number[] {
  return [...varint(number << 3 | 2), ...varint(bytes.length), ...bytes];
}

/** A string as a field of wire type 2. */
export function textField(number: number, text: string): number[] {
  return bytesField(number, [...new TextEncoder().encode(text)]);
}

/** A float as a field of wire type 5. */
export function floatField(number: number, value: number): number[] {
  const bytes = new Uint8Array(Float32Array.of(value).buffer);
  return [...varint(number << 3 | 5), ...bytes];
}

function varint(value: number): number[] {
  if (value < 0x80) return [value];
  return [value & 0x7f | 0x80, ...varint(value >>> 7)];
}
