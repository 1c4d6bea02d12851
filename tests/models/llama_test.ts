// Llama's particulars: shared keys, rotary positions and how they are stretched, and the last word.
import assert from "node:assert/strict";
import { traceForward } from "../../engine/mod.ts";
import type { Value } from "../../engine/run.ts";
import { initialize, llama, plainForward } from "../../models/mod.ts";
import { inverseFrequencies } from "../../models/rotary_positions.ts";
import type { Rope } from "../../models/rotary_positions.ts";
import { eager } from "../support/both_engines.ts";
import { assertClose, assertSame, largest } from "../support/closeness.ts";
import { gradientFeeds, gradientPlan } from "../../parity/plans.ts";
import { modelOf, tinyConfig, tinyModel, withValues } from "../support/models.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";
import { classified, padding, span, textsOf, understood } from "../support/texts.ts";

const words = { kind: "causal_lm" } as const;
const classes = { kind: "sequence_classification", labels: 3 } as const;
const text = [7, 8, 9, 10];

/** The tiny model with other keys of its config; equal names have equal weights. */
function tinyWith(changed: Record<string, unknown>, asked: LoadedModel["task"] = words) {
  const base = modelOf("llama", { ...tinyConfig("llama"), ...changed }, asked);
  return withValues(base, initialize(base.names, 0.3, ["tiny", "llama"]));
}

Deno.test("llama: no word sees those behind it", async () => {
  const model = tinyWith({});
  const [one, other] = [
    await understood(model, textsOf([text])),
    await understood(model, textsOf([[7, 8, 12, 13]])),
  ];
  assertSame("words 0 and 1", span(one.logits, 0, [0, 2]), span(other.logits, 0, [0, 2]));
  assert.notDeepEqual(span(one.logits, 0, [2, 3]), span(other.logits, 0, [2, 3]));
});

Deno.test("llama makes the same of words behind padding as without it: rotary positions are relative", async () => {
  const model = tinyWith({});
  const [plain, behind] = [
    await understood(model, textsOf([text])),
    await understood(model, textsOf([[padding, padding, ...text]])),
  ];
  assertClose("words", [span(behind.last, 0, [2, 6]), span(plain.last, 0, [0, 4])], 1e-5);
});

Deno.test("llama tells the order of words apart", async () => {
  const model = tinyWith({});
  const [one, other] = [
    await understood(model, textsOf([[7, 8, 9]])),
    await understood(model, textsOf([[8, 7, 9]])),
  ];
  assert.throws(() =>
    assertClose("the last", [span(one.last, 0, [2, 3]), span(other.last, 0, [2, 3])], 1e-3)
  );
});

Deno.test("llama with shared keys equals one that has each key as often as it is shared", async () => {
  const shared = tinyWith({ "num_key_value_heads": 1 });
  const doubled = Object.entries(shared.values).map(([name, value]): [string, Value] =>
    /[kv]_proj/.test(name) ? [name, twice(value)] : [name, value]
  );
  const apart = withValues(tinyWith({ "num_key_value_heads": 2 }), Object.fromEntries(doubled));
  const batch = textsOf([text]);
  const [one, other] = [await understood(shared, batch), await understood(apart, batch)];
  assertClose("logits", [one.logits, other.logits], 1e-6);
});

/** The rows of a matrix, and then again. */
function twice({ shape: [rows = 0, ...rest], data }: Value): Value {
  return {
    shape: [2 * rows, ...rest],
    dtype: "float32",
    data: Float32Array.of(...data, ...data),
  };
}

Deno.test("llama scores a text at its last word, on whichever side it is padded", async () => {
  const model = tinyModel("llama");
  assert.deepEqual(model.task, classes);
  const logits = async (ids: number[]) => (await understood(model, classified([ids], [0]))).logits;
  const plain = await logits(text);
  assertClose("right", [await logits([...text, padding, padding]), plain], 1e-5);
  assertClose("left", [await logits([padding, padding, ...text]), plain], 1e-5);
  const other = await logits([7, 8, 9, 11]);
  assert.throws(() => assertClose("another word", [other, plain], 1e-3));
});

