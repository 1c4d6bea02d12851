// DeBERTa's config: the hub's keys, what its classes assume, and the sizes of published models.
import { z } from "zod";
import { activationNames } from "./activations.ts";
import { hubConfig } from "./hub_config.ts";
import type { Contradiction } from "./hub_config.ts";
import type { Distances } from "./deberta_v2_positions.ts";

const size = (value: number) => z.int().positive().default(value);
const given = z.int().positive().optional();
const rate = z.number().min(0).lt(1);
const activation = z.enum(activationNames);

/** transformers 4 writes `"p2c|c2p"`, transformers 5 a list. */
const termsOf = (value: unknown) =>
  typeof value === "string"
    ? value.toLowerCase().split("|").map((term) => term.trim()).filter((term) => term !== "")
    : value ?? [];

/** Of `config.json`, for every DeBERTa since version 2. */
export const schema = hubConfig({
  "model_type": z.literal("deberta-v2").default("deberta-v2"),
  "vocab_size": size(128100),
  "embedding_size": given, // hidden_size
  "max_position_embeddings": size(512),
  "type_vocab_size": z.int().min(0).default(0),
  "pad_token_id": z.int().min(0).nullable().default(0),
  "position_biased_input": z.boolean().default(true),
  "hidden_size": size(1536),
  "num_hidden_layers": size(24),
  "num_attention_heads": size(24),
  "attention_head_size": given, // hidden_size / num_attention_heads
  "intermediate_size": size(6144),
  "hidden_act": z.literal("gelu").default("gelu"),
  "relative_attention": z.boolean().default(false),
  "max_relative_positions": z.int().default(-1), // less than 1: max_position_embeddings
  "position_buckets": z.int().default(-1), // less than 1: none
  "pos_att_type": z.preprocess(termsOf, z.array(z.enum(["c2p", "p2c"]))),
  "share_att_key": z.boolean().default(false),
  "norm_rel_ebd": z.enum(["none", "layer_norm"]).default("none"),
  "conv_kernel_size": z.int().min(0).default(0), // 0: no convolution
  "conv_groups": z.literal(1).default(1),
  "conv_act": activation.default("tanh"),
  "layer_norm_eps": z.number().positive().default(1e-7),
  "initializer_range": z.number().positive().default(0.02),
  "hidden_dropout_prob": rate.default(0.1),
  "attention_probs_dropout_prob": rate.default(0.1),
  "pooler_hidden_size": given, // hidden_size
  "pooler_hidden_act": activation.default("gelu"),
  "pooler_dropout": rate.default(0),
  "cls_dropout": rate.nullable().default(null), // null: as hidden_dropout_prob
  "legacy": z.boolean().default(true), // which of its two heads for masked words
  "tie_word_embeddings": z.literal(true).default(true),
});

/** A parsed `config.json` of a DeBERTa, in the hub's keys. */
export type DebertaV2Config = z.infer<typeof schema>;

const asPublished = {
  "model_type": "deberta-v2",
  "relative_attention": true,
  "position_buckets": 256,
  "pos_att_type": "p2c|c2p",
  "share_att_key": true,
  "norm_rel_ebd": "layer_norm",
  "position_biased_input": false,
} as const;

/** microsoft/deberta-v3-base and microsoft/deberta-v2-xxlarge. */
export const presets = {
  "deberta-v3-base": {
    ...asPublished,
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
  },
  "deberta-v2-xxlarge": {
    ...asPublished,
    "num_hidden_layers": 48,
    "attention_head_size": 64,
    "conv_kernel_size": 3,
    "conv_act": "gelu",
  },
} as const;

/** The first key that another one contradicts. */
export function contradiction(config: DebertaV2Config): Contradiction {
  const width = config.hidden_size;
  const heads = config.num_attention_heads;
  const { embedding_size: embedded = width, pooler_hidden_size: pooled = width } = config;
  const faults: readonly [boolean, string, string][] = [
    [width % heads !== 0, "hidden_size", "be a multiple of num_attention_heads"],
    [headSize(config) * heads !== width, "attention_head_size", "fill hidden_size with all heads"],
    [pooled !== width, "pooler_hidden_size", "agree with hidden_size"],
    [
      !config.legacy && embedded !== width,
      "embedding_size",
      "agree with hidden_size, or legacy be true",
    ],
    [(config.pad_token_id ?? 0) >= config.vocab_size, "pad_token_id", "be less than vocab_size"],
    [isEven(config.conv_kernel_size), "conv_kernel_size", "be odd, or 0"],
    [!canTellApart(config), "position_buckets", "be from 2 to twice the longest distance"],
  ];
  const [, key, rule] = faults.find(([holds]) => holds) ?? [];
  return key === undefined || rule === undefined ? undefined : { key, rule };
}

function isEven(kernel: number): boolean {
  return kernel > 0 && kernel % 2 === 0;
}

/** The logarithm that longer distances are divided by must be more than 0. */
function canTellApart(config: DebertaV2Config): boolean {
  const { buckets, longest } = distancesOf(config);
  const middle = Math.floor(buckets / 2);
  return !config.relative_attention || buckets < 1 || (middle > 0 && longest - 1 > middle);
}

/** Width of one head. */
export function headSize(config: DebertaV2Config): number {
  return config.attention_head_size ?? config.hidden_size / config.num_attention_heads;
}

/** Width of the tables of words, positions and types. */
export function embeddingSize(config: DebertaV2Config): number {
  return config.embedding_size ?? config.hidden_size;
}

/** How distances are told apart. */
export function distancesOf(config: DebertaV2Config): Distances {
  const { max_relative_positions: most, max_position_embeddings: longest } = config;
  return { buckets: config.position_buckets, longest: most < 1 ? longest : most };
}

/** Names of the projections of relative positions: the words' own where they are shared. */
export function positionModules(config: DebertaV2Config): Partial<Record<"c2p" | "p2c", string>> {
  const shared = config.share_att_key;
  const modules = {
    c2p: shared ? "key_proj" : "pos_key_proj",
    p2c: shared ? "query_proj" : "pos_query_proj",
  };
  const used = config.relative_attention ? config.pos_att_type : [];
  return Object.fromEntries(used.map((term) => [term, modules[term]]));
}
