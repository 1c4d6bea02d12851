// The presets are the paper's ten models: sizes, names and computation, against tests/reference/real_configs.json.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { traceForward } from "../../engine/mod.ts";
import { architectures, plainForward } from "../../models/mod.ts";
import type { ArchitectureName, Task, Weight } from "../../models/mod.ts";
import { modelOf } from "../support/models.ts";
import { tinyArchitectures } from "../support/tiny_architectures.ts";

/** A model of the hub, as its class was built with that config on torch's meta device. */
interface Real {
  readonly config: Readonly<Record<string, unknown>>;
  readonly "num_labels": number | null;
  readonly "parameters_total": number;
  readonly "parameters_base_model": number;
  readonly "head_parameters": number;
  readonly "lora_qv_trainable_without_head": Readonly<Record<string, number>>;
  readonly "shapes_of_embeddings_layer0_head": Readonly<Record<string, readonly number[]>>;
}

const reals: Readonly<Record<string, Real>> = JSON.parse(
  Deno.readTextFileSync(fileURLToPath(new URL("../reference/real_configs.json", import.meta.url))),
).models;

/** By the preset's name. */
const repositories: Readonly<Record<string, string>> = {
  "vit-base": "google/vit-base-patch16-224",
  "deit-tiny": "facebook/deit-tiny-patch16-224",
  "roberta-base": "FacebookAI/roberta-base",
  "roberta-large": "FacebookAI/roberta-large",
  "deberta-v3-base": "microsoft/deberta-v3-base",
  "deberta-v2-xxlarge": "microsoft/deberta-v2-xxlarge",
  "gpt2": "openai-community/gpt2",
  "tinyllama-1.1b": "TinyLlama/TinyLlama-1.1B-intermediate-step-1431k-3T",
  "meta-llama-3-8b": "meta-llama/Meta-Llama-3-8B",
  "deepseek-coder-1.3b-base": "deepseek-ai/deepseek-coder-1.3b-base",
};

const presets = (Object.keys(architectures) as ArchitectureName[]).flatMap((name) =>
  Object.entries(architectures[name].presets).map(([preset, json]) => ({ name, preset, json }))
);

Deno.test("the paper's ten models are presets, each once", () => {
  const names = presets.map(({ preset }) => preset);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(Object.keys(repositories).filter((preset) => !names.includes(preset)), []);
  assert.deepEqual(Object.values(repositories).sort(), Object.keys(reals).sort());
});

for (const { name, preset, json } of presets) {
  const real = reals[repositories[preset] ?? ""];
  if (real === undefined) continue; // a preset beside the ten
  const model = modelOf(name, json, taskOf(name, real));
  const { architecture, config } = model;

  Deno.test(`${preset} has ${real.parameters_total} numbers, as the hub's model`, () => {
    // The hub's models keep all but the head in one module, whose name comes first.
    const [base = ""] = architecture.targets(config)[0]?.module.split(".") ?? [];
    const inBase = (weight: Weight) => weight.name.startsWith(`${base}.`);
    assert.equal(count(model.names), real.parameters_total);
    assert.equal(count(model.names.filter(inBase)), real.parameters_base_model);
    assert.equal(count(model.names.filter((each) => !inBase(each))), real.head_parameters);
  });

  Deno.test(`${preset} has the hub's names and shapes`, () => {
    const others = /\.(layer|layers|h)\.[1-9]\d*\./;
    const ours = model.names.filter((weight) => !others.test(weight.name));
    const shapes = Object.fromEntries(ours.map((weight) => [weight.name, weight.shape]));
    assert.deepEqual(shapes, real.shapes_of_embeddings_layer0_head);
  });

  Deno.test(`${preset} computes what the hub's config says`, () => {
    const [ours, theirs] = [json, real.config].map((each) => graphOf(name, each, model.task));
    assert.deepEqual(ours, theirs);
  });

  Deno.test(`${preset}'s q and v take as many numbers of LoRA as peft's`, () => {
    const targets = architecture.targets(config).filter(({ letter }) => /^[qv]$/.test(letter));
    const across = targets.reduce((sum, target) => sum + target.in + target.out, 0);
    for (const [rank, expected] of Object.entries(real.lora_qv_trainable_without_head)) {
      assert.equal(Number(rank) * across, expected, `rank ${rank}`);
    }
  });
}

function taskOf(name: ArchitectureName, { num_labels: labels }: Real): Task {
  if (labels === null) return { kind: "causal_lm" };
  return { kind: name === "vit" ? "image_classification" : "sequence_classification", labels };
}

function count(weights: readonly Weight[]): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

/** What two layers of the model compute, as bytes. */
function graphOf(name: ArchitectureName, json: object, task: Task): Uint8Array {
  const short = { ...json, [tinyArchitectures[name].layers.key]: 2 };
  const { architecture, config, names } = modelOf(name, short, task);
  return traceForward({
    batch: architecture.batch(config, task, { batch: 1, length: 9 }),
    inputs: names.map((weight) => ({ name: weight.name, shape: weight.shape, dtype: "float32" })),
    frozen: [],
    outputs: (values, batch) => ({
      logits: architecture.forward(config, task, plainForward(values), batch).logits,
    }),
  }).bytes;
}
