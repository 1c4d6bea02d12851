// Checkpoints of the hub: older names, missing prefixes, and tensors that mean nothing.
import assert from "node:assert/strict";
import type { ArchitectureName } from "../../models/mod.ts";
import {
  accepted,
  bare,
  fileOf,
  match,
  older,
  type Planted,
  renamed,
} from "../support/planted_checkpoint.ts";

const spellings: readonly [string, (name: string) => string, ...ArchitectureName[]][] = [
  ["as they are", (name) => name, "vit", "roberta", "bert", "deberta-v2", "gpt2", "llama"],
  ["without the prefix", bare, "vit", "roberta", "bert", "deberta-v2", "gpt2", "llama"],
  ["with gamma and beta", older, "roberta", "bert", "deberta-v2"],
  ["with gamma and beta, without the prefix", (name) => bare(older(name)), "roberta", "bert"],
];

for (const [title, spell, ...names] of spellings) {
  for (const name of names) {
    Deno.test(`matchCheckpoint() finds ${name}'s weights ${title}, each in its own tensor`, () => {
      const { found, remarks } = accepted(match(name, renamed(fileOf(name), spell)));
      assert.ok(found.size > 10);
      for (const [weight, place] of found) assert.equal(place, spell(weight));
      assert.deepEqual(remarks, []);
    });
  }
}

const harmless: readonly [ArchitectureName, string, Planted][] = [
  ["roberta", "roberta.pooler.dense.weight", { shape: [16, 16] }],
  ["roberta", "roberta.embeddings.position_ids", { shape: [1, 40], dtype: "I64" }],
  ["roberta", "roberta.embeddings.token_type_ids", { shape: [1, 40], dtype: "I64" }],
  ["roberta", "lm_head.dense.weight", { shape: [16, 16] }],
  ["bert", "cls.seq_relationship.weight", { shape: [2, 16] }],
  ["deberta-v2", "mask_predictions.dense.weight", { shape: [16, 16] }],
  ["gpt2", "transformer.h.0.attn.bias", { shape: [1, 1, 8, 8], dtype: "U8" }],
  ["gpt2", "h.1.attn.masked_bias", { shape: [] }],
  ["llama", "model.layers.0.self_attn.rotary_emb.inv_freq", { shape: [4] }],
  ["vit", "vit.pooler.dense.bias", { shape: [16] }],
  ["vit", "vit.embeddings.mask_token", { shape: [1, 1, 16] }],
];

for (const [name, tensor, planted] of harmless) {
  Deno.test(`matchCheckpoint() passes over ${tensor} of ${name}`, () => {
    const { remarks } = accepted(match(name, new Map([...fileOf(name), [tensor, planted]])));
    assert.deepEqual(remarks, []);
  });
}

Deno.test("matchCheckpoint() says once what nobody reads", () => {
  const more = ["a.b", "c", "d", "e"].map((name) => [name, { shape: [2] }] as const);
  const { remarks } = accepted(match("vit", new Map([...fileOf("vit"), ...more])));
  assert.deepEqual(remarks, ["No model here reads a.b, c, d and 1 more of the checkpoint"]);
});

Deno.test("matchCheckpoint() writes names so that no terminal obeys them", () => {
  const file = fileOf("bert");
  const inside = match("bert", new Map([...file, ["bert.encoder.\u001b[2J\n", { shape: [1] }]]));
  assert.match(inside.ok ? "" : inside.message, /has bert\.encoder\.\\u001b\[2J\\n, for which/);
  const outside = match("bert", new Map([...file, ["\u001b[2J", { shape: [1] }]]));
  assert.match(accepted(outside).remarks.join(), /reads \\u001b\[2J of/);
});
