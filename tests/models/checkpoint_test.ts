// Checkpoints of the hub: older names, missing prefixes, more tensors than the model has.
import assert from "node:assert/strict";
import { architectures, matchCheckpoint } from "../../models/mod.ts";
import type { ArchitectureName, Contents, Match, Result } from "../../models/mod.ts";
import { tinyModel } from "../support/models.ts";

function match(name: ArchitectureName, contents: Contents): Result<Match> {
  const { names: weights, config, task } = tinyModel(name);
  const { own } = architectures[name].head(config, task);
  return matchCheckpoint(architectures[name], { weights, own }, contents);
}

/** A file with the model's weights under other names. */
function fileOf(name: ArchitectureName, rename: (name: string) => string | undefined): Contents {
  const entries = tinyModel(name).names.flatMap((weight) => {
    const renamed = rename(weight.name);
    return renamed === undefined ? [] : [[renamed, { shape: weight.shape }] as const];
  });
  return new Map([...entries, ["roberta.pooler.dense.weight", { shape: [16, 16] }]]);
}

const spellings: readonly [string, ArchitectureName, (name: string) => string][] = [
  ["as they are", "vit", (name) => name],
  ["without the prefix vit", "vit", (name) => name.replace(/^vit\./, "")],
  ["as they are", "roberta", (name) => name],
  ["without the prefix roberta", "roberta", (name) => name.replace(/^roberta\./, "")],
  ["as they are", "gpt2", (name) => name],
  ["without the prefix transformer", "gpt2", (name) => name.replace(/^transformer\./, "")],
  ["as they are", "llama", (name) => name],
  ["without the prefix model", "llama", (name) => name.replace(/^model\./, "")],
  ["with gamma and beta", "roberta", older],
  ["without the prefix deberta", "deberta-v2", (name) => name.replace(/^deberta\./, "")],
  ["with gamma and beta", "deberta-v2", older],
  [
    "with gamma and beta, without the prefix",
    "roberta",
    (name) => older(name).slice("roberta.".length),
  ],
];

function older(name: string): string {
  return name.replace(/LayerNorm\.weight$/, "LayerNorm.gamma").replace(
    /LayerNorm\.bias$/,
    "LayerNorm.beta",
  );
}

for (const [title, name, spell] of spellings) {
  Deno.test(`matchCheckpoint() finds ${name}'s weights ${title}, each in its own tensor`, () => {
    const matched = match(name, fileOf(name, (each) => isHead(name, each) ? each : spell(each)));
    assert.ok(matched.ok, matched.ok ? "" : matched.message);
    assert.deepEqual(matched.value.missing, []);
    for (const [weight, found] of matched.value.found) {
      assert.equal(found, isHead(name, weight) ? weight : spell(weight));
    }
  });
}

function isHead(name: ArchitectureName, weight: string): boolean {
  const { config, task } = tinyModel(name);
  return architectures[name].head(config, task).own.includes(weight);
}

Deno.test("matchCheckpoint() leaves a head that is absent or of other labels to be drawn", () => {
  const absent = match("vit", fileOf("vit", (each) => isHead("vit", each) ? undefined : each));
  const other = new Map([...fileOf("vit", (each) => each), ["classifier.weight", {
    shape: [9, 16],
  }]]);
  assert.deepEqual(absent.ok && absent.value.missing, ["classifier.weight", "classifier.bias"]);
  const matched = match("vit", other);
  assert.deepEqual(matched.ok && matched.value.missing, ["classifier.weight"]);
});

Deno.test("matchCheckpoint() names the backbone weight that is missing or of another shape", () => {
  const name = "vit.layernorm.weight";
  const missing = match("vit", fileOf("vit", (each) => each === name ? undefined : each));
  assert.deepEqual(missing, {
    ok: false,
    reason: "missing-weight",
    message: "Cannot load the checkpoint as it lacks vit.layernorm.weight",
  });
  const wrong = match("vit", new Map([...fileOf("vit", (each) => each), [name, { shape: [8] }]]));
  assert.deepEqual(wrong, {
    ok: false,
    reason: "wrong-shape",
    message:
      "Cannot load the checkpoint as vit.layernorm.weight must have shape [16]: current value is [8]",
  });
});
