// Checkpoints that contradict their config: refused by the name of the tensor at fault.
import assert from "node:assert/strict";
import fc from "fast-check";
import { architectures } from "../../models/mod.ts";
import type { ArchitectureName, Task } from "../../models/mod.ts";
import { tinyModel, tinyTask } from "../support/models.ts";
import {
  accepted,
  type Asked,
  bare,
  fileOf,
  match,
  type Planted,
  renamed,
} from "../support/planted_checkpoint.ts";

const untied = {
  config: { "tie_word_embeddings": false },
  task: { kind: "causal_lm" },
} as const;
const words = { shape: [1] }; // the shapes are filled in

/** A tensor beside those of the model: the same numbers pass, others are refused by name. */
const repeated: readonly [ArchitectureName, again: string, weight: string, Task?][] = [
  ["gpt2", "lm_head.weight", "transformer.wte.weight"],
  ["roberta", "lm_head.decoder.weight", "roberta.embeddings.word_embeddings.weight"],
  ["roberta", "lm_head.decoder.weight", "roberta.embeddings.word_embeddings.weight", {
    kind: "masked_lm",
    masked: 2,
  }],
  ["bert", "cls.predictions.decoder.weight", "bert.embeddings.word_embeddings.weight"],
  ["deberta-v2", "cls.predictions.decoder.weight", "deberta.embeddings.word_embeddings.weight"],
  ["roberta", "roberta.embeddings.LayerNorm.gamma", "roberta.embeddings.LayerNorm.weight"],
  [
    "bert",
    "encoder.layer.0.output.dense.weight",
    "bert.encoder.layer.0.output.dense.weight",
  ],
  ["vit", "layernorm.bias", "vit.layernorm.bias"],
];

for (const [name, again, weight, task = tinyTask(name)] of repeated) {
  Deno.test(`matchCheckpoint() takes ${again} for ${weight} if it is equal, for ${task.kind}`, () => {
    const file = fileOf(name, { task });
    const own = file.get(weight) as Planted;
    const equal = match(name, new Map([...file, [again, own]]), { task });
    assert.equal(accepted(equal).found.get(weight), weight);
    for (const other of [{ ...own, fill: 99 }, { ...own, shape: [3] }, { ...own, dtype: "I8" }]) {
      assert.deepEqual(match(name, new Map([...file, [again, other]]), { task }), {
        ok: false,
        reason: "two-values",
        message:
          `Cannot load the checkpoint as ${again} and ${weight} are one weight and hold different numbers`,
      });
    }
  });
}

Deno.test("matchCheckpoint() finds tied words under the name of the map to words alone", () => {
  const file = renamed(
    fileOf("gpt2"),
    (name) => name.endsWith("wte.weight") ? "lm_head.weight" : name,
  );
  const { found } = accepted(match("gpt2", file));
  assert.equal(found.get("transformer.wte.weight"), "lm_head.weight");
});

Deno.test("matchCheckpoint() ties llama's words where the config does, and only there", () => {
  const file = fileOf("llama", untied);
  assert.deepEqual(accepted(match("llama", file, untied)).remarks, []);
  const tied = match("llama", file, { ...untied, config: { "tie_word_embeddings": true } });
  assert.match(tied.ok ? "" : tied.message, /lm_head\.weight and model\.embed_tokens\.weight/);
});

Deno.test("matchCheckpoint() lets an untied map to words start as the words, and says so", () => {
  const { found, remarks } = accepted(match("gpt2", fileOf("gpt2"), untied));
  assert.equal(found.get("lm_head.weight"), "transformer.wte.weight");
  assert.match(remarks.join(), /lacks lm_head\.weight, .* starts as transformer\.wte\.weight$/);
});

/** Tensors for which a config has no place, in a file that is whole otherwise. */
const surplus: readonly [why: string, ArchitectureName, tensor: string, Asked?][] = [
  ["a layer more", "bert", "bert.encoder.layer.2.output.dense.weight"],
  ["a layer more, without prefix", "vit", "encoder.layer.7.output.dense.bias"],
  [
    "a bias that the config turns off",
    "vit",
    "vit.encoder.layer.0.attention.attention.query.bias",
    {
      config: { "qkv_bias": false },
    },
  ],
  ["a bias of Llama", "llama", "model.layers.0.self_attn.q_proj.bias"],
  ["a norm with a bias", "llama", "model.norm.bias"],
  ["an old name that the model never had", "gpt2", "transformer.ln_f.gamma"],
  ["a bias of words", "gpt2", "lm_head.bias"],
  ["cross-attention", "gpt2", "transformer.h.0.crossattention.c_attn.weight"],
  ["an adapter", "roberta", "roberta.encoder.layer.0.attention.self.query.lora_A.weight"],
  ["scales of quantised weights", "llama", "model.layers.0.mlp.up_proj.weight_scale"],
  ["a convolution that the config turns off", "deberta-v2", "deberta.encoder.conv.conv.weight", {
    config: { "conv_kernel_size": 0 },
  }],
  ["a second token", "vit", "vit.embeddings.distillation_token"],
];

