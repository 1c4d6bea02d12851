// The configuration of a GPT-2: the hub's keys, what must agree, and what changes nothing.
import { z } from "zod";
import { activationNames } from "./activations.ts";
import { hubConfig, hubConfigs } from "./hub_config.ts";
import type { Contradiction } from "./hub_config.ts";
import { anything } from "./hub_keys.ts";

const size = (value: number) => z.int().positive().default(value);
const rate = z.number().min(0).lt(1).default(0.1);

const schema = hubConfig({
  "model_type": z.literal("gpt2").default("gpt2"),
  "vocab_size": size(50257),
  "n_positions": size(1024),
  "n_ctx": z.int().positive().optional(), // files of 2019: the same as n_positions
  "n_embd": size(768),
  "n_layer": size(12),
  "n_head": size(12),
  "n_inner": z.int().positive().nullable().default(null), // null: four times n_embd
  "activation_function": z.enum(activationNames).default("gelu_new"),
  "layer_norm_epsilon": z.number().positive().default(1e-5),
  "initializer_range": z.number().positive().default(0.02),
  "embd_pdrop": rate,
  "attn_pdrop": rate,
  "resid_pdrop": rate,
  "scale_attn_weights": z.boolean().default(true),
  "scale_attn_by_inverse_layer_idx": z.boolean().default(false),
  "reorder_and_upcast_attn": z.boolean().default(false), // in float32 the same computation
  "tie_word_embeddings": z.boolean().default(true),
  "pad_token_id": z.int().min(0).nullable().default(null),
});

/** OpenAI's own code had the first two; the `summary_*` are those of a model with two heads. */
const harmless = {
  "n_special": anything,
  "predict_special_tokens": anything,
  "is_decoder": z.boolean().nullable(), // it is one anyway
  "summary_activation": anything,
  "summary_first_dropout": anything,
  "summary_last_dropout": anything,
  "summary_proj_to_labels": anything,
  "summary_type": anything,
  "summary_use_proj": anything,
};

/** The names that other models give these keys. */
const aliases = {
  "hidden_size": "n_embd",
  "max_position_embeddings": "n_positions",
  "num_attention_heads": "n_head",
  "num_hidden_layers": "n_layer",
};

/** A parsed `config.json` of a GPT-2, in the hub's keys. */
export type Gpt2Config = z.infer<typeof schema>;

/** Sizes of the cards that `gpt2.ts` names. */
export const presets = { "gpt2": { "model_type": "gpt2" } } as const;

function contradiction(config: Gpt2Config): Contradiction {
  if (config.n_embd % config.n_head !== 0) {
    return { key: "n_embd", rule: "be a multiple of n_head" };
  }
  if (config.pad_token_id !== null && config.pad_token_id >= config.vocab_size) {
    return { key: "pad_token_id", rule: "be less than vocab_size" };
  }
  if ((config.n_ctx ?? config.n_positions) === config.n_positions) return undefined;
  return { key: "n_ctx", rule: "agree with n_positions" };
}

/** See `hubConfigs`. */
export const configs = hubConfigs({ model: "gpt2", schema, harmless, aliases, contradiction });
