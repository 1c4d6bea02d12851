// Dropout masks of one step, drawn on the host from a seeded stream.
import { type Key, type Stream, stream } from "../random/mod.ts";
import type { DropoutMask } from "./graph/graph.ts";
import { sizeOf, type Value } from "./value.ts";

const LEVELS = 2 ** 16;

/**
 * A mask for each of `dropout`, true with probability 1 − rate (to the nearest 1/65536), each from
 * the stream of `key` and its name: the same in every process, whatever was drawn before.
 */
export function makeMasks(dropout: readonly DropoutMask[], key: Key): Record<string, Value> {
  const masks = dropout.map((mask) => [mask.name, drawn(mask, stream(...key, mask.name))] as const);
  return Object.fromEntries(masks);
}

function drawn({ shape, rate }: DropoutMask, draws: Stream): Value {
  const size = sizeOf(shape);
  const data = new Uint8Array(size);
  const dropped = Math.round(rate * LEVELS);
  // Two elements from each draw: 16 bits decide about one.
  for (let place = 0; place < size; place += 2) {
    const bits = draws.bits();
    data[place] = Number((bits & 0xffff) >= dropped);
    // Beyond the end of an odd size this writes nothing.
    data[place + 1] = Number((bits >>> 16) >= dropped);
  }
  return { shape, dtype: "bool", data };
}
