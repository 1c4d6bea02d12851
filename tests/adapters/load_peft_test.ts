// Reading `peft`'s layout: what changes the computation is honoured or refused by name.
import assert from "node:assert/strict";
import { loadPeft } from "../../adapters/mod.ts";
import type { Value } from "../../engine/run.ts";
import { tinyModel } from "../support/models.ts";

const model = tinyModel("roberta");
const layer = (index: number) => `roberta.encoder.layer.${index}.attention.self`;
const zeros = (...shape: number[]): Value => (
  { dtype: "float32", shape, data: new Float32Array(shape.reduce((a, b) => a * b)) }
);

/** Factors of rank 2 of the named modules. */
function factors(modules: readonly string[], rank = 2): Record<string, Value> {
  return Object.fromEntries(modules.flatMap((module) => [
    [`base_model.model.${module}.lora_A.weight`, zeros(rank, 16)],
    [`base_model.model.${module}.lora_B.weight`, zeros(16, rank)],
  ]));
}

const queries = [0, 1].map((index) => `${layer(index)}.query`);
const good = { "peft_type": "LORA", r: 2, "lora_alpha": 6, "target_modules": ["query"] };

const scalesOf = (config: unknown, tensors = factors(queries)) => {
  const loaded = loadPeft({ config, tensors }, model);
  if (!loaded.ok) throw new Error(loaded.message);
  return [...loaded.value.scales.values()];
};
const refusal = (config: unknown, tensors = factors(queries)) => {
  const loaded = loadPeft({ config, tensors }, model);
  return loaded.ok ? "" : `${loaded.reason}: ${loaded.message}`;
};

Deno.test("the scale is α/r, α/√r under use_rslora, and patterns give a module its own", () => {
  assert.deepEqual(scalesOf(good), [3, 3]);
  assert.deepEqual(scalesOf({ ...good, "use_rslora": true }), [6 / Math.SQRT2, 6 / Math.SQRT2]);
  assert.deepEqual(scalesOf({ ...good, "alpha_pattern": { "0\\..*query": 8 } }), [4, 3]);
  const mixed = { ...factors(queries.slice(0, 1)), ...factors(queries.slice(1), 3) };
  assert.deepEqual(scalesOf({ ...good, "rank_pattern": { "1.*": 3 } }, mixed), [3, 2]);
});

Deno.test("target_modules may be a list, an expression for the whole name, or all-linear", () => {
  assert.deepEqual(scalesOf({ ...good, "target_modules": queries }), [3, 3]);
  assert.deepEqual(scalesOf({ ...good, "target_modules": ".*\\.(query|quarry)" }), [3, 3]);
  assert.match(refusal({ ...good, "target_modules": "query" }), /^untargeted-factor/);
  assert.match(refusal({ ...good, "target_modules": "all-linear" }), /^missing-factor: .*key$/);
  assert.match(
    refusal({ ...good, "target_modules": "que(ry" }),
    /^invalid-pattern: .*"que\(ry".*not closed$/,
  );
});

Deno.test("keys that nobody here knows change nothing", () => {
  assert.deepEqual(scalesOf({ ...good, "made_up": 1, "peft_version": "9.0" }), [3, 3]);
});

Deno.test("what is more than s·B·A is refused by its key", () => {
  const bad: readonly [Record<string, unknown>, RegExp][] = [
    [{ "peft_type": "LOHA" }, /^not-lora: .*"LOHA"$/],
    [{ "peft_type": undefined }, /^not-lora: .*missing$/],
    [{ "use_dora": true }, /^unsupported-adapter: .*use_dora asks for DoRA$/],
    [{ "layer_replication": [[0, 1]] }, /^unsupported-adapter: .*layer_replication/],
    [{ "init_lora_weights": "pissa_niter_4" }, /^unsupported-adapter: .*pissa_niter_4/],
    [{ r: 0 }, /^invalid-config: .*r must be more than 0: current value is 0$/],
    [{ bias: "some" }, /^invalid-config: .*bias/],
  ];
  for (const [change, sentence] of bad) assert.match(refusal({ ...good, ...change }), sentence);
});

Deno.test("features that are switched off are none", () => {
  const off = {
    "use_dora": false,
    "layer_replication": null,
    "arrow_config": {},
    "lora_bias": false,
  };
  assert.deepEqual(scalesOf({ ...good, ...off, "init_lora_weights": "gaussian" }), [3, 3]);
});

