// Whatever transformers writes for a supported model is read, and so are the files of the hub.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { architectures, unknownKeys } from "../../models/mod.ts";
import type { ArchitectureName, Config } from "../../models/mod.ts";

type Json = Readonly<Record<string, unknown>>;

const lines = fileURLToPath(new URL("../reference/hub_configs.jsonl", import.meta.url));
const dumps: Json[] = Deno.readTextFileSync(lines).trim().split("\n").map((line) =>
  JSON.parse(line)
);

function read(json: Json): Config {
  const architecture = architectures[json["model_type"] as ArchitectureName];
  const parsed = architecture.parseConfig(json);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
  assert.deepEqual(unknownKeys(architecture, json), []);
  return parsed.value;
}

for (const [index, json] of dumps.entries()) {
  const { model_type: type, transformers_version: version } = json;
  Deno.test(`parseConfig() reads all keys of transformers ${version}: ${type}, line ${index + 1}`, () => {
    const config = read(json) as unknown as Json;
    for (const [key, value] of Object.entries(config)) {
      const written = json[key];
      if (written !== undefined && !isRewritten(key)) assert.deepEqual(value, written, key);
    }
  });
}

/** What is kept in another form than the file's. */
function isRewritten(key: string): boolean {
  return ["pos_att_type", "rope_parameters", "rope_scaling", "num_key_value_heads"].includes(key);
}

Deno.test("the dumps are of both releases and of every architecture", () => {
  for (const version of ["4.57.3", "5.23.0"]) {
    const types = dumps.filter((json) => json["transformers_version"] === version)
      .map((json) => json["model_type"]);
    assert.deepEqual([...new Set(types)].sort(), Object.keys(architectures).sort());
  }
});

/** Keys as hub files have them beside the sizes; written from memory of the cards. */
const published: Readonly<Record<string, Json>> = {
  "openai-community/gpt2-medium": {
    "model_type": "gpt2",
    "architectures": ["GPT2LMHeadModel"],
    "n_ctx": 1024,
    "n_special": 0,
    "predict_special_tokens": true,
    "summary_first_dropout": 0.1,
    "summary_proj_to_labels": true,
    "task_specific_params": { "text-generation": { "do_sample": true, "max_length": 50 } },
    "bos_token_id": 50256,
    "eos_token_id": 50256,
  },
  "google-bert/bert-base-multilingual-cased": {
    "model_type": "bert",
    "architectures": ["BertForMaskedLM"],
    "directionality": "bidi",
    "pooler_fc_size": 768,
    "pooler_num_attention_heads": 12,
    "pooler_num_fc_layers": 3,
    "pooler_size_per_head": 128,
    "pooler_type": "first_token_transform",
    "position_embedding_type": "absolute",
    "gradient_checkpointing": false,
    "vocab_size": 119547,
  },
  "unsloth's llama": {
    "model_type": "llama",
    "quantization_config": null,
    "unsloth_version": "2024.9",
    "unsloth_fixed": true,
    "torch_dtype": "bfloat16",
    "eos_token_id": [128001, 128008],
    "rope_theta": 500000.0,
    "rope_scaling": { "type": "default" },
  },
  "a ViT with text ids and sides": {
    "model_type": "vit",
    "image_size": [224, 224],
    "patch_size": [16, 16],
    "id2label": { "0": "cat", "1": "dog" },
    "label2id": { "cat": "0", "dog": "1" },
    "encoder_stride": 16,
    "pooler_act": "tanh",
  },
  "labels of null": {
    "model_type": "roberta",
    "id2label": null,
    "label2id": null,
    "num_labels": 3,
    "sep_token_id": 2,
    "cls_token_id": 0,
    "is_decoder": null,
    "pruned_heads": { "0": [] },
  },
  "a decoder that says so": { "model_type": "gpt2", "is_decoder": true },
};

for (const [name, json] of Object.entries(published)) {
  Deno.test(`parseConfig() reads the keys of ${name}`, () => {
    read(json);
  });
}

Deno.test("parseConfig() takes equal sides for one, and ids in text for numbers", () => {
  const config = read(published["a ViT with text ids and sides"] as Json) as unknown as Json;
  assert.deepEqual([config["image_size"], config["patch_size"]], [224, 16]);
  assert.deepEqual(config["label2id"], { cat: 0, dog: 1 });
});

Deno.test("parseConfig() takes labels that are numbers", () => {
  const config = read({ "model_type": "bert", "id2label": { "0": 0, "1": true } });
  assert.deepEqual((config as unknown as Json)["id2label"], { "0": "0", "1": "true" });
});

Deno.test("parseConfig() of gpt2 reads the names that other models give its sizes", () => {
  const sizes = { "hidden_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4 };
  const own = { "n_embd": 64, "n_layer": 3, "n_head": 4 };
  assert.deepEqual(
    read({ "model_type": "gpt2", ...sizes }),
    read({ "model_type": "gpt2", ...own }),
  );
  read({ "model_type": "gpt2", ...sizes, ...own });
});

Deno.test("unknownKeys() names what nothing here knows, whatever it is called", () => {
  const json = JSON.parse('{"hidden_size":48,"__proto__":1,"hiden_size":4,"constructor":2}');
  assert.deepEqual(unknownKeys(architectures.vit, json), [
    "__proto__",
    "hiden_size",
    "constructor",
  ]);
  assert.ok(architectures.vit.parseConfig(json).ok);
});
