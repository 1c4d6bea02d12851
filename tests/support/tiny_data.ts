// Drawn examples in the files that prepare_data would write: enough for a model to learn from in no time.
import { join } from "node:path";
import type { Column, Part, Split, Task, Tokens } from "../../data/mod.ts";
import { type Stream, stream } from "../../random/mod.ts";
import type { DataCard } from "../../stages/cards.ts";
import { writeSplit } from "../../stages/tensor_file.ts";
import type { Files } from "./stage_work.ts";

export type Kind = "images" | "texts" | "masked";

/** Examples in each part; none is a multiple of 4 but `train`. */
export const counts: Readonly<Record<Part, number>> = { train: 16, validation: 6, test: 9 };

const labels = 3;
const tokens: Tokens = {
  vocabulary: 23,
  begin: 0,
  pad: 1,
  end: 2,
  unknown: 3,
  mask: 4,
  length: 7,
};

/** Writes `data.json` and the three parts. */
export async function tinyData(folder: string, kind: Kind): Promise<Files> {
  const files: Record<string, string> = { data: join(folder, `${kind}.json`) };
  await Deno.writeTextFile(files.data ?? "", JSON.stringify(tinyCard(kind)));
  for (const part of Object.keys(counts) as Part[]) {
    files[part] = join(folder, `${kind}_${part}.safetensors`);
    await writeSplit(files[part], tinySplit(kind, part));
  }
  return files;
}

/** The description of the drawn data. */
export function tinyCard(kind: Kind): DataCard {
  const words = { dataset: kind, source: "drawn", labelNames: ["a", "b", "c"], counts };
  if (kind === "images") {
    return { ...words, task: taskOf(kind), normalization: { mean: [0.25], std: [0.5] } };
  }
  return { ...words, task: taskOf(kind), tokens };
}

function taskOf(kind: Kind): Task {
  if (kind === "masked") return { kind: "masked_lm", masked: 2, share: 0.4 };
  return { kind: kind === "images" ? "image_classification" : "sequence_classification", labels };
}

/** One part; an example shows its label, so that there is something to learn. */
export function tinySplit(kind: Kind, part: Part): Split {
  const draw = stream("tiny", kind, part);
  const count = counts[part];
  const classes = Int32Array.from({ length: count }, () => draw.below(labels));
  const own: Column = { dtype: "int32", shape: [], data: classes };
  if (kind === "images") {
    return { count, columns: { "pixel_values": pixels(classes, draw), labels: own } };
  }
  const text = words(classes, draw);
  return { count, columns: kind === "masked" ? text : { ...text, labels: own } };
}

/** Grey noise, brighter for a higher class: [1, 8, 8]. */
function pixels(classes: Int32Array, draw: Stream): Column {
  const data = Uint8Array.from(
    { length: classes.length * 64 },
    (_, index) => draw.below(128) + 60 * (classes[Math.floor(index / 64)] ?? 0),
  );
  return { dtype: "uint8", shape: [1, 8, 8], data };
}

/** `<s> class word word (word) </s> <pad> …`: rows of 5 or 6 tokens in 7 places. */
function words(classes: Int32Array, draw: Stream): Record<string, Column> {
  const { begin, end, pad, length } = tokens;
  const rows = Array.from(classes, (label) => {
    const body = Array.from({ length: 2 + draw.below(2) }, () => 8 + draw.below(15));
    const row = [begin, 5 + label, ...body, end];
    return [...row, ...Array<number>(length - row.length).fill(pad)];
  });
  const column = (data: number[]): Column => (
    { dtype: "int32", shape: [length], data: Int32Array.from(data) }
  );
  const ids = rows.flat();
  return {
    "input_ids": column(ids),
    "attention_mask": column(ids.map((id) => id === pad ? 0 : 1)),
  };
}