Deno.test("llama's padding row gets no gradient, even where it is read as a word", async () => {
  const model = tinyWith({});
  const batch = textsOf([[7, padding, 9, 10]], [[7, padding, 9, 10]]);
  const seen = { ...batch, "attention_mask": { ...batch["input_ids"] as Value, data: ones(4) } };
  const outputs = await eager.step(gradientPlan(model, seen), gradientFeeds(model, seen));
  const { data } = outputs["m/model.embed_tokens.weight.next"] as Value;
  assertSame("padding", { data: data.slice(16, 32) }, { data: new Float32Array(16) });
  assert.ok(largest({ data: data.slice(7 * 16, 8 * 16) }) > 1e-7);
});

function ones(count: number): Int32Array {
  return new Int32Array(count).fill(1);
}

Deno.test("llama maps to words by a matrix of its own, or by the words where they are tied", async () => {
  const [untied, tied] = [tinyWith({}), tinyWith({ "tie_word_embeddings": true })];
  assert.deepEqual(untied.architecture.head(untied.config, words).readout, ["lm_head.weight"]);
  assert.deepEqual(tied.architecture.head(tied.config, words).readout, [
    "model.embed_tokens.weight",
  ]);
  const same = { "lm_head.weight": tied.values["model.embed_tokens.weight"] as Value };
  const batch = textsOf([text]);
  const [one, other] = [
    await understood(tied, batch),
    await understood(withValues(untied, { ...untied.values, ...same }), batch),
  ];
  assertSame("logits", one.logits, other.logits);
});

Deno.test("llama has biases where its config says so, and heads of another size", () => {
  const biased = tinyWith({ "attention_bias": true, "mlp_bias": true }).names;
  assert.equal(biased.filter(({ name }) => name.endsWith(".bias")).length, 2 * 7);
  const narrow = tinyWith({ "head_dim": 4 });
  const [query] = narrow.architecture.targets(narrow.config);
  assert.deepEqual([query?.in, query?.out], [16, 8]);
});

Deno.test("llama refuses to score texts without a pad_token_id, and heads it has not", () => {
  const { config } = tinyWith({ "pad_token_id": null });
  assert.throws(() => llama.batch(config as never, classes, { batch: 1, length: 3 }), {
    message: "Cannot run llama for sequence_classification as its config has no pad_token_id",
  });
  assert.throws(
    () => llama.weights(config as never, { ...classes, head: "fc" }),
    /Cannot use llama with the head fc/,
  );
});

// By hand, of θ = 10000 and a head of 8: 1, 1/10, 1/100, 1/1000; a turn takes 2π, 62.8, 628 and 6283 words.
const plain = [1, 0.1, 0.01, 0.001];
const llama3 = {
  "rope_type": "llama3",
  "factor": 8,
  "low_freq_factor": 1,
  "high_freq_factor": 4,
  "original_max_position_embeddings": 1024,
} as const;
const between = (1024 / (2 * Math.PI * 100) - 1) / 3; // of the way from 1 turn to 4
const stretches: readonly [Rope, number[]][] = [
  [{ "rope_type": "default", "rope_theta": 10_000 }, plain],
  [{ "rope_type": "linear", "rope_theta": 10_000, "factor": 4 }, plain.map((each) => each / 4)],
  [
    { ...llama3, "rope_theta": 10_000 },
    [1, 0.1, 0.01 * ((1 - between) / 8 + between), 0.001 / 8],
  ],
];

for (const [rope, expected] of stretches) {
  Deno.test(`inverseFrequencies() stretches positions as ${rope.rope_type} does`, () => {
    const found = inverseFrequencies(rope, 8);
    found.forEach((each, pair) => {
      const wanted = expected[pair] as number;
      assert.ok(Math.abs(each / wanted - 1) < 1e-6, `pair ${pair} is ${each}, not ${wanted}`);
    });
  });
}

Deno.test("llama's graph has one node for each rotation, and repeats no shared key", () => {
  const { architecture, config, task, names } = tinyWith({ "num_key_value_heads": 1 });
  const { nodes } = traceForward({
    batch: architecture.batch(config, task, { batch: 2, length: 5 }),
    inputs: names.map(({ name, shape }) => ({ name, shape, dtype: "float32" })),
    frozen: [],
    outputs: (values, batch) => ({
      logits: architecture.forward(config, task, plainForward(values), batch).logits,
    }),
  });
  const count = (op: string) => nodes.filter((node) => node.op === op).length;
  assert.equal(count("RotaryEmbedding"), 2 * 2);
  assert.equal(count("SimplifiedLayerNormalization"), 2 * 2 + 1);
  assert.deepEqual(["Tile", "Expand", "Concat"].map(count), [0, 0, 0]);
});
