// GPT-2's particulars: what a word sees, how words are numbered, tied words, and what its config may say.
import assert from "node:assert/strict";
import type { Value } from "../../engine/run.ts";
import { gpt2, initialize } from "../../models/mod.ts";
import { eager } from "../support/both_engines.ts";
import { assertClose, assertSame, largest } from "../support/closeness.ts";
import { gradientFeeds, gradientPlan } from "../../parity/plans.ts";
import { modelOf, tinyConfig, tinyModel, withValues } from "../support/models.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";
import { classified, padding, span, textsOf, understood } from "../support/texts.ts";

const task = { kind: "causal_lm" } as const;
const text = [7, 8, 9, 10, 11];

/** The tiny model with other keys of its config; equal names have equal weights. */
function tinyWith(changed: Record<string, unknown>, asked: LoadedModel["task"] = task) {
  const base = modelOf("gpt2", { ...tinyConfig("gpt2"), ...changed }, asked);
  return withValues(base, initialize(base.names, 0.3, ["tiny", "gpt2"]));
}

Deno.test("gpt2: no word sees those behind it", async () => {
  const model = tinyModel("gpt2");
  const [one, other] = [
    await understood(model, textsOf([text])),
    await understood(model, textsOf([[...text.slice(0, 3), 12, 13]])),
  ];
  assertSame("words 0 to 2", span(one.logits, 0, [0, 3]), span(other.logits, 0, [0, 3]));
  assert.notDeepEqual(span(one.logits, 0, [3, 4]), span(other.logits, 0, [3, 4]));
});

Deno.test("gpt2: words do not see padding, on either side of them", async () => {
  const model = tinyModel("gpt2");
  for (const filled of [(fill: number) => [...text, fill], (fill: number) => [fill, ...text]]) {
    const first = filled(padding).indexOf(7);
    const run = async (fill: number) => {
      const batch = textsOf([filled(padding)]);
      const ids = { ...(batch["input_ids"] as Value), data: Int32Array.from(filled(fill)) };
      const { last } = await understood(model, { ...batch, "input_ids": ids });
      return span(last, 0, [first, first + text.length]);
    };
    assertSame("words", await run(padding), await run(19));
  }
});

Deno.test("gpt2 numbers words from the row's start, where padding comes first too", async () => {
  const model = tinyModel("gpt2");
  const used = async (ids: number[]) => {
    const labels = ids.map((id) => id === padding || id === text[0] ? -100 : id);
    const batch = textsOf([ids], [labels]);
    const outputs = await eager.step(gradientPlan(model, batch), gradientFeeds(model, batch));
    const { data } = outputs["m/transformer.wpe.weight.next"] as Value;
    const rows = Array.from({ length: 7 }, (_, row) => data.slice(row * 16, row * 16 + 16));
    return rows.flatMap((each, row) => largest({ data: each }) > 1e-7 ? [row] : []);
  };
  // The last word is asked for, and asks for nothing.
  assert.deepEqual(await used(text), [0, 1, 2, 3]);
  assert.deepEqual(await used([padding, padding, ...text]), [2, 3, 4, 5]);
});

Deno.test("gpt2's loss asks each word but the first, from the words before it", async () => {
  const model = tinyModel("gpt2");
  const { logits, losses, loss } = await understood(model, textsOf([text]));
  const expected = text.slice(1).map((word, place) => {
    const row = [...span(logits, 0, [place, place + 1]).data];
    const most = Math.max(...row);
    return Math.log(row.reduce((sum, x) => sum + Math.exp(x - most), 0)) + most -
      (row[word] as number);
  });
  assertClose("losses", [losses, { data: Float32Array.from(expected) }], 1e-5);
  const mean = expected.reduce((sum, x) => sum + x, 0) / expected.length;
  assertClose("loss", [loss, { data: Float32Array.of(mean) }], 1e-5);
});

Deno.test("gpt2's loss skips labels of −100 and the first label, also in the mean", async () => {
  const model = tinyModel("gpt2");
  const asked = async (labels: number[]) => await understood(model, textsOf([text], [labels]));
  const all = await asked([7, 8, 9, 10, 11]);
  const some = await asked([3, -100, 9, -100, 11]);
  const [, second = 0, , fourth = 0] = [...all.losses.data].map(Number);
  assert.deepEqual([...some.losses.data], [0, second, 0, fourth]);
  const mean = Float32Array.of((second + fourth) / 2);
  assertClose("loss", [some.loss, { data: mean }], 1e-6);
  assert.deepEqual([...(await asked([7, -100, -100, -100, -100])).loss.data], [0]);
});

