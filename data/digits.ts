// Two data sets of real handwritten digits: 0–4 to pre-train on, 5–9 to adapt to.
import { z } from "zod";
import {
  type Dataset,
  defineDataset,
  type Part,
  parts,
  type Prepared,
  type Result,
} from "./dataset.ts";
import type { Column, Split } from "./dataset.ts";
import { mnistNotice, mnistSource, readDigit, side } from "./mnist.ts";
import { cut, type Digested, inDigestOrder, orderByDigest, type Sizes } from "./split.ts";

/** Images of each class in each part; every class gives the same number, so labels are balanced. */
const parameters = z.strictObject({
  train: z.int().positive().describe("images of each class in the training part"),
  validation: z.int().positive().describe("images of each class in the validation part"),
  test: z.int().positive().describe("images of each class in the test part"),
});

/** Scales pixels to −1 … 1, as the hub's ViT does. */
const normalization = { mean: [0.5], std: [0.5] };

/** Digits 0–4. */
export const digitsPretraining: Dataset = digits("digits_pretraining", [0, 1, 2, 3, 4]);

/** Digits 5–9, of which pre-training saw none. */
export const digitsAdaptation: Dataset = digits("digits", [5, 6, 7, 8, 9]);

function digits(name: string, classes: readonly number[]): Dataset {
  return defineDataset({
    name,
    task: "image_classification",
    source: mnistSource,
    needs: [],
    parameters,
    load: (sizes) => load(classes, sizes),
  });
}

interface Labelled {
  readonly image: Uint8Array;
  readonly label: number;
}

type Example = Digested<Labelled>;

async function load(classes: readonly number[], sizes: Sizes): Promise<Result<Prepared>> {
  const drawn: Record<Part, Example[]> = { train: [], validation: [], test: [] };
  for (const [label, digit] of classes.entries()) {
    const images = await readDigit(digit);
    const ordered = orderByDigest(images.map((image) => ({ image, label })), (x) => x.image);
    const taken = cut(ordered, sizes, `distinct images of digit ${digit}`);
    if (!taken.ok) return taken;
    for (const part of parts) drawn[part].push(...taken.value[part]);
  }
  return { ok: true, value: await prepared(classes, drawn) };
}

async function prepared(
  classes: readonly number[],
  drawn: Readonly<Record<Part, Example[]>>,
): Promise<Prepared> {
  return {
    task: { kind: "image_classification", labels: classes.length },
    source: mnistSource,
    labelNames: classes.map(String),
    splits: {
      train: columnsOf(drawn.train),
      validation: columnsOf(drawn.validation),
      test: columnsOf(drawn.test),
    },
    files: { NOTICE: await mnistNotice() },
    normalization,
  };
}

function columnsOf(examples: readonly Example[]): Split {
  const mixed = inDigestOrder(examples);
  const size = side * side;
  const pixels = new Uint8Array(mixed.length * size);
  mixed.forEach(({ value }, row) => pixels.set(value.image, row * size));
  const images: Column = { dtype: "uint8", shape: [1, side, side], data: pixels };
  const labels: Column = {
    dtype: "int32",
    shape: [],
    data: Int32Array.from(mixed, ({ value }) => value.label),
  };
  return { count: mixed.length, columns: { pixel_values: images, labels } };
}
