// The constants of a graph as tensors: from its own bytes, or from places in weight files.
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Initializer } from "../../graph/recording.ts";
import type { FileSource } from "../../source.ts";
import type { Operand, Place } from "./kernel.ts";

/** Constants of at most so many elements are kept as numbers too: shapes, axes and bounds. */
const FEW = 64;

/** Every constant by name. Throws where a weight file is missing or too short. */
export async function openConstants(
  initializers: readonly Initializer[],
  place: Place,
): Promise<ReadonlyMap<string, Operand>> {
  const constants = new Map<string, Operand>();
  for (const initializer of initializers) {
    const { source } = initializer;
    const bytes = source.kind === "bytes" ? source.bytes : await readPlace(source, place.folder);
    constants.set(initializer.name, operandOf(place, initializer, bytes));
  }
  return constants;
}

async function readPlace({ file, offset, length }: FileSource, folder = "."): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const handle = await open(join(folder, file));
  try {
    const { bytesRead } = await handle.read(bytes, 0, length, offset);
    if (bytesRead === length) return bytes;
    throw new Error(`Cannot read ${length} bytes at ${offset} of ${file}: it ends before`);
  } finally {
    await handle.close();
  }
}

function operandOf({ tf }: Place, { shape, dtype }: Initializer, bytes: Uint8Array): Operand {
  // A copy: elements need a place that fits them.
  const { buffer } = bytes.slice();
  const elements = {
    float32: () => new Float32Array(buffer),
    int32: () => new Int32Array(buffer),
    int64: () => Int32Array.from(new BigInt64Array(buffer), clamped),
    bool: () => new Uint8Array(buffer),
  }[dtype]();
  const tensor = tf.tensor(elements, [...shape], dtype === "int64" ? "int32" : dtype);
  return elements.length > FEW ? { tensor } : { tensor, numbers: [...elements] };
}

/** ONNX writes "to the end" as the largest int64. */
function clamped(value: bigint): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Number(value)));
}
