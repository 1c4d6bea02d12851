// Batches for the tiny models, drawn from a key.
import type { Value } from "../../engine/run.ts";
import { stream } from "../../random/mod.ts";
import type { Values } from "./both_engines.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";

const [examples, length] = [3, 7];

/** Three examples; words end in padding at different places. */
export function tinyBatch(model: LoadedModel, key: string): Values {
  const { architecture, config, task } = model;
  const specs = architecture.batch(config, task, { batch: examples, length });
  return Object.fromEntries(specs.map(({ name, shape, dtype }) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const value = { shape, dtype, data: fillings[name]?.(size, key) } as Value;
    return [name, value];
  }));
}

type Filling = (size: number, key: string) => Value["data"];

const fillings: Readonly<Record<string, Filling>> = {
  "pixel_values": (size, key) => Float32Array.from({ length: size }, stream("pixels", key).normal),
  labels: (size, key) => below(3, size, stream("labels", key).below), // classes, or words
  "input_ids": (size, key) => {
    const ids = below(19, size, stream("ids", key).below).map((id) => id + 4);
    return ids.map((id, index) => isPadding(index) ? 1 : id);
  },
  "attention_mask": (size) =>
    Int32Array.from({ length: size }, (_, index) => isPadding(index) ? 0 : 1),
};

function below(most: number, size: number, draw: (n: number) => number): Int32Array {
  return Int32Array.from({ length: size }, () => draw(most));
}

/** Row i has i padded words. */
function isPadding(index: number): boolean {
  return length - index % length <= Math.floor(index / length);
}
