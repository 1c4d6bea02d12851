// Hub configs: what is read, what is filled in, and what is refused by name.
import assert from "node:assert/strict";
import { architectures } from "../../models/mod.ts";
import type { ArchitectureName, Config } from "../../models/mod.ts";

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

Deno.test("parseConfig() takes two labels of one name, as ImageNet has", () => {
  const json = { "id2label": { "0": "crane", "1": "crane" }, "label2id": { "crane": 1 } };
  assert.deepEqual(accepted("vit", json).id2label, json.id2label);
});

Deno.test("parseConfig() fills in what the hub's classes assume", () => {
  const config = accepted("roberta", {}) as Record<string, unknown>;
  assert.equal(config.layer_norm_eps, 1e-12);
  assert.equal(config.max_position_embeddings, 512);
  assert.equal(config.type_vocab_size, 2);
});

const refused: readonly [ArchitectureName, Record<string, unknown>, string][] = [
  [
    "bert",
    { "directionality": "unidi" },
    'Cannot read the config of bert as directionality must be "bidi": current value is "unidi"',
  ],
  [
    "vit",
    { "pruned_heads": { "0": [1] } },
    "Cannot read the config of vit as pruned_heads must be empty: current value is " +
    '{"0":[1]}',
  ],
  [
    "llama",
    { "quantization_config": { "quant_method": "gptq", "bits": 4 } },
    "Cannot read the config of llama as quantization_config must be null: " +
    'current value is {"quant_method":"gptq","bits":4}',
  ],
  [
    "roberta",
    { "problem_type": "multi_label_classification" },
    "Cannot read the config of roberta as problem_type must be one of " +
    '"regression"|"single_label_classification": current value is "multi_label_classification"',
  ],
  [
    "bert",
    { "add_cross_attention": true },
    "Cannot read the config of bert as add_cross_attention must be false: current value is true",
  ],
  [
    "gpt2",
    { "dtype": "int8" },
    "Cannot read the config of gpt2 as dtype must be one of " +
    '"auto"|"float16"|"bfloat16"|"float32"|"float64"|"torch.float16"|"torch.bfloat16"|' +
    '"torch.float32"|"torch.float64": current value is "int8"',
  ],
  [
    "bert",
    { "chunk_size_feed_forward": -1 },
    "Cannot read the config of bert as chunk_size_feed_forward must be at least 0: current value is -1",
  ],
  [
    "llama",
    { "rope_parameters": { "rope_type": "default", "partial_rotary_factor": 0.5 } },
    "Cannot read the config of llama as rope_parameters.partial_rotary_factor must be 1: " +
    "current value is 0.5",
  ],
  [
    "vit",
    { "image_size": [224, 160] },
    "Cannot read the config of vit as image_size must be a whole number, or a list of two equal ones: " +
    "current value is [224,160]",
  ],
  [
    "vit",
    { "label2id": { "a": "first" } },
    'Cannot read the config of vit as label2id.a must be a number: current value is "first"',
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
    { "id2label": { "0": "a", "1": "b" }, "label2id": { "a": 0 } },
    "Cannot read the config of vit as label2id must agree with id2label",
  ],
  [
    "vit",
    { "num_labels": 3, "label2id": { "a": 0, "b": 1 } },
    "Cannot read the config of vit as label2id must agree with num_labels",
  ],
  [
    "roberta",
    { "id2label": { "0": "a", "2": "b" } },
    "Cannot read the config of roberta as id2label must number its labels from 0",
  ],
  [
    "roberta",
    { "dtype": "float32", "torch_dtype": "float16" },
    "Cannot read the config of roberta as torch_dtype must agree with dtype",
  ],
  [
    "roberta",
    { "is_encoder_decoder": true },
    "Cannot read the config of roberta as is_encoder_decoder must be false: current value is true",
  ],
  [
    "deberta-v2",
    { "pos_att_type": "p2p|c2p" },
    'Cannot read the config of deberta-v2 as pos_att_type.0 must be one of "c2p"|"p2c": ' +
    'current value is "p2p"',
  ],
  [
    "deberta-v2",
    { "norm_rel_ebd": "batch_norm" },
    'Cannot read the config of deberta-v2 as norm_rel_ebd must be one of "none"|"layer_norm": ' +
    'current value is "batch_norm"',
  ],
  [
    "deberta-v2",
    { "attention_head_size": 32 },
    "Cannot read the config of deberta-v2 as attention_head_size must fill hidden_size with all heads",
  ],
  [
    "deberta-v2",
    { "pooler_hidden_size": 32 },
    "Cannot read the config of deberta-v2 as pooler_hidden_size must agree with hidden_size",
  ],
  [
    "deberta-v2",
    { "embedding_size": 128, "legacy": false },
    "Cannot read the config of deberta-v2 as embedding_size must agree with hidden_size, or legacy be true",
  ],
  [
    "deberta-v2",
    { "conv_kernel_size": 4 },
    "Cannot read the config of deberta-v2 as conv_kernel_size must be odd, or 0",
  ],
  [
    "deberta-v2",
    { "relative_attention": true, "position_buckets": 8, "max_relative_positions": 5 },
    "Cannot read the config of deberta-v2 as position_buckets must be from 2 to twice the longest distance",
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
