// RoBERTa: a post-norm transformer encoder over words, with a classifying or a masked-word head.
//
// Paper: Liu et al., RoBERTa: A Robustly Optimized BERT Pretraining Approach, arXiv 1907.11692.
// Cards: FacebookAI/roberta-base, FacebookAI/roberta-large. Keys, names and numbers are those of the hub's
// `RobertaForSequenceClassification` and `RobertaForMaskedLM`.
import { z } from "zod";
import { gelu, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec } from "../engine/mod.ts";
import { maskBias, selfAttention } from "./attention.ts";
import { hubConfig, readHubConfig } from "./hub_config.ts";
import type { Contradiction } from "./hub_config.ts";
import { hiddenStatesOf, norm, within } from "./layers.ts";
import { exampleLoss, part } from "./loss.ts";
import type { Architecture, Batch, BatchShape, Forward, Outputs, Target } from "./model.ts";
import type { Task, Weight } from "./model.ts";
import { attentionTargets, linearTarget, linearWeights, normWeights } from "./named_weights.ts";
import { perLayer, wholeHead } from "./named_weights.ts";
import { embedWords } from "./roberta_embeddings.ts";
import { headDropout, headLogits, headWeights } from "./roberta_heads.ts";

const size = (value: number) => z.int().positive().default(value);
const rate = z.number().min(0).lt(1);

const schema = hubConfig({
  "model_type": z.literal("roberta").default("roberta"),
  "vocab_size": size(50265),
  "max_position_embeddings": size(512),
  "type_vocab_size": size(2),
  "pad_token_id": z.int().min(0).default(1),
  "position_embedding_type": z.literal("absolute").default("absolute"),
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
  "is_decoder": z.literal(false).default(false),
  "add_cross_attention": z.literal(false).default(false),
});

/** A parsed `config.json` of a RoBERTa, in the hub's keys. */
export type RobertaConfig = z.infer<typeof schema>;

const asPublished = {
  "model_type": "roberta",
  "max_position_embeddings": 514,
  "type_vocab_size": 1,
  "layer_norm_eps": 1e-5,
} as const;

const presets = {
  "roberta-base": asPublished,
  "roberta-large": {
    ...asPublished,
    "hidden_size": 1024,
    "num_hidden_layers": 24,
    "num_attention_heads": 16,
    "intermediate_size": 4096,
  },
} as const;

function contradiction(config: RobertaConfig): Contradiction {
  if (config.hidden_size % config.num_attention_heads !== 0) {
    return { key: "hidden_size", rule: "be a multiple of num_attention_heads" };
  }
  if (config.pad_token_id >= config.vocab_size) {
    return { key: "pad_token_id", rule: "be less than vocab_size" };
  }
  if (config.max_position_embeddings > config.pad_token_id + 1) return undefined;
  return { key: "max_position_embeddings", rule: "be more than pad_token_id + 1" };
}

const prefix = "roberta.";
const layerName = (layer: number) => `${prefix}encoder.layer.${layer}`;

function weights(config: RobertaConfig, task: Task): Weight[] {
  const { hidden_size: width, pad_token_id: zeroRow } = config;
  const name = `${prefix}embeddings`;
  const table = (kind: string, rows: number): Weight => (
    { name: `${name}.${kind}_embeddings.weight`, shape: [rows, width], init: "normal" }
  );
  return [
    { ...table("word", config.vocab_size), zeroRow },
    { ...table("position", config.max_position_embeddings), zeroRow },
    table("token_type", config.type_vocab_size),
    ...normWeights(`${name}.LayerNorm`, width),
    ...perLayer(config.num_hidden_layers, (layer) => layerWeights(config, layerName(layer))),
    ...headWeights(config, task),
  ];
}

function layerWeights(config: RobertaConfig, name: string): Weight[] {
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

function targets(config: RobertaConfig): Target[] {
  return perLayer(config.num_hidden_layers, (layer) => {
    const { hidden_size: width, intermediate_size: inner } = config;
    const name = layerName(layer);
    const attention = `${name}.attention`;
    return [
      ...attentionTargets(`${attention}.self`, `${attention}.output.dense`, width),
      linearTarget(`${name}.intermediate.dense`, "ffn", [width, inner]),
      linearTarget(`${name}.output.dense`, "ffn", [inner, width]),
    ];
  });
}

/**
 * `input_ids` and `attention_mask` [B, S], and `labels` [B]; for masked words `masked_positions`, flat
 * indices into [B · S], and `labels`, −100 in unused slots, [B · K] each.
 * Errors: throws when the length is missing or longer than the table of positions.
 */
function batch(config: RobertaConfig, task: Task, data: BatchShape): TensorSpec[] {
  const { batch: count, length = 0 } = data;
  const longest = config.max_position_embeddings - config.pad_token_id - 1;
  if (length < 1 || length > longest) {
    throw new Error(
      `Cannot run roberta as length must be in 1 … ${longest}: current value is ${length}`,
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

function forward(config: RobertaConfig, task: Task, f: Forward, batch: Batch): Outputs {
  const scoreBias = maskBias(part(batch, "attention_mask"));
  const embedded = embedWords(config, within(f, `${prefix}embeddings`), part(batch, "input_ids"));
  const [hiddenStates, lastHiddenState] = hiddenStatesOf(
    f.dropout(embedded, config.hidden_dropout_prob),
    config.num_hidden_layers,
    (x, layer) => encode({ ...config, scoreBias }, within(f, layerName(layer)), x),
  );
  const logits = headLogits(
    { task, epsilon: config.layer_norm_eps, dropout: headDropout(config) },
    f,
    { x: lastHiddenState, batch },
  );
  return { logits, hiddenStates, lastHiddenState };
}

/** One post-norm layer, names seen from inside it: [B, S, width] → [B, S, width]. */
function encode(config: RobertaConfig & { scoreBias: Tensor }, f: Forward, x: Tensor): Tensor {
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

/** Files of 2019 call a layer norm's weight gamma and its bias beta; bare backbones have no prefix. */
function checkpointNames(name: string): string[] {
  const older = name
    .replace(/(LayerNorm|layer_norm)\.weight$/, "$1.gamma")
    .replace(/(LayerNorm|layer_norm)\.bias$/, "$1.beta");
  return [...new Set([name, older].flatMap((each) => [each, each.replace(prefix, "")]))];
}

/** RoBERTa with its heads for classification, regression and masked words. */
export const roberta: Architecture<RobertaConfig> = {
  name: "roberta",
  presets,
  parseConfig: (json) => readHubConfig({ model: "roberta", schema, contradiction }, json),
  initializerRange: (config) => config.initializer_range,
  usualTask: { kind: "sequence_classification", labels: 2 },
  weights,
  head: (config, task) => wholeHead(headWeights(config, task).map(({ name }) => name)),
  checkpointNames,
  targets,
  batch,
  forward,
  loss: exampleLoss,
};
