// What BERT and RoBERTa share: configuration, a layer's weights, targets and computation, batches, older names.
import { z } from "zod";
import { gelu, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec } from "../engine/mod.ts";
import { selfAttention } from "./attention.ts";
import type { Contradiction } from "./hub_config.ts";
import { norm } from "./layers.ts";
import type { BatchShape, Forward, Target, Task, Weight } from "./model.ts";
import { attentionTargets, linearTarget, linearWeights, normWeights } from "./named_weights.ts";

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

/** The hub's keys that a layer is made from. */
export interface EncoderConfig {
  readonly "hidden_size": number;
  readonly "intermediate_size": number;
  readonly "num_attention_heads": number;
  readonly "layer_norm_eps": number;
  readonly "hidden_dropout_prob": number;
  readonly "attention_probs_dropout_prob": number;
}

/** A layer's weights, in the hub's order. */
export function encoderWeights(config: EncoderConfig, name: string): Weight[] {
  const { hidden_size: width, intermediate_size: inner } = config;
  const init = "normal";
  const square = { in: width, out: width, init } as const;
  return [
    ...["query", "key", "value"].flatMap((part) =>
      linearWeights(`${name}.attention.self.${part}`, square)
    ),
    ...linearWeights(`${name}.attention.output.dense`, square),
    ...normWeights(`${name}.attention.output.LayerNorm`, width),
    ...linearWeights(`${name}.intermediate.dense`, { in: width, out: inner, init }),
    ...linearWeights(`${name}.output.dense`, { in: inner, out: width, init }),
    ...normWeights(`${name}.output.LayerNorm`, width),
  ];
}

/** A layer's linear maps. */
export function encoderTargets(config: EncoderConfig, name: string): Target[] {
  const { hidden_size: width, intermediate_size: inner } = config;
  const attention = `${name}.attention`;
  return [
    ...attentionTargets(`${attention}.self`, `${attention}.output.dense`, width),
    linearTarget(`${name}.intermediate.dense`, "ffn", [width, inner]),
    linearTarget(`${name}.output.dense`, "ffn", [inner, width]),
  ];
}

/** One post-norm layer, names seen from inside it: [B, S, width] → [B, S, width]. */
export function encodeLayer(
  config: EncoderConfig & { readonly scoreBias: Tensor },
  f: Forward,
  x: Tensor,
): Tensor {
  const added = (name: string, y: Tensor, to: Tensor) => {
    const dropped = f.dropout(f.linear(`${name}.dense`, y), config.hidden_dropout_prob);
    const module = { name: `${name}.LayerNorm`, epsilon: config.layer_norm_eps };
    return norm(f, module, tf.add(dropped, to));
  };
  const attended = selfAttention(f, {
    module: "attention.self",
    heads: config.num_attention_heads,
    dropout: config.attention_probs_dropout_prob,
    scoreBias: config.scoreBias,
  }, x);
  const middle = added("attention.output", attended, x);
  return added("output", gelu(f.linear("intermediate.dense", middle)), middle);
}

/**
 * `input_ids` and `attention_mask` [B, S], and `labels` [B]; for masked words `masked_positions`, flat
 * indices into [B · S], and `labels`, −100 in unused slots, [B · K] each.
 * Errors: throws when the length is missing or longer than `longest`.
 */
export function textBatch(
  model: { readonly name: string; readonly longest: number },
  task: Task,
  { batch: count, length = 0 }: BatchShape,
): TensorSpec[] {
  const { name, longest } = model;
  if (length < 1 || length > longest) {
    throw new Error(
      `Cannot run ${name} as length must be in 1 … ${longest}: current value is ${length}`,
    );
  }
  const ints = (name: string, ...shape: number[]): TensorSpec => ({ name, shape, dtype: "int32" });
  const words = [ints("input_ids", count, length), ints("attention_mask", count, length)];
  if (task.kind === "regression") {
    return [...words, { name: "labels", shape: [count], dtype: "float32" }];
  }
  if (task.kind !== "masked_lm") return [...words, ints("labels", count)];
  const slots = count * task.masked;
  return [...words, ints("masked_positions", slots), ints("labels", slots)];
}

/** Files of 2019 call a layer norm's weight gamma and its bias beta; bare backbones have no prefix. */
export function olderNames(name: string, prefix: string): string[] {
  const older = name
    .replace(/(LayerNorm|layer_norm)\.weight$/, "$1.gamma")
    .replace(/(LayerNorm|layer_norm)\.bias$/, "$1.beta");
  return [...new Set([name, older].flatMap((each) => [each, each.replace(prefix, "")]))];
}
