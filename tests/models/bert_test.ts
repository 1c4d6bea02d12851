// BERT's own: kinds of tokens, the pooler, the masked words, and the real model beside its RoBERTa.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openSafetensors, readSafetensors } from "../../engine/run.ts";
import type { Value } from "../../engine/run.ts";
import { bert, matchCheckpoint, plainForward } from "../../models/mod.ts";
import type { ArchitectureName } from "../../models/mod.ts";
import { specsOf } from "../../parity/plans.ts";
import { engines, traced } from "../support/both_engines.ts";
import type { Engine, Values } from "../support/both_engines.ts";
import { assertClose, assertSame, largest } from "../support/closeness.ts";
import { modelOf, tinyModel, withValues } from "../support/models.ts";
import { tinyBatch } from "../support/tiny_batches.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";

async function outputsOf(engine: Engine, model: LoadedModel, batch: Values) {
  const { architecture, config, task, values } = model;
  return await engine.forward({
    batch: specsOf(batch),
    inputs: specsOf(values),
    frozen: [],
    outputs: (weights, tensors) => {
      const outputs = architecture.forward(config, task, plainForward(weights), tensors);
      return { logits: outputs.logits, last: outputs.lastHiddenState };
    },
  }, { ...batch, ...values });
}

Deno.test("bert takes tokens for the first kind where a batch does not say", async () => {
  const model = tinyModel("bert");
  const batch = tinyBatch(model, "types");
  const ids = batch.input_ids as Value;
  const of = (kind: number) => ({ ...ids, data: new Int32Array(ids.data.length).fill(kind) });
  const unsaid = await outputsOf(traced, model, batch);
  const first = await outputsOf(traced, model, { ...batch, "token_type_ids": of(0) });
  const second = await outputsOf(traced, model, { ...batch, "token_type_ids": of(1) });
  assertSame("logits", unsaid.logits, first.logits as Value);
  assert.throws(() => assertSame("logits", unsaid.logits, second.logits as Value));
});

Deno.test("bert's pooler is the base model's, and the classifier alone is the task's", () => {
  const { config, task, names } = tinyModel("bert");
  assert.deepEqual(bert.head(config as never, task).own, ["classifier.weight", "classifier.bias"]);
  assert.ok(names.some(({ name }) => name === "bert.pooler.dense.weight"));
});

Deno.test("bert's base is found under bare and older names", () => {
  const { config, task, names } = tinyModel("bert");
  const { own } = bert.head(config as never, task);
  const bare = (name: string) => name.replace(/^bert\./, "");
  const older = (name: string) =>
    name.replace(/LayerNorm\.weight$/, "LayerNorm.gamma")
      .replace(/LayerNorm\.bias$/, "LayerNorm.beta");
  for (const spell of [bare, older, (name: string) => bare(older(name))]) {
    const base = names.filter(({ name }) => !own.includes(name));
    const tensors = new Map(base.map(({ name, shape }) => [spell(name), { shape, dtype: "F32" }]));
    tensors.set("embeddings.position_ids", { shape: [1, 512], dtype: "I64" });
    const contents = { tensors, read: () => assert.fail("no weight is there twice") };
    const match = matchCheckpoint({ architecture: bert, config: config as never }, base, contents);
    assert.ok(match.ok, match.ok ? "" : match.message);
    assert.deepEqual(match.value.remarks, []);
    for (const [name, found] of match.value.found) assert.equal(found, spell(name));
  }
});

const reference = fileURLToPath(new URL("../reference/bert_mlm.safetensors", import.meta.url));

