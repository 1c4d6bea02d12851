// RoBERTa's particulars: positions, padding, lengths.
import assert from "node:assert/strict";
import type { Value } from "../../engine/run.ts";
import { plainForward, roberta } from "../../models/mod.ts";
import { eager } from "../support/both_engines.ts";
import type { Values } from "../support/both_engines.ts";
import { assertClose, assertSame, largest } from "../support/closeness.ts";
import { gradientFeeds, gradientPlan, specsOf } from "../../parity/plans.ts";
import { tinyModel } from "../support/models.ts";
import { tinyBatch } from "../support/tiny_batches.ts";

const model = tinyModel("roberta");

async function logits(batch: Values, names = ["logits"]): Promise<Values> {
  const { architecture, config, task, values } = model;
  const outputs = await eager.forward({
    batch: specsOf(batch),
    inputs: specsOf(values),
    frozen: [],
    outputs: (weights, tensors) => ({
      logits: architecture.forward(config, task, plainForward(weights), tensors).logits,
    }),
  }, { ...batch, ...values });
  return Object.fromEntries(names.map((name) => [name, outputs[name] as Value]));
}

/** The batch, with `extra` more columns of padding. */
function padded(batch: Values, extra: number): Values {
  const widen = (name: string, filling: number): Value => {
    const { shape: [count = 0, length = 0], data } = batch[name] as Value;
    const wider = new Int32Array(count * (length + extra)).fill(filling);
    for (let row = 0; row < count; row++) {
      wider.set(data.subarray(row * length, (row + 1) * length), row * (length + extra));
    }
    return { shape: [count, length + extra], dtype: "int32", data: wider };
  };
  return {
    ...batch,
    "input_ids": widen("input_ids", 1),
    "attention_mask": widen("attention_mask", 0),
  };
}

Deno.test("roberta's logits do not depend on how far a batch is padded", async () => {
  const batch = tinyBatch(model, "padding");
  const [short, long] = [await logits(batch), await logits(padded(batch, 4))];
  assertClose("logits", [long.logits, short.logits as Value], 1e-6);
});

Deno.test("roberta counts positions from the words, also where padding comes first", async () => {
  const words = [7, 8, 9];
  const row = (ids: number[]): Values => ({
    "input_ids": { shape: [1, ids.length], dtype: "int32", data: Int32Array.from(ids) },
    "attention_mask": {
      shape: [1, ids.length],
      dtype: "int32",
      data: Int32Array.from(ids, (id) => id === 1 ? 0 : 1),
    },
    labels: { shape: [1], dtype: "int32", data: Int32Array.of(0) },
  });
  const gradients = async (batch: Values) => {
    const outputs = await eager.step(gradientPlan(model, batch), gradientFeeds(model, batch));
    return outputs["m/roberta.embeddings.position_embeddings.weight.next"] as Value;
  };
  const used = async (ids: number[]) => {
    const { data } = await gradients(row(ids));
    const rows = Array.from(
      { length: 16 },
      (_, index) => data.subarray(index * 16, index * 16 + 16),
    );
    return rows.flatMap((each, index) => largest({ data: each }) > 0 ? [index] : []);
  };
  assert.deepEqual(await used(words), [2, 3, 4]);
  assert.deepEqual(await used([1, 1, ...words]), [2, 3, 4]);
});

Deno.test("roberta's padding rows get no gradient", async () => {
  const batch = tinyBatch(model, "padding row");
  const outputs = await eager.step(gradientPlan(model, batch), gradientFeeds(model, batch));
  for (const table of ["word", "position"]) {
    const { data } = outputs[`m/roberta.embeddings.${table}_embeddings.weight.next`] as Value;
    assertSame(table, { data: data.subarray(16, 32) }, { data: new Float32Array(16) });
  }
});

Deno.test("roberta refuses lengths that its positions cannot number", () => {
  const { config, task } = model;
  const length = (value: number) => () =>
    roberta.batch(config as never, task, { batch: 1, length: value });
  assert.equal(length(14)().length, 3);
  assert.throws(length(15), /length must be in 1 … 14: current value is 15/);
  assert.throws(() => roberta.batch(config as never, task, { batch: 1 }), /current value is 0/);
});

Deno.test("roberta has no head for images, and vit none for words", () => {
  const images = { kind: "image_classification", labels: 2 } as const;
  assert.throws(
    () => roberta.weights(model.config as never, images),
    /Cannot use roberta for image/,
  );
  const { architecture, config } = tinyModel("vit");
  assert.throws(
    () => architecture.weights(config, { kind: "regression" }),
    /Cannot use vit for regr/,
  );
});
