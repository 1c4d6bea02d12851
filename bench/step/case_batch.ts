// The batch of a case: real digits, or word ids in the shape of the supersense data.
import { datasets, gather, normalizePixels } from "../../data/mod.ts";
import { sizeOf, type TensorSpec, type Value } from "../../engine/run.ts";
import { stream } from "../../random/mod.ts";
import type { Specified } from "./step_case.ts";

type Tensors = Readonly<Record<string, Value>>;

/** Tensors for each of the batch's specs. */
export async function caseBatch(specified: Specified): Promise<Tensors> {
  if (specified.task.kind === "image_classification") return await digits(specified.recipe.batch);
  return words(specified);
}

async function digits(count: number): Promise<Tensors> {
  const sizes = { train: Math.ceil(count / 5), validation: 1, test: 1 };
  const prepared = await datasets.digits.prepare(sizes, { files: {}, scratch: "" });
  if (!prepared.ok) throw new Error(prepared.message);
  const { splits, normalization } = prepared.value;
  const { pixel_values: pixels, labels } = gather(
    splits.train,
    Int32Array.from({ length: count }, (_, row) => row),
  );
  if (pixels === undefined || normalization === undefined) {
    throw new Error("Cannot make a batch of digits without pixels");
  }
  return { "pixel_values": normalizePixels(pixels, normalization), labels } as Tensors;
}

/** Begin, end and padding as byte-pair tokenizers in RoBERTa's manner number them; words follow. */
const [begin, padding, end, firstWord] = [0, 1, 2, 4] as const;

/** Rows of 6 … S tokens, the rest padding: speed does not depend on which words they are. */
function words({ batch, config, task }: Specified): Tensors {
  const draws = stream("bench", "words");
  const [rows, length] = shapeOf(batch, "input_ids") as [number, number];
  const { vocab_size: vocabulary = 0 } = config as { "vocab_size"?: number };
  const labels = "labels" in task ? task.labels : 1;
  const ids = new Int32Array(rows * length).fill(padding);
  for (let row = 0; row < rows; row++) {
    const count = 6 + draws.below(length - 5);
    const word = () => firstWord + draws.below(vocabulary - firstWord);
    ids.set([begin, ...Array.from({ length: count - 2 }, word), end], row * length);
  }
  return {
    "input_ids": int32([rows, length], ids),
    "attention_mask": int32([rows, length], ids.map((id) => Number(id !== padding))),
    labels: int32([rows], Int32Array.from({ length: rows }, () => draws.below(labels))),
  };
}

function shapeOf(specs: readonly TensorSpec[], name: string): readonly number[] {
  return specs.find((spec) => spec.name === name)?.shape ?? [];
}

function int32(shape: readonly number[], data: Int32Array): Value {
  if (data.length !== sizeOf(shape)) throw new RangeError(`Cannot shape ${data.length} numbers`);
  return { shape, dtype: "int32", data };
}