for (const engine of engines) {
  Deno.test(`bert predicts masked words as the hub's in ${engine.name}`, async () => {
    const file = await readSafetensors(reference);
    const [rows, length] = file.tensors.get("in.input_ids")?.shape as [number, number];
    const config = { ...tinySizes, "model_type": "bert" };
    const base = modelOf("bert", config, { kind: "masked_lm", masked: length });
    const width = tinySizes.hidden_size; // the hub's model of words has no pooler, and ours reads none
    const pooler = [
      ["bert.pooler.dense.weight", [width, width]],
      ["bert.pooler.dense.bias", [width]],
    ] as const;
    const values = Object.fromEntries([
      ...base.names.filter(({ name }) => !name.includes("pooler")).map(({ name }) =>
        [name, file.read(`weight.${name}`)] as const
      ),
      ...pooler.map(([name, shape]) => [name, zeros(shape)] as const),
    ]);
    const count = rows * length;
    const places = Int32Array.from({ length: count }, (_, index) => index);
    const flat = { shape: [count], dtype: "int32" } as const;
    const batch = {
      "input_ids": file.read("in.input_ids"),
      "attention_mask": file.read("in.attention_mask"),
      "token_type_ids": file.read("in.token_type_ids"),
      "masked_positions": { ...flat, data: places },
      labels: { ...flat, data: new Int32Array(count) },
    };
    const { logits } = await outputsOf(engine, withValues(base, values), batch);
    const expected = file.read("logits");
    const reshaped = { ...expected, shape: logits?.shape ?? [] };
    assertClose("logits", [logits, reshaped], 1e-5 * largest(expected));
  });
}

function zeros(shape: readonly number[]): Value {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { shape, dtype: "float32", data: new Float32Array(size) };
}

Deno.test("a bert that was trained on words has all that a classifier's base needs", () => {
  const { config, task } = tinyModel("bert");
  const own = bert.head(config as never, task).own;
  const words = new Set(
    bert.weights(config as never, { kind: "masked_lm", masked: 2 }).map(({ name }) => name),
  );
  const base = bert.weights(config as never, task).filter(({ name }) => !own.includes(name));
  assert.deepEqual(base.filter(({ name }) => !words.has(name)), []);
});

const tinySizes = {
  "vocab_size": 61,
  "hidden_size": 24,
  "num_hidden_layers": 2,
  "num_attention_heads": 3,
  "intermediate_size": 40,
  "max_position_embeddings": 20,
};

/** Where `build_hub.py` of the stand-in hub has put its models; see CONTRIBUTING. */
const hub = Deno.env.get("CAIRN_HUB") ??
  fileURLToPath(new URL("../../../shared/hub/tree", import.meta.url));
const original = `${hub}/models/sentence-transformers/all-MiniLM-L6-v2/main`;
const repackaged = `${hub}/models/minilm/roberta-minilm-l6-h384/main`;

Deno.test({
  name: "the real MiniLM says the same as BERT and, repackaged, as RoBERTa (needs CAIRN_HUB)",
  ignore: !await isFolder(original),
  async fn() {
    const length = 12;
    const ids = Int32Array.of(101, 2002, 2056, 1996, 9440, 8044, 5669, 2449, 2987, 1005, 1056, 102);
    const texts = { shape: [1, length], dtype: "int32" } as const;
    const batch = {
      "input_ids": { ...texts, data: ids },
      "attention_mask": { ...texts, data: new Int32Array(length).fill(1) },
      labels: { shape: [1], dtype: "int32", data: new Int32Array(1) } as const,
    };
    const one = await outputsOf(traced, await realModel("bert", original), batch);
    const other = await outputsOf(traced, await realModel("roberta", repackaged), batch);
    const expected = other.last as Value;
    assertClose("last_hidden_state", [one.last, expected], 1e-5 * largest(expected));
  },
});

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}

/** The backbone of the folder's file; the classifier, which nobody asks, is all zeros. */
async function realModel(name: ArchitectureName, folder: string): Promise<LoadedModel> {
  const json = JSON.parse(await Deno.readTextFile(`${folder}/config.json`));
  const base = modelOf(name, json, { kind: "sequence_classification", labels: 2 });
  const opened = await openSafetensors(`${folder}/model.safetensors`);
  assert.ok(opened.ok, opened.ok ? "" : opened.message);
  const file = opened.value;
  const { own } = base.architecture.head(base.config, base.task);
  const match = matchCheckpoint(base, base.names.filter(({ name }) => !own.includes(name)), file);
  assert.ok(match.ok, match.ok ? "" : match.message);
  const values = base.names.map(({ name, shape }) => {
    const stored = match.value.found.get(name);
    const size = shape.reduce((product, extent) => product * extent, 1);
    const zeros = { shape, dtype: "float32", data: new Float32Array(size) } as const;
    return [name, stored === undefined ? zeros : file.read(stored)];
  });
  return withValues(base, Object.fromEntries(values));
}
