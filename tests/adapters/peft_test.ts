// Adapters in `peft`'s layout: what we write says what the method says, whatever the method.
import assert from "node:assert/strict";
import { checkEquivalence, checkPeftFiles, writePeft } from "../../adapters/mod.ts";
import type { WrittenPeft } from "../../adapters/mod.ts";
import type { Value } from "../../engine/run.ts";
import { architectures } from "../../models/mod.ts";
import type { ArchitectureName } from "../../models/mod.ts";
import { logitsOf } from "../support/adapted_logits.ts";
import { mergedWeights } from "../../parity/train.ts";
import { assertRelativelyClose } from "../support/closeness.ts";
import { tinyModel } from "../support/models.ts";
import { loadedLogits, lorasOf, movedCell, reread } from "../support/peft_round_trip.ts";
import { written } from "../support/peft_round_trip.ts";
import { nameOf, type Reading, readings } from "../support/readings.ts";
import { tinyBatch } from "../support/tiny_batches.ts";

const names = Object.keys(architectures) as ArchitectureName[];
/** FFT and masked products are no low-rank updates, and a language model has no head of its own: see below. */
const refused = ["fft", "ba"] as const;
const exported = ({ method }: Reading, name: ArchitectureName) =>
  !refused.some((each) => each === method) &&
  !(method === "head" && tinyModel(name).task.kind === "causal_lm");

for (const name of names) {
  for (const reading of readings.filter((each) => exported(each, name))) {
    Deno.test(`${nameOf(reading)} on ${name} comes back from peft's layout as the same function`, async () => {
      const model = tinyModel(name);
      const cell = await movedCell(reading, model);
      const loras = lorasOf(cell);
      assert.ok(loras.ok);
      const loaded = reread(model, written(cell, loras.value));
      const batch = tinyBatch(model, "peft");
      const last = cell.links.at(-1) ?? {};
      const wanted = await logitsOf(cell, batch, last);
      const found = await loadedLogits(model, loaded, batch);
      assertRelativelyClose("logits", [found, wanted], 2e-5);
      const folded = await mergedWeights(cell, last);
      for (const lora of loras.value) {
        const weight = `${lora.target.module}.weight`;
        const weights = { before: model.weights(weight), after: folded[weight] as Value };
        const checked = checkEquivalence(lora, weights);
        assert.ok(checked.ok, checked.ok ? "" : checked.message);
      }
    });
  }
}

Deno.test("checkEquivalence() refuses an update that is not the one that was folded", async () => {
  const model = tinyModel("roberta");
  const cell = await movedCell({ method: "lora", options: {} }, model);
  const loras = lorasOf(cell);
  assert.ok(loras.ok);
  const [lora] = loras.value;
  assert.ok(lora);
  const before = model.weights(`${lora.target.module}.weight`);
  const checked = checkEquivalence(lora, { before, after: before });
  assert.equal(checked.ok ? "" : checked.reason, "unequal-update");
});

for (const method of refused) {
  Deno.test(`${method} is refused as an adapter, with the way out`, async () => {
    const loras = lorasOf(await movedCell({ method, options: {} }, tinyModel("vit")));
    assert.ok(!loras.ok);
    assert.match(loras.message, /^Cannot write (fft|ba) .* export the merged checkpoint$/);
  });
}

Deno.test("word embeddings that are trained as a head are refused: peft would change them everywhere", () => {
  const model = tinyModel("gpt2");
  const tied = "transformer.wte.weight";
  const result = writePeft({ loras: [], saved: { [tied]: model.weights(tied) }, base: "" }, model);
  assert.equal(result.ok ? "" : result.reason, "shared-head");
});

async function writtenOf(name: ArchitectureName, reading: Reading): Promise<WrittenPeft> {
  const cell = await movedCell(reading, tinyModel(name));
  const loras = lorasOf(cell);
  assert.ok(loras.ok);
  return written(cell, loras.value);
}

Deno.test("a vit's modules are written under both names, and a list names both", async () => {
  const { config, tensors } = await writtenOf("vit", { method: "lora", options: {} });
  assert.deepEqual(config["target_modules"], ["q_proj", "query", "v_proj", "value"]);
  const old = "base_model.model.vit.encoder.layer.1.attention.attention.value.lora_B.weight";
  const live = "base_model.model.vit.layers.1.attention.v_proj.lora_B.weight";
  assert.deepEqual(tensors[live], tensors[old]);
});

Deno.test("gpt2's q and v become one adapter of c_attn, of twice the rank and the same scale", async () => {
  const { config, tensors } = await writtenOf("gpt2", { method: "lora", options: {} });
  const { r, "lora_alpha": alpha, "fan_in_fan_out": transposed } = config;
  assert.deepEqual([r, alpha, transposed], [8, 16, true]);
  const b = tensors["base_model.model.transformer.h.0.attn.c_attn.lora_B.weight"] as Value;
  assert.deepEqual(b.shape, [48, 8]);
  const ofKey = b.data.subarray(16 * 8, 32 * 8); // the rows of k, which nothing adapts
  assert.ok(ofKey.every((element) => element === 0));
});

Deno.test("a chain's links are stacked, and α grows with the rank", async () => {
  const { config } = await writtenOf("roberta", { method: "c3la", options: {} });
  assert.deepEqual([config.r, config["lora_alpha"]], [12, 24]);
});

Deno.test("head-only training is written as an update that is zero", async () => {
  const { config, tensors } = await writtenOf("roberta", { method: "head", options: {} });
  assert.deepEqual(config["modules_to_save"], ["classifier"]);
  const factors = Object.entries(tensors).filter(([key]) => key.includes(".lora_"));
  assert.equal(factors.length, 2);
  assert.ok(factors.every(([, { data }]) => data.every((element) => element === 0)));
});

Deno.test("a pickled adapter is refused with the reason, a folder without one with the file", () => {
  const pickled = checkPeftFiles(["adapter_config.json", "adapter_model.bin"]);
  assert.match(pickled.ok ? "" : pickled.message, /adapter_model\.bin .* pickled/);
  const empty = checkPeftFiles(["README.md"]);
  assert.match(empty.ok ? "" : empty.message, /lacks adapter_config\.json$/);
});
