// A Llama's config: two spellings of rotary positions, and what must agree.
import assert from "node:assert/strict";
import { llama } from "../../models/mod.ts";
import type { LlamaConfig } from "../../models/mod.ts";

function accepted(json: Record<string, unknown>): LlamaConfig {
  const parsed = llama.parseConfig(json);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
  return parsed.value;
}

const llama3 = {
  "rope_type": "llama3",
  "factor": 8,
  "low_freq_factor": 1,
  "high_freq_factor": 4,
  "original_max_position_embeddings": 8192,
};
const { rope_type: _type, ...withoutType } = llama3;

/** What transformers 4 writes, and what transformers 5 makes of it. */
const spellings: readonly [Record<string, unknown>, Record<string, unknown>][] = [
  [{}, { "rope_theta": 10_000, "rope_type": "default" }],
  [{ "rope_scaling": null, "rope_theta": 5e5 }, { "rope_theta": 5e5, "rope_type": "default" }],
  [
    { "rope_scaling": { "type": "linear", "factor": 4.0 }, "rope_theta": 1e5 },
    { "rope_theta": 1e5, "rope_type": "linear", "factor": 4 },
  ],
  // transformers 4.43 and later write both names of the type, and some files the base as well.
  [
    {
      "rope_scaling": { "type": "linear", "rope_type": "linear", "factor": 4, "rope_theta": 1e5 },
      "rope_theta": 1e5,
    },
    { "rope_theta": 1e5, "rope_type": "linear", "factor": 4 },
  ],
  [{ "rope_scaling": llama3, "rope_theta": 5e5 }, { ...llama3, "rope_theta": 5e5 }],
];

for (const [four, five] of spellings) {
  Deno.test(`parseConfig() of llama reads ${JSON.stringify(four)} as rope_parameters`, () => {
    const { rope_parameters: rope } = accepted(four);
    assert.deepEqual(rope, five);
    assert.deepEqual(accepted({ "rope_parameters": five }), accepted(four));
    assert.deepEqual(accepted({ ...four, "rope_parameters": five }), accepted(four));
  });
}

Deno.test("parseConfig() of llama resolves the heads that a config leaves open", () => {
  const sizes = { "hidden_size": 64, "num_attention_heads": 4 };
  const open = accepted(sizes);
  assert.deepEqual([open.head_dim, open.num_key_value_heads], [16, 4]);
  const told = accepted({ ...sizes, "head_dim": 8, "num_key_value_heads": 2 });
  assert.deepEqual([told.head_dim, told.num_key_value_heads], [8, 2]);
  assert.deepEqual(accepted({ ...sizes, "head_dim": null, "num_key_value_heads": null }), open);
});

const refused: readonly [Record<string, unknown>, string][] = [
  [
    { "hidden_size": 10, "num_attention_heads": 4 },
    "hidden_size must be a multiple of num_attention_heads",
  ],
  [
    { "num_attention_heads": 4, "num_key_value_heads": 3 },
    "num_attention_heads must be a multiple of num_key_value_heads",
  ],
  [{ "head_dim": 3 }, "head_dim must be even to be rotated: current value is 3"],
  [{ "vocab_size": 9, "pad_token_id": 9 }, "pad_token_id must be less than vocab_size"],
  [{ "hidden_act": "gelu" }, 'hidden_act must be "silu": current value is "gelu"'],
  [
    { "rope_scaling": { "type": "yarn", "factor": 4 } },
    'rope_scaling.type must be one of "default"|"linear"|"llama3": current value is "yarn"',
  ],
  [
    { "rope_scaling": { "type": "linear", "rope_type": "llama3", "factor": 4 } },
    "rope_scaling.type must agree with rope_type",
  ],
  [{ "rope_scaling": { "type": "linear" } }, "rope_scaling.factor must be given for linear"],
  [
    { "rope_parameters": { ...withoutType, "rope_type": "linear" } },
    "rope_parameters.low_freq_factor must be absent for linear",
  ],
  [
    { "rope_parameters": { ...llama3, "low_freq_factor": 4 } },
    "rope_parameters.low_freq_factor must be less than high_freq_factor",
  ],
  [
    { "rope_theta": 1e4, "rope_parameters": { "rope_theta": 1e5 } },
    "rope_theta must be the same wherever it is given",
  ],
  [
    { "rope_scaling": { "type": "linear", "factor": 4 }, "rope_parameters": llama3 },
    "rope_scaling must agree with rope_parameters",
  ],
  [
    { "rope_scaling": { "type": "linear", "factor": 0.5 } },
    "rope_scaling.factor must be at least 1: current value is 0.5",
  ],
];

for (const [json, rule] of refused) {
  Deno.test(`parseConfig() of llama refuses ${JSON.stringify(json)}`, () => {
    const parsed = llama.parseConfig(json);
    assert.equal(!parsed.ok && parsed.message, `Cannot read the config of llama as ${rule}`);
  });
}

Deno.test("parseConfig() of llama refuses keys it does not know within rotary positions", () => {
  const parsed = llama.parseConfig({ "rope_scaling": { "rope_base": 1 } });
  assert.match(parsed.ok ? "" : parsed.message, /it has the unknown key rope_scaling\.rope_base$/);
});