Deno.test("gpt2: an untied map to words that equals the words gives the tied model's logits", async () => {
  const [tied, untied] = [tinyWith({}), tinyWith({ "tie_word_embeddings": false })];
  assert.deepEqual(tied.architecture.head(tied.config, task).readout, ["transformer.wte.weight"]);
  assert.deepEqual(untied.architecture.head(untied.config, task).readout, ["lm_head.weight"]);
  assert.equal(untied.names.length, tied.names.length + 1);
  const same = { ...tied.values, "lm_head.weight": tied.values["transformer.wte.weight"] as Value };
  const batch = textsOf([text]);
  const [one, other] = [
    await understood(tied, batch),
    await understood(withValues(untied, same), batch),
  ];
  assertSame("logits", one.logits, other.logits);
});

Deno.test("gpt2 finds an untied map to words in the words of a tied checkpoint, last of all", () => {
  assert.deepEqual(gpt2.checkpointNames("lm_head.weight"), [
    "lm_head.weight",
    "transformer.wte.weight",
    "wte.weight",
  ]);
});

Deno.test("gpt2 divides a layer's scores by its number where the config says so", async () => {
  const scaled = tinyWith({ "scale_attn_by_inverse_layer_idx": true });
  const halved = ["weight", "bias"].map((part): [string, Value] => {
    const name = `transformer.h.1.attn.c_attn.${part}`;
    const { shape, data } = scaled.values[name] as Value;
    const changed = Float32Array.from(data, (x, index) => index % 48 < 16 ? x / 2 : x); // queries
    return [name, { shape, dtype: "float32", data: changed }];
  });
  const plain = withValues(tinyWith({}), { ...scaled.values, ...Object.fromEntries(halved) });
  const batch = textsOf([text]);
  const [one, other] = [await understood(scaled, batch), await understood(plain, batch)];
  assertClose("logits", [one.logits, other.logits], 1e-5);
});

Deno.test("gpt2 scores a text at its last word, however far it is padded", async () => {
  const model = tinyWith({ "pad_token_id": padding }, {
    kind: "sequence_classification",
    labels: 3,
  });
  const short = await understood(model, classified([[7, 8, 9], [10, 11, padding]], [0, 2]));
  const long = await understood(
    model,
    classified([[7, 8, 9, padding, padding], [10, 11, padding, padding, padding]], [0, 2]),
  );
  assertClose("logits", [long.logits, short.logits], 1e-6);
  const other = await understood(model, classified([[7, 8, 12], [10, 13, padding]], [0, 2]));
  assert.ok([0, 3].every((at) => other.logits.data[at] !== short.logits.data[at]));
});

Deno.test("gpt2 refuses lengths beyond its positions, and tasks it has no head for", () => {
  const { config } = tinyModel("gpt2");
  const length = (value: number) => () =>
    gpt2.batch(config as never, task, { batch: 1, length: value });
  assert.equal(length(7)().length, 3);
  assert.throws(length(8), /Cannot run gpt2 as length must be in 1 … 7: current value is 8/);
  const masked = { kind: "masked_lm", masked: 1 } as const;
  assert.throws(() => gpt2.weights(config as never, masked), /Cannot use gpt2 for masked_lm/);
  const regression = { kind: "regression" } as const;
  assert.throws(() => gpt2.batch(config as never, regression, { batch: 1, length: 3 }), {
    message: "Cannot run gpt2 for regression as its config has no pad_token_id",
  });
});

const refused: readonly [Record<string, unknown>, string][] = [
  [{ "n_embd": 10, "n_head": 3 }, "n_embd must be a multiple of n_head"],
  [{ "n_ctx": 512 }, "n_ctx must agree with n_positions"],
  [{ "vocab_size": 5, "pad_token_id": 5 }, "pad_token_id must be less than vocab_size"],
  [{ "add_cross_attention": true }, "add_cross_attention must be false: current value is true"],
  [{ "hidden_size": 16, "n_embd": 32 }, "hidden_size must agree with n_embd"],
  [{ "num_hidden_layers": 0 }, "n_layer must be more than 0: current value is 0"],
];

for (const [json, rule] of refused) {
  Deno.test(`parseConfig() of gpt2 refuses ${JSON.stringify(json)}`, () => {
    const parsed = gpt2.parseConfig(json);
    assert.equal(!parsed.ok && parsed.message, `Cannot read the config of gpt2 as ${rule}`);
  });
}

Deno.test("parseConfig() of gpt2 refuses an activation that it does not know, and names those it does", () => {
  const parsed = gpt2.parseConfig({ "activation_function": "mish" });
  assert.match(
    parsed.ok ? "" : parsed.message,
    /activation_function must be one of "gelu".*"gelu_new".*: current value is "mish"/,
  );
});

Deno.test("gpt2's activations differ, and the hub's two names of one are one", async () => {
  const logits = async (name: string) =>
    (await understood(tinyWith({ "activation_function": name }), textsOf([text]))).logits;
  const [plain, other] = [await logits("gelu_new"), await logits("relu")];
  assertSame("logits", plain, await logits("gelu_pytorch_tanh"));
  assert.throws(() => assertSame("logits", plain, other));
});
