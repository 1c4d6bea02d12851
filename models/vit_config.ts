// The configuration of a ViT: the hub's keys, what must agree, and what changes nothing.
import { z } from "zod";
import { hubConfig, hubConfigs } from "./hub_config.ts";
import type { Contradiction } from "./hub_config.ts";
import { anything } from "./hub_keys.ts";

const size = (value: number) => z.int().positive().default(value);

/** A number, or a list of height and width: pictures are square here. */
const side = (value: number) =>
  z.preprocess(
    (given) =>
      Array.isArray(given) && given.length === 2 && given[0] === given[1] ? given[0] : given,
    z.int({ error: "a whole number, or a list of two equal ones" }).positive().default(value),
  );

const rate = (value: number) => z.number().min(0).lt(1).default(value);

const schema = hubConfig({
  "model_type": z.literal("vit").default("vit"),
  "image_size": side(224),
  "patch_size": side(16),
  "num_channels": size(3),
  "hidden_size": size(768),
  "num_hidden_layers": size(12),
  "num_attention_heads": size(12),
  "intermediate_size": size(3072),
  "hidden_act": z.literal("gelu").default("gelu"),
  "qkv_bias": z.boolean().default(true),
  "layer_norm_eps": z.number().positive().default(1e-12),
  "initializer_range": z.number().positive().default(0.02),
  "hidden_dropout_prob": rate(0),
  "attention_probs_dropout_prob": rate(0),
});

/** Of its pooler and of masked pictures, which no task here has. */
const harmless = {
  "encoder_stride": anything,
  "pooler_act": anything,
  "pooler_output_size": anything,
};

/** A parsed `config.json` of a ViT, in the hub's keys. */
export type VitConfig = z.infer<typeof schema>;

/** Sizes of the cards that `vit.ts` names. */
export const presets = {
  "vit-base": { "model_type": "vit" },
  "deit-tiny": {
    "model_type": "vit",
    "hidden_size": 192,
    "num_attention_heads": 3,
    "intermediate_size": 768,
  },
} as const;

function contradiction(config: VitConfig): Contradiction {
  if (config.hidden_size % config.num_attention_heads !== 0) {
    return { key: "hidden_size", rule: "be a multiple of num_attention_heads" };
  }
  if (config.image_size % config.patch_size === 0) return undefined;
  return { key: "image_size", rule: "be a multiple of patch_size" };
}

/** See `hubConfigs`. */
export const configs = hubConfigs({ model: "vit", schema, harmless, contradiction });
