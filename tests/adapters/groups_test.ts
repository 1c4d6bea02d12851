// Parameter groups: rates and weight decay of every method.
import assert from "node:assert/strict";
import { attach, methodNamed } from "../../adapters/mod.ts";
import type { MethodName, Setting } from "../../adapters/mod.ts";
import { tinyModel } from "../support/models.ts";

const setting: Setting = { rank: 4, alpha: 8, links: 2, seed: 12, weightDecay: 0.05 };

/** Name of a trained tensor → its [rate, decay]. */
function settled(method: MethodName, wanted: Partial<Setting> = {}): Map<string, string> {
  const attachment = attach(methodNamed(method), tinyModel("roberta"), { ...setting, ...wanted });
  return new Map(attachment.trained.map(({ name, group }) => {
    const found = attachment.groups[group];
    return [name, `${found?.rate} ${found?.weightDecay}`];
  }));
}

const module = "roberta.encoder.layer.1.attention.self.value";
const [a, b] = [`${module}.lora_A.weight`, `${module}.lora_B.weight`];
const [head, headBias] = ["classifier.dense.weight", "classifier.dense.bias"];

const low: readonly [string, MethodName, Partial<Setting>, Record<string, string>][] = [
  ["lora: no decay on factors", "lora", {}, {
    [a]: "1 0",
    [b]: "1 0",
    [head]: "1 0.05",
    [headBias]: "1 0.05",
  }],
  ["lora: decay on everything", "lora", { options: { decay: "everything" } }, {
    [a]: "1 0.05",
    [headBias]: "1 0.05",
  }],
  ["lora: the head's rate", "lora", { headRate: 10 }, { [a]: "1 0", [head]: "10 0.05" }],
  ["loraplus: B at λ·lr", "loraplus", {}, {
    [a]: "1 0",
    [b]: "16 0",
    [head]: "1 0.05",
    [headBias]: "1 0.05",
  }],
  ["loraplus peft", "loraplus", { options: { groups: "peft" } }, {
    [a]: "1 0",
    [b]: "16 0",
    [head]: "1 0.05",
    [headBias]: "16 0",
  }],
  ["loraplus divide", "loraplus", { options: { groups: "divide" } }, {
    [a]: "0.0625 0",
    [b]: "1 0",
    [head]: "1 0.05",
  }],
  ["loraplus squared", "loraplus", { options: { groups: "squared" } }, {
    [a]: "0.0625 0",
    [b]: "16 0",
    [headBias]: "1 0.05",
  }],
  ["fft: three groups", "fft", { headRate: 10 }, {
    "roberta.embeddings.word_embeddings.weight": "1 0.05",
    "roberta.embeddings.position_embeddings.weight": "1 0",
    "roberta.embeddings.LayerNorm.weight": "1 0",
    [`${module}.weight`]: "1 0.05",
    [`${module}.bias`]: "1 0",
    [head]: "10 0.05",
    [headBias]: "10 0.05",
  }],
  ["fft: decay on everything", "fft", { options: { decay: "everything" } }, {
    "roberta.embeddings.LayerNorm.weight": "1 0.05",
    [`${module}.bias`]: "1 0.05",
  }],
];

for (const [title, method, wanted, expected] of low) {
  Deno.test(`${title}`, () => {
    const groups = settled(method, wanted);
    for (const [name, rateAndDecay] of Object.entries(expected)) {
      assert.equal(groups.get(name), rateAndDecay, name);
    }
  });
}

Deno.test("groups without a tensor do not exist", () => {
  const { groups } = attach(methodNamed("head"), tinyModel("vit"), setting);
  assert.deepEqual(groups, [{ name: "head", rate: 1, weightDecay: 0.05 }]);
});
