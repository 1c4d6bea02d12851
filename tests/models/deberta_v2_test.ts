// DeBERTa's particulars: distances, padding, the convolution, the paper's own head, older names.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Value } from "../../engine/run.ts";
import { debertaV2, initialize, plainForward } from "../../models/mod.ts";
import type { DebertaV2Config, Task } from "../../models/mod.ts";
import { positionRow, positionRows } from "../../models/deberta_v2_positions.ts";
import { eager } from "../support/both_engines.ts";
import type { Values } from "../support/both_engines.ts";
import { assertClose, assertSame, largest } from "../support/closeness.ts";
import { namedOutputs, specsOf } from "../../parity/plans.ts";
import { modelOf, tinyConfig, tinyModel } from "../support/models.ts";
import { tinyBatch } from "../support/tiny_batches.ts";

const model = tinyModel("deberta-v2");
const config = model.config as DebertaV2Config;

async function outputsOf(batch: Values): Promise<Values> {
  const { architecture, task, values } = model;
  return await eager.forward({
    batch: specsOf(batch),
    inputs: specsOf(values),
    frozen: [],
    outputs: (weights, tensors) => {
      const outputs = architecture.forward(config, task, plainForward(weights), tensors);
      return { ...namedOutputs(outputs), losses: architecture.loss(task, outputs, tensors) };
    },
  }, { ...batch, ...values });
}

/** The batch with some of its numbers changed. */
function changed(batch: Values, name: string, change: (value: number, index: number) => number) {
  const value = batch[name] as Value;
  return { ...batch, [name]: { ...value, data: Int32Array.from(value.data, change) } } as Values;
}

const facts = JSON.parse(
  Deno.readTextFileSync(fileURLToPath(new URL("../reference/deberta_v2.json", import.meta.url))),
);

for (const [buckets, longest, places] of facts.buckets as [number, number, number[]][]) {
  Deno.test(`positionRow() puts distances into ${buckets} buckets up to ${longest} as the hub does`, () => {
    const rows = positionRows({ buckets, longest });
    const row = (distance: number) => positionRow({ buckets, longest }, distance);
    assert.equal(rows, 2 * buckets);
    places.forEach((place, distance) => {
      assert.equal(row(distance), Math.min(place + buckets, rows - 1), `distance ${distance}`);
      assert.equal(row(-distance), Math.max(buckets - place, 0), `distance −${distance}`);
    });
  });
}

Deno.test("positionRow() without buckets tells every distance apart, up to the longest", () => {
  const rows = [-9, -4, -3, 0, 3, 4, 9].map((each) =>
    positionRow({ buckets: -1, longest: 4 }, each)
  );
  assert.deepEqual(rows, [0, 0, 1, 4, 7, 7, 7]);
});

Deno.test("deberta-v2's logits do not depend on what stands in the padding", async () => {
  const batch = tinyBatch(model, "padding");
  const mask = batch["attention_mask"]?.data as Int32Array;
  const other = changed(batch, "input_ids", (id, index) => mask[index] === 0 ? 21 : id);
  assert.notDeepEqual(other["input_ids"], batch["input_ids"]);
  const [ours, theirs] = [await outputsOf(batch), await outputsOf(other)];
  assertSame("logits", ours.logits, theirs.logits as Value);
});

Deno.test("a row of padding alone has finite logits in deberta-v2, and changes no other row", async () => {
  const batch = tinyBatch(model, "padding");
  const hidden = changed(batch, "attention_mask", (here, index) => index < 7 ? 0 : here);
  const [ours, theirs] = [await outputsOf(hidden), await outputsOf(batch)];
  const others = (value?: Value) => ({ data: value?.data.subarray(3) ?? [] });
  assert.ok(Number.isFinite(largest(ours.logits as Value)));
  assertClose("logits", [others(ours.logits), others(theirs.logits)], 1e-6);
});

Deno.test("deberta-v2's convolution leaves zeros where padding is", async () => {
  const { "hidden_states.1": first, "hidden_states.2": second } = await outputsOf(
    tinyBatch(model, "convolution"),
  );
  const last = (value?: Value) => ({ data: value?.data.subarray(-16) ?? [] }); // row 2 ends in padding
  assert.equal(largest(last(first)), 0);
  assert.ok(largest(last(second)) > 0, "the second layer has no convolution");
});