for (const [why, name, tensor, asked] of surplus) {
  Deno.test(`matchCheckpoint() refuses ${why}: ${tensor}`, () => {
    const file = new Map([...fileOf(name, asked), [tensor, words]]);
    assert.deepEqual(match(name, file, asked), {
      ok: false,
      reason: "surplus-weight",
      message: `Cannot load the checkpoint as it has ${tensor}, for which the config has no place`,
    });
  });
}

Deno.test("matchCheckpoint() refuses a base model that has its prefix here and there", () => {
  const name = "bert.encoder.layer.0.output.dense.weight";
  const file = renamed(fileOf("bert"), (each) => each === name ? bare(each) : each);
  const result = match("bert", file);
  assert.equal(!result.ok && result.reason, "mixed-prefix");
  assert.match(result.ok ? "" : result.message, new RegExp(`prefix bert\\. and ${bare(name)} has`));
});

Deno.test("matchCheckpoint() names the weight that is missing or of another shape", () => {
  const name = "vit.layernorm.weight";
  const file = fileOf("vit");
  file.delete(name);
  assert.deepEqual(match("vit", file), {
    ok: false,
    reason: "missing-weight",
    message: "Cannot load the checkpoint as it lacks vit.layernorm.weight",
  });
  assert.deepEqual(match("vit", file.set(name, { shape: [8] })), {
    ok: false,
    reason: "wrong-shape",
    message:
      "Cannot load the checkpoint as vit.layernorm.weight must have shape [16]: current value is [8]",
  });
});

for (const dtype of ["I8", "U8", "I32", "I64", "BOOL", "F8_E4M3", "F4", "C64"]) {
  Deno.test(`matchCheckpoint() refuses weights of type ${dtype} by the tensor's name`, () => {
    const name = "roberta.embeddings.word_embeddings.weight";
    const file = fileOf("roberta");
    const result = match("roberta", file.set(name, { ...file.get(name) as Planted, dtype }));
    assert.equal(!result.ok && result.reason, "wrong-type");
    assert.ok(!result.ok && result.message.includes(`${name} is of type ${dtype}: `));
  });
}

for (const dtype of ["F16", "BF16", "F32", "F64"]) {
  Deno.test(`matchCheckpoint() takes weights of type ${dtype}`, () => {
    const all = [...fileOf("gpt2")].map(([name, planted]) =>
      [name, { ...planted, dtype }] as const
    );
    accepted(match("gpt2", new Map(all)));
  });
}

Deno.test("matchCheckpoint() says what lies where a quantised weight would be", () => {
  const name = "model.layers.0.mlp.up_proj";
  const file = renamed(
    fileOf("llama"),
    (each) => each === `${name}.weight` ? `${name}.qweight` : each,
  );
  file.set(`${name}.qweight`, { shape: [2, 24], dtype: "I32" });
  const result = match("llama", file);
  assert.match(
    result.ok ? "" : result.message,
    /lacks .*up_proj\.weight: it has .*qweight of type I32/,
  );
});

Deno.test("matchCheckpoint() finds every weight of every architecture's own layout", () => {
  for (const name of Object.keys(architectures) as ArchitectureName[]) {
    const { architecture, config, task } = tinyModel(name);
    const own = architecture.head(config, task).own;
    const { found } = accepted(match(name, fileOf(name)));
    assert.equal(found.size, architecture.weights(config, task).length - own.length);
  }
});

/** One thing that goes wrong with one tensor of a file. */
const damages: Readonly<Record<string, (file: Map<string, Planted>, name: string) => void>> = {
  missing: (file, name) => file.delete(name),
  integers: (file, name) => file.set(name, { ...file.get(name) as Planted, dtype: "I8" }),
  longer: (file, name) => file.set(name, { shape: [...(file.get(name) as Planted).shape, 2] }),
  renamed: (file, name) => {
    file.set(`${name}_quantized`, file.get(name) as Planted);
    file.delete(name);
  },
};

Deno.test("whatever is wrong with one weight of any model, matchCheckpoint() names it", () => {
  const one = fc.record({
    name: fc.constantFrom(...Object.keys(architectures) as ArchitectureName[]),
    place: fc.nat(),
    damage: fc.constantFrom(...Object.keys(damages)),
  });
  fc.assert(fc.property(one, ({ name, place, damage }) => {
    const file = fileOf(name);
    const { found } = accepted(match(name, file));
    const weights = [...found.keys()];
    const weight = weights[place % weights.length] as string;
    damages[damage]?.(file, weight);
    const result = match(name, file);
    assert.ok(!result.ok && result.message.includes(weight), `${damage} ${weight}`);
  }));
});
