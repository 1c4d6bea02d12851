// prepare_data: the parts, their description, the tokenizer and the notice, as files.
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { type DatasetName, parts } from "../../data/mod.ts";
import { readSafetensors } from "../../engine/run.ts";
import type { DataCard } from "../../stages/cards.ts";
import { StageFailure } from "../../stages/expect_value.ts";
import { prepareData } from "../../stages/prepare_data.ts";
import { readSplit } from "../../stages/tensor_file.ts";
import { digestsOf, type Files, inFolder, readDocument, runStage } from "../support/stage_work.ts";

const images = { train: 10, validation: 3, test: 4 };
const text = { vocabulary: 300, length: 12, share: 0.15, lines: 200, validation: 20, test: 20 };

function prepared(
  folder: string,
  dataset: DatasetName,
  { parameters, inputs = {} }: { parameters: unknown; inputs?: Files },
): Promise<Files> {
  return runStage(prepareData, folder, { parameters: { dataset, parameters }, inputs });
}

const cardOf = (files: Files) => readDocument<DataCard>(files["data.json"]);

async function assertCounts(files: Files): Promise<void> {
  const { counts } = await cardOf(files);
  for (const part of parts) {
    const { count } = await readSplit(files[`${part}.safetensors`]);
    assert.ok(count > 0);
    assert.equal(count, counts[part]);
  }
}

Deno.test("prepare_data writes the parts of digits as bytes, and how to normalise them", async () => {
  await inFolder(async (folder) => {
    const files = await prepared(folder, "digits", { parameters: images });
    await assertCounts(files);
    const { task, normalization, tokens, labelNames } = await cardOf(files);
    assert.deepEqual(task, { kind: "image_classification", labels: labelNames.length });
    assert.equal(normalization?.mean.length, 1);
    assert.equal(tokens, undefined);
    const { tensors } = await readSafetensors(files["test.safetensors"] ?? "");
    const kinds = ["pixel_values", "labels"].map((name) => tensors.get(name));
    assert.deepEqual(kinds.map((kind) => kind?.dtype), ["U8", "I32"]);
    assert.deepEqual(kinds[0]?.shape.slice(1), [1, 28, 28]);
  });
});

Deno.test("prepare_data writes every declared file: no tokenizer is null, and the notice is there", async () => {
  await inFolder(async (folder) => {
    const files = await prepared(folder, "digits", { parameters: images });
    assert.deepEqual(Object.keys(files).sort(), [...prepareData.outputs].sort());
    assert.equal(await readDocument(files["tokenizer.json"]), null);
    assert.match(await Deno.readTextFile(files.NOTICE ?? ""), /^The MIT License[^]+Copyright/);
  });
});

Deno.test("prepare_data gives equal bytes twice", async () => {
  await inFolder(async (folder) => {
    const digests = async () =>
      await digestsOf(await prepared(folder, "digits", { parameters: images }));
    assert.deepEqual(await digests(), await digests());
  });
});

Deno.test("prepare_data trains a tokenizer on glosses, which the supersenses then use", async () => {
  await inFolder(async (folder) => {
    const glosses = await prepared(folder, "wordnet_text", { parameters: text });
    await assertCounts(glosses);
    const files = await prepared(folder, "wordnet_supersenses", {
      parameters: { length: 12, train: 5, validation: 2, test: 3 },
      inputs: { tokenizer: glosses["tokenizer.json"] ?? "" },
    });
    await assertCounts(files);
    const [of, own] = [await cardOf(glosses), await cardOf(files)];
    assert.equal(of.task.kind, "masked_lm");
    assert.equal(own.task.kind, "sequence_classification");
    assert.deepEqual(own.tokens, of.tokens);
    assert.equal(own.tokens?.vocabulary, 300);
    const { columns } = await readSplit(files["train.safetensors"]);
    assert.deepEqual(Object.keys(columns).sort(), ["attention_mask", "input_ids", "labels"]);
  });
});

Deno.test("prepare_data leaves nothing beside its outputs", async () => {
  await inFolder(async (folder) => {
    const files = await prepared(folder, "wordnet_text", { parameters: text });
    const made = dirname(files["data.json"] ?? "");
    const names = (await Array.fromAsync(Deno.readDir(made))).map(({ name }) => name);
    assert.deepEqual(names.sort(), [...prepareData.outputs].sort());
  });
});

Deno.test("prepare_data without the tokenizer that a data set needs ends with a sentence", async () => {
  await inFolder(async (folder) => {
    const run = prepared(folder, "wordnet_supersenses", {
      parameters: { length: 12, train: 5, validation: 2, test: 3 },
    });
    await assert.rejects(run, (error) => {
      assert.ok(error instanceof StageFailure);
      assert.match(error.message, /wordnet_supersenses needs an input "tokenizer"/);
      return true;
    });
  });
});

Deno.test("prepare_data refuses parameters that the data set does not know", async () => {
  await inFolder(async (folder) => {
    const run = prepared(folder, "digits", { parameters: { ...images, tset: 3 } });
    await assert.rejects(run, (error) => {
      assert.ok(error instanceof StageFailure);
      assert.match(error.message, /tset/);
      return true;
    });
  });
});
