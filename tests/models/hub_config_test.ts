// Hub configs: what is read, what is filled in, and what is refused by name.
import assert from "node:assert/strict";
import { architectures } from "../../models/mod.ts";
import type { ArchitectureName, Config } from "../../models/mod.ts";
import { goldenFolders } from "../support/goldens.ts";

function accepted(name: ArchitectureName, json: unknown): Config {
  const parsed = architectures[name].parseConfig(json);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
  return parsed.value;
}

function refusal(name: ArchitectureName, json: unknown): string {
  const parsed = architectures[name].parseConfig(json);
  assert.ok(!parsed.ok, "the config is accepted");
  assert.equal(parsed.reason, "invalid-config");
  return parsed.message;
}

/** The number of trained numbers of the hub's models, with the heads that they have there. */
const sizes = [
  ["vit", "vit-base", 1000, 86_567_656],
  ["vit", "deit-tiny", 1000, 5_717_416],
  ["roberta", "roberta-base", 2, 124_647_170],
  ["roberta", "roberta-large", 2, 355_361_794],
] as const;

for (const [name, preset, labels, expected] of sizes) {
  Deno.test(`${preset} has ${expected} numbers, as the hub's model`, () => {
    const architecture = architectures[name];
    const config = accepted(name, architecture.presets[preset]);
    const kind = name === "vit" ? "image_classification" : "sequence_classification";
    const count = architecture.weights(config, { kind, labels })
      .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    assert.equal(count, expected);
  });
}

for (const folder of goldenFolders("model", /^models\/(roberta|vit|deit)/)) {
  for (const { model } of folder.cases) {
    Deno.test(`${model} of ${folder.name}: both spellings of transformers give one config`, async () => {
      const read = async (file: string) =>
        JSON.parse(await Deno.readTextFile(folder.path(`${model}/${file}`)));
      const [four, five] = [await read("config.json"), await read("config.v5.json")];
      assert.deepEqual(accepted(four.model_type, four), accepted(five.model_type, five));
    });
  }
}

Deno.test("parseConfig() fills in what the hub's classes assume", () => {
  const config = accepted("roberta", {}) as Record<string, unknown>;
  assert.equal(config.layer_norm_eps, 1e-12);
  assert.equal(config.max_position_embeddings, 512);
  assert.equal(config.type_vocab_size, 2);
});

const refused: readonly [ArchitectureName, Record<string, unknown>, string][] = [
  [
    "vit",
    { "hiden_size": 4 },
    "Cannot read the config of vit as it has the unknown key hiden_size",
  ],
  [
    "vit",
    { "hidden_act": "relu" },
    'Cannot read the config of vit as hidden_act must be "gelu": current value is "relu"',
  ],
  [
    "roberta",
    { "hidden_size": -3 },
    "Cannot read the config of roberta as hidden_size must be more than 0: current value is -3",
  ],
  [
    "roberta",
    { "hidden_size": "wide" },
    'Cannot read the config of roberta as hidden_size must be a number: current value is "wide"',
  ],
  [
    "roberta",
    { "is_decoder": true },
    "Cannot read the config of roberta as is_decoder must be false: current value is true",
  ],
  [
    "roberta",
    { "position_embedding_type": "relative_key" },
    'Cannot read the config of roberta as position_embedding_type must be "absolute": ' +
    'current value is "relative_key"',
  ],
  [
    "roberta",
    { "hidden_size": 10, "num_attention_heads": 3 },
    "Cannot read the config of roberta as hidden_size must be a multiple of num_attention_heads",
  ],
  [
    "vit",
    { "image_size": 30, "patch_size": 16 },
    "Cannot read the config of vit as image_size must be a multiple of patch_size",
  ],
  [
    "roberta",
    { "vocab_size": 5, "pad_token_id": 5 },
    "Cannot read the config of roberta as pad_token_id must be less than vocab_size",
  ],
  [
    "vit",
    { "id2label": { "0": "a", "1": "b" }, "num_labels": 3 },
    "Cannot read the config of vit as num_labels must agree with id2label",
  ],
  [
    "vit",
    { "model_type": "roberta" },
    'Cannot read the config of vit as model_type must be "vit": current value is "roberta"',
  ],
];

for (const [name, json, message] of refused) {
  Deno.test(`parseConfig() of ${name} refuses ${JSON.stringify(json)}`, () => {
    assert.equal(refusal(name, json), message);
  });
}

Deno.test("parseConfig() refuses what is no object", () => {
  assert.match(refusal("vit", [1]), /must be an object/);
  assert.match(refusal("vit", null), /must be an object/);
});