Deno.test("tensors that lack, do not fit, or mean nothing are refused by name", () => {
  const [first, second] = queries as [string, string];
  assert.match(refusal(good, factors([first])), new RegExp(`^missing-factor: .*${second}$`));
  assert.match(refusal(good, factors(queries, 3)), /^wrong-shape: .*\[2,16\].*\[3,16\]$/);
  const stray = { ...factors(queries), "base_model.model.pooler.weight": zeros(1) };
  assert.match(refusal(good, stray), /^unknown-tensor: .*pooler\.weight/);
  const bare = { ...factors(queries), [`${first}.lora_A.weight`]: zeros(2, 16) };
  assert.match(refusal(good, bare), /^unknown-tensor/);
  const saving = { ...good, "modules_to_save": ["classifier", "score"] };
  assert.match(refusal(saving), /^missing-weight: .*classifier\.dense\.weight/);
});

Deno.test("a vit under two names has to say the same twice", () => {
  const vit = tinyModel("vit");
  const module = "vit.encoder.layer.0.attention.attention.query";
  const twice = {
    ...factors([module, "vit.encoder.layer.1.attention.attention.query"]),
    ...factors(["vit.layers.0.attention.q_proj"]),
  };
  const config = { ...good, "target_modules": ["query", "q_proj"] };
  assert.ok(loadPeft({ config, tensors: twice }, vit).ok);
  const other = "base_model.model.vit.layers.0.attention.q_proj.lora_A.weight";
  const tensors = { ...twice, [other]: { ...zeros(2, 16), data: new Float32Array(32).fill(1) } };
  const loaded = loadPeft({ config, tensors }, vit);
  assert.equal(loaded.ok ? "" : loaded.reason, "contradictory-tensor");
});

Deno.test("a head comes plainly, and peft's own copies of it are passed over", () => {
  const head = Object.fromEntries(
    model.names.filter(({ name }) => name.startsWith("classifier."))
      .map(({ name, shape }) => [`base_model.model.${name}`, zeros(...shape)]),
  );
  const copy = { "base_model.model.classifier.original_module.dense.bias": zeros(16) };
  const tensors = { ...factors(queries), ...head, ...copy };
  const loaded = loadPeft(
    { config: { ...good, "modules_to_save": ["classifier"] }, tensors },
    model,
  );
  assert.ok(loaded.ok);
  assert.equal(loaded.value.replaced.length, 4);
});

Deno.test("an adapter with trained biases brings those that its bias asks for, or is refused by name", () => {
  const only = { ...good, bias: "lora_only" };
  const biases = Object.fromEntries(
    queries.map((module) => [`base_model.model.${module}.base_layer.bias`, zeros(16)]),
  );
  const [first = ""] = queries;
  assert.match(refusal(only), new RegExp(`^missing-bias: .*"lora_only".* lacks ${first}\\.bias$`));
  assert.deepEqual(scalesOf(only, { ...factors(queries), ...biases }), [3, 3]);
  assert.match(
    refusal({ ...good, bias: "all" }, { ...factors(queries), ...biases }),
    /^missing-bias: .*"all" and the file lacks roberta\.embeddings\.LayerNorm\.bias$/,
  );
});

Deno.test("exclude_modules, modules_to_save and layers_to_transform take modules away", () => {
  const [first, second] = queries as [string, string];
  const excluded = { ...good, "exclude_modules": ".*\\.0\\..*" };
  assert.deepEqual(scalesOf(excluded, factors([second])), [3]);
  assert.match(refusal(excluded), new RegExp(`^untargeted-factor: .*${first}`));
  assert.deepEqual(scalesOf({ ...good, "layers_to_transform": 1 }, factors([second])), [3]);
  const layers = { ...good, "layers_to_transform": [0], "layers_pattern": "layer" };
  assert.deepEqual(scalesOf(layers, factors([first])), [3]);
  assert.match(
    refusal({ ...layers, "layers_pattern": "la.er" }),
    /^invalid-config: .*layers_pattern/,
  );
});

Deno.test("patterns that Python reads and this does not are refused by name, and none is awaited", () => {
  assert.match(
    refusal({ ...good, "target_modules": "(que)ry\\1" }),
    /^unsupported-pattern: .*back ref/,
  );
  assert.match(
    refusal({ ...good, "alpha_pattern": { "(?i)query": 8 } }),
    /^invalid-pattern: .*flags/,
  );
  const slow = { ...good, "target_modules": "((a?|.)*)*x" };
  assert.match(refusal(slow), /^(untargeted-factor|slow-pattern)/);
  const cruel = "^(([a-z_.0-9])+.)+[A-Z]([a-z])+$";
  assert.deepEqual(scalesOf({ ...good, "rank_pattern": { [cruel]: 3 } }), [3, 3]);
  assert.match(refusal({ ...good, "target_modules": cruel }), /^untargeted-factor/);
});