Deno.test("deberta-v2's classifier loses nothing where the label is below 0", async () => {
  const batch = tinyBatch(model, "labels");
  const { losses } = await outputsOf(
    changed(batch, "labels", (label, row) => row === 1 ? -1 : label),
  );
  assert.equal(Math.abs(losses?.data[1] ?? 1), 0);
  assert.ok((losses?.data[0] ?? 0) > 0);
});

const own: Task = { kind: "sequence_classification", labels: 3, head: "fc" };

Deno.test("the paper's head has fc and cls, of which cls is trained", () => {
  const head = debertaV2.head(config, own);
  assert.deepEqual(head.own, ["fc.weight", "fc.bias", "cls.weight", "cls.bias"]);
  assert.deepEqual(head.trained, ["cls.weight", "cls.bias"]);
  assert.deepEqual(head.readout, head.trained);
  const { names } = modelOf("deberta-v2", tinyConfig("deberta-v2"), own);
  assert.deepEqual(names.slice(-4).map(({ shape }) => shape), [[16, 16], [16], [3, 16], [3]]);
  const regression = debertaV2.weights(config, { kind: "regression", head: "fc" });
  assert.deepEqual(regression.at(-2)?.shape, [1, 16]);
});

Deno.test("the paper's head is drawn as torch.nn.Linear does: weight and bias within ± 1 / √in", () => {
  const { names } = modelOf("deberta-v2", tinyConfig("deberta-v2"), own);
  const drawn = initialize(names.slice(-4), 0.02, [12]);
  for (const [name, value] of Object.entries(drawn)) {
    assert.ok(largest(value) <= 0.25, name);
    assert.ok(largest(value) > 0.1, name);
  }
});

Deno.test("the paper's head drops 0.3 of what the rectifier leaves", async () => {
  const given = tinyModel("deberta-v2", own);
  const rates: number[] = [];
  const batch = tinyBatch(given, "head");
  await eager.forward({
    batch: specsOf(batch),
    inputs: specsOf(given.values),
    frozen: [],
    outputs: (weights, tensors) => {
      const f = plainForward(weights, (x, rate) => (rates.push(rate), x));
      const { logits } = given.architecture.forward(config, own, f, tensors);
      assert.deepEqual(logits.shape, [3, 3]);
      return { logits };
    },
  }, { ...batch, ...given.values });
  assert.equal(rates.at(-1), 0.3);
});

const spellings: readonly [string, string][] = [
  ["deberta.encoder.LayerNorm.weight", "encoder.LayerNorm.gamma"],
  ["deberta.embeddings.LayerNorm.bias", "deberta.embeddings.LayerNorm.beta"],
  ["cls.predictions.transform.dense.weight", "lm_predictions.lm_head.dense.weight"],
  ["cls.predictions.bias", "lm_predictions.lm_head.bias"],
  ["lm_predictions.lm_head.LayerNorm.bias", "cls.predictions.transform.LayerNorm.beta"],
];

for (const [name, older] of spellings) {
  Deno.test(`a checkpoint of deberta-v2 may call ${name} ${older}`, () => {
    const names = debertaV2.checkpointNames(name);
    assert.equal(names[0], name);
    assert.ok(names.includes(older));
  });
}

Deno.test("deberta-v2 has no head for images and for next words", () => {
  for (
    const task of [{ kind: "image_classification", labels: 2 }, { kind: "causal_lm" }] as const
  ) {
    assert.throws(() => debertaV2.weights(config, task), /Cannot use deberta-v2 for/);
  }
});

Deno.test("deberta-v2 takes any length where no table of positions ends it", () => {
  const batch = (given: DebertaV2Config, length?: number) => () =>
    debertaV2.batch(given, model.task, { batch: 1, ...(length === undefined ? {} : { length }) });
  const relative = { ...config, "position_biased_input": false };
  assert.equal(batch(relative, 4000)().length, 3);
  assert.throws(batch(relative), /length must be at least 1: current value is 0/);
  assert.throws(batch(config, 9), /length must be in 1 … 8: current value is 9/);
});
