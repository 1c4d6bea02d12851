// The element types of safetensors, and the way from them to the three that the engine knows.
import type { Value } from "./value.ts";

/** The element types of the format, with their bits. */
export const elementBits = {
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  BOOL: 8,
  U8: 8,
  I8: 8,
  F8_E4M3: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2: 8,
  F8_E5M2FNUZ: 8,
  F8_E8M0: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  I64: 64,
  U64: 64,
  F64: 64,
} as const;

/** An element type of the format. */
export type StoredType = keyof typeof elementBits;

/** The elements of a tensor. */
export type Elements = Pick<Value, "dtype" | "data">;

/**
 * Decodes little-endian elements. Floats become float32 (float64 is rounded), integers int32, and
 * bool stays. Throws for an integer beyond 32 bits and for a type of quantised weights, naming the tensor.
 */
export function decodeElements(bytes: Uint8Array, type: StoredType, name: string): Elements {
  const { buffer } = bytes.byteOffset === 0 ? bytes : bytes.slice();
  const decoder = decoders[type];
  if (decoder !== undefined) return decoder(buffer as ArrayBuffer, name);
  throw new RangeError(`Cannot read "${name}" as it is of type ${type}`);
}

type Decoder = (buffer: ArrayBuffer, name: string) => Elements;

const decoders: Readonly<Partial<Record<StoredType, Decoder>>> = {
  BOOL: (buffer) => ({ dtype: "bool", data: new Uint8Array(buffer) }),
  U8: (buffer) => integers(new Uint8Array(buffer)),
  I8: (buffer) => integers(new Int8Array(buffer)),
  I16: (buffer) => integers(new Int16Array(buffer)),
  U16: (buffer) => integers(new Uint16Array(buffer)),
  F16: (buffer) => floats(Float32Array.from(new Uint16Array(buffer), halfToFloat)),
  BF16: (buffer) => floats(upperHalves(new Uint16Array(buffer))),
  I32: (buffer) => ({ dtype: "int32", data: new Int32Array(buffer) }),
  U32: (buffer, name) => integers(new Uint32Array(buffer), name),
  F32: (buffer) => floats(new Float32Array(buffer)),
  I64: (buffer, name) => integers(Float64Array.from(new BigInt64Array(buffer), Number), name),
  U64: (buffer, name) => integers(Float64Array.from(new BigUint64Array(buffer), Number), name),
  F64: (buffer) => floats(Float32Array.from(new Float64Array(buffer))),
};

function floats(data: Float32Array): Elements {
  return { dtype: "float32", data };
}

function integers(elements: ArrayLike<number>, name = ""): Elements {
  const data = Int32Array.from(elements);
  const wrong = data.findIndex((element, place) => element !== elements[place]);
  if (wrong === -1) return { dtype: "int32", data };
  throw new RangeError(`Cannot read "${name}" as int32: it holds ${elements[wrong]}`);
}

/** bfloat16 is the upper half of float32. */
function upperHalves(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
