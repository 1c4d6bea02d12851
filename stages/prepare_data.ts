// prepare_data: examples as arrays, split for good, with the tokenizer and the notice that go with them.
import { dirname } from "node:path";
import { type DatasetName, datasets, parts, type Prepared } from "../data/mod.ts";
import { defineStage } from "../pipeline/mod.ts";
import type { DataCard } from "./cards.ts";
import { expectValue } from "./expect_value.ts";
import { writeJson } from "./json_file.ts";
import { writeSplit } from "./tensor_file.ts";

export interface PrepareDataParameters {
  readonly dataset: DatasetName;
  /** The data set's own: sizes, lengths. */
  readonly parameters: unknown;
}

/**
 * Writes a file for each part, `data.json` (all that the joint must know of the data), `NOTICE` and
 * `tokenizer.json` (`null` for data without text).
 */
export const prepareData = defineStage<PrepareDataParameters>({
  name: "prepare_data",
  module: import.meta.url,
  environment: "pure",
  outputs: [
    "data.json",
    "train.safetensors",
    "validation.safetensors",
    "test.safetensors",
    "tokenizer.json",
    "NOTICE",
  ],
  async run({ parameters: { dataset, parameters }, inputs, output }) {
    const scratch = dirname(output("data.json"));
    const prepared = expectValue(
      await datasets[dataset].prepare(parameters, { files: inputs, scratch }),
    );
    for (const part of parts) {
      await writeSplit(output(`${part}.safetensors`), prepared.splits[part]);
    }
    await writeJson(output("data.json"), cardOf(dataset, prepared));
    await Deno.writeTextFile(
      output("tokenizer.json"),
      prepared.files["tokenizer.json"] ?? "null\n",
    );
    await Deno.writeTextFile(output("NOTICE"), prepared.files.NOTICE ?? "");
  },
});

function cardOf(dataset: string, prepared: Prepared): DataCard {
  const { task, source, labelNames, splits, normalization, tokens } = prepared;
  const [train, validation, test] = parts.map((part) => splits[part].count) as [
    number,
    number,
    number,
  ];
  return {
    dataset,
    source,
    task,
    labelNames,
    counts: { train, validation, test },
    ...(normalization ? { normalization } : {}),
    ...(tokens ? { tokens } : {}),
  };
}
