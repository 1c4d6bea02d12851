// Writes tensors as a safetensors file: equal tensors give equal bytes.
import { open } from "node:fs/promises";
import type { StoredType } from "./safetensors_elements.ts";
import type { DType } from "./value.ts";

/** What a file can hold beside the engine's own types: pixels, and numbers that must stay doubles. */
export interface FileValue {
  readonly shape: readonly number[];
  readonly dtype: DType | "uint8" | "float64";
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

const stored: Readonly<Record<FileValue["dtype"], StoredType>> = {
  float32: "F32",
  float64: "F64",
  int32: "I32",
  uint8: "U8",
  bool: "BOOL",
};
/** The header is padded with blanks so that the elements begin at a multiple of this. */
const ALIGNMENT = 8;

/**
 * Writes `tensors` to `path`: names sorted, metadata sorted and first, elements one after the other.
 * The caller sees to it that the file appears whole, if that matters.
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, FileValue>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (Object.hasOwn(tensors, "__metadata__")) {
    throw new Error('Cannot name a tensor "__metadata__"');
  }
  const sorted = Object.entries(tensors).sort(byName);
  const file = await open(path, "w");
  try {
    await file.writeFile(headerOf(sorted, metadata));
    for (const [, { data }] of sorted) {
      await file.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  } finally {
    await file.close();
  }
}

function headerOf(
  sorted: readonly (readonly [string, FileValue])[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const words = Object.entries(metadata).sort(byName);
  const entries = words.length > 0 ? { __metadata__: Object.fromEntries(words) } : {};
  const text = new TextEncoder().encode(JSON.stringify({ ...entries, ...placed(sorted) }));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, 8);
  return header;
}

function placed(sorted: readonly (readonly [string, FileValue])[]): Record<string, unknown> {
  let end = 0;
  const entry = ([name, { dtype, shape, data }]: readonly [string, FileValue]) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype: stored[dtype], shape, data_offsets: [begin, end] }];
  };
  return Object.fromEntries(sorted.map(entry));
}

/** By code units, not by the user's language. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
