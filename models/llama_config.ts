// The configuration of a Llama: the hub's keys in both spellings, the presets, and what must agree.
import { z } from "zod";
import { hubConfig, hubConfigs } from "./hub_config.ts";
import type { Contradiction } from "./hub_config.ts";
import { ropeContradiction, ropeKeys, ropeOf } from "./llama_rope.ts";
import type { Result } from "./model.ts";
import type { Rope } from "./rotary_positions.ts";

const size = (value: number) => z.int().positive().default(value);
const orNull = z.int().positive().nullable().default(null);

const schema = hubConfig({
  "model_type": z.literal("llama").default("llama"),
  "vocab_size": size(32000),
  "hidden_size": size(4096),
  "intermediate_size": size(11008),
  "num_hidden_layers": size(32),
  "num_attention_heads": size(32),
  "num_key_value_heads": orNull, // null: as many as there are heads
  "head_dim": orNull, // null: hidden_size shared out among the heads
  "hidden_act": z.literal("silu").default("silu"),
  "max_position_embeddings": size(2048),
  "rms_norm_eps": z.number().positive().default(1e-6),
  "initializer_range": z.number().positive().default(0.02),
  ...ropeKeys,
  "attention_bias": z.boolean().default(false),
  "mlp_bias": z.boolean().default(false),
  "attention_dropout": z.number().min(0).lt(1).default(0),
  "pretraining_tp": z.int().positive().default(1), // products in so many parts: the same sums
  "tie_word_embeddings": z.boolean().default(false),
  "pad_token_id": z.int().min(0).nullable().default(null),
});

type Written = z.infer<typeof schema>;

type Spelled = "head_dim" | "num_key_value_heads" | keyof typeof ropeKeys;

/** A parsed `config.json` of a Llama, in the keys of transformers 5 and with nothing left open. */
export interface LlamaConfig extends Omit<Written, Spelled> {
  readonly "head_dim": number;
  readonly "num_key_value_heads": number;
  readonly "rope_parameters": Rope;
}

const asPublished = { "model_type": "llama", "rms_norm_eps": 1e-5 } as const;

/** Sizes of the cards that `llama.ts` names. */
export const llamaPresets = {
  "tinyllama-1.1b": {
    ...asPublished,
    "hidden_size": 2048,
    "intermediate_size": 5632,
    "num_hidden_layers": 22,
    "num_key_value_heads": 4,
  },
  "meta-llama-3-8b": {
    ...asPublished,
    "vocab_size": 128_256,
    "intermediate_size": 14_336,
    "num_key_value_heads": 8,
    "max_position_embeddings": 8192,
    "rope_theta": 500_000,
  },
  "deepseek-coder-1.3b-base": {
    "model_type": "llama",
    "vocab_size": 32_256,
    "hidden_size": 2048,
    "intermediate_size": 5504,
    "num_hidden_layers": 24,
    "num_attention_heads": 16,
    "max_position_embeddings": 16_384,
    "rope_theta": 100_000,
    "rope_scaling": { "type": "linear", "factor": 4 },
  },
} as const;

const harmless = { "is_decoder": z.boolean().nullable() }; // it is one anyway
const written = hubConfigs<Written>({ model: "llama", schema, harmless, contradiction });

/** As `hubConfigs`, with nothing left open. */
export const llamaConfigs = {
  keys: written.keys,
  parseConfig(json: unknown): Result<LlamaConfig> {
    const read = written.parseConfig(json);
    return read.ok ? { ok: true, value: resolved(read.value) } : read;
  },
};

function contradiction(config: Written): Contradiction {
  const { num_attention_heads: heads, pad_token_id: padding } = config;
  if (config.head_dim === null && config.hidden_size % heads !== 0) {
    return { key: "hidden_size", rule: "be a multiple of num_attention_heads" };
  }
  if (headSize(config) % 2 !== 0) {
    return { key: "head_dim", rule: `be even to be rotated: current value is ${headSize(config)}` };
  }
  if (heads % (config.num_key_value_heads ?? heads) !== 0) {
    return { key: "num_attention_heads", rule: "be a multiple of num_key_value_heads" };
  }
  if (padding !== null && padding >= config.vocab_size) {
    return { key: "pad_token_id", rule: "be less than vocab_size" };
  }
  return ropeContradiction(config);
}

function headSize(config: Written): number {
  return config.head_dim ?? config.hidden_size / config.num_attention_heads;
}

function resolved(config: Written): LlamaConfig {
  const { rope_theta: _theta, rope_scaling: _scaling, ...rest } = config;
  return {
    ...rest,
    "head_dim": headSize(config),
    "num_key_value_heads": config.num_key_value_heads ?? config.num_attention_heads,
    "rope_parameters": ropeOf(config),
  };
}
