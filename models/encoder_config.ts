// The configuration that BERT and RoBERTa share: the hub's keys with their defaults, and what must agree.
import { z } from "zod";
import type { Contradiction } from "./hub_config.ts";

const size = (value: number) => z.int().positive().default(value);
const rate = z.number().min(0).lt(1);

/** Every key but those whose defaults differ. */
export const encoderKeys = {
  "max_position_embeddings": size(512),
  "type_vocab_size": size(2),
  "hidden_size": size(768),
  "num_hidden_layers": size(12),
  "num_attention_heads": size(12),
  "intermediate_size": size(3072),
  "hidden_act": z.literal("gelu").default("gelu"),
  "layer_norm_eps": z.number().positive().default(1e-12),
  "initializer_range": z.number().positive().default(0.02),
  "hidden_dropout_prob": rate.default(0.1),
  "attention_probs_dropout_prob": rate.default(0.1),
  "classifier_dropout": rate.nullable().default(null), // null: as hidden_dropout_prob
  "tie_word_embeddings": z.literal(true).default(true),
} as const;

/** In older files; transformers 5 knows no other. */
export const encoderHarmless = { "position_embedding_type": z.literal("absolute") } as const;

/** Numbers that must fit together. */
interface Sizes {
  readonly "hidden_size": number;
  readonly "num_attention_heads": number;
  readonly "pad_token_id": number;
  readonly "vocab_size": number;
}

/** What is wrong between keys of either model. */
export function encoderContradiction(config: Sizes): Contradiction {
  if (config.hidden_size % config.num_attention_heads !== 0) {
    return { key: "hidden_size", rule: "be a multiple of num_attention_heads" };
  }
  if (config.pad_token_id < config.vocab_size) return undefined;
  return { key: "pad_token_id", rule: "be less than vocab_size" };
}
