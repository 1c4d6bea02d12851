// RoBERTa: a post-norm transformer encoder over words, with a classifying or a masked-word head.
//
// Paper: Liu et al., RoBERTa: A Robustly Optimized BERT Pretraining Approach, arXiv 1907.11692.
// Cards: FacebookAI/roberta-base, FacebookAI/roberta-large. Keys, names and numbers are those of the hub's
// `RobertaForSequenceClassification` and `RobertaForMaskedLM`.
import { z } from "zod";
import { embedding, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec } from "../engine/mod.ts";
import { maskBias } from "./attention.ts";
import { encoderContradiction, encoderHarmless, encoderKeys } from "./encoder.ts";
import { encodeLayer, encoderTargets, encoderWeights, olderNames, textBatch } from "./encoder.ts";
import { hubConfig, hubConfigs } from "./hub_config.ts";
import type { Contradiction } from "./hub_config.ts";
import { hiddenStatesOf, norm, within } from "./layers.ts";
import { exampleLoss, part } from "./loss.ts";
import type { Architecture, Batch, BatchShape, Forward, Outputs, Target } from "./model.ts";
import type { Task, Weight } from "./model.ts";
import { normWeights, perLayer, wholeHead } from "./named_weights.ts";
import { headDropout, headLogits, headWeights } from "./roberta_heads.ts";

const schema = hubConfig({
  ...encoderKeys,
  "model_type": z.literal("roberta").default("roberta"),
  "vocab_size": z.int().positive().default(50265),
  "pad_token_id": z.int().min(0).default(1),
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
  const found = encoderContradiction(config);
  if (found !== undefined) return found;
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
    ...perLayer(config.num_hidden_layers, (layer) => encoderWeights(config, layerName(layer))),
    ...headWeights(config, task),
  ];
}

function targets(config: RobertaConfig): Target[] {
  return perLayer(
    config.num_hidden_layers,
    (layer) => encoderTargets(config, layerName(layer)),
  );
}

/** See `textBatch`; positions are counted from `pad_token_id` + 1. */
function batch(config: RobertaConfig, task: Task, data: BatchShape): TensorSpec[] {
  const longest = config.max_position_embeddings - config.pad_token_id - 1;
  return textBatch({ name: "roberta", longest }, task, data);
}

function forward(config: RobertaConfig, task: Task, f: Forward, batch: Batch): Outputs {
  const scoreBias = maskBias(part(batch, "attention_mask"));
  const embedded = embedWords(config, within(f, `${prefix}embeddings`), part(batch, "input_ids"));
  const [hiddenStates, lastHiddenState] = hiddenStatesOf(
    f.dropout(embedded, config.hidden_dropout_prob),
    config.num_hidden_layers,
    (x, layer) => encodeLayer({ ...config, scoreBias }, within(f, layerName(layer)), x),
  );
  const logits = headLogits(
    { task, epsilon: config.layer_norm_eps, dropout: headDropout(config) },
    f,
    { x: lastHiddenState, batch },
  );
  return { logits, hiddenStates, lastHiddenState };
}

/** [B, S] → [B, S, width], names seen from inside the module; the padding row gets no gradient. */
function embedWords(config: RobertaConfig, f: Forward, ids: Tensor): Tensor {
  const paddingRow = config.pad_token_id;
  const look = (name: string, rows: Tensor) =>
    embedding(f.weight(`${name}_embeddings.weight`), rows, { paddingRow });
  const words = look("word", ids);
  const positions = look("position", positionIds(ids, paddingRow));
  const types = firstRow(f.weight("token_type_embeddings.weight")); // RoBERTa has one type in use
  const sum = tf.add(tf.add(words, types), positions);
  return norm(f, { name: "LayerNorm", epsilon: config.layer_norm_eps }, sum);
}

/**
 * Words count from padding + 1 on, padding stays at `padding`: cumsum(ids ≠ padding) · (ids ≠ padding) +
 * padding, from the ids and not from the mask, as the hub's `create_position_ids_from_input_ids`.
 */
function positionIds(ids: Tensor, padding: number): Tensor {
  const pad = tf.scalar(padding, "int32");
  const isWord = tf.cast(tf.notEqual(ids, pad), "int32");
  return tf.add(tf.mul(tf.cumsum(isWord, 1), isWord), pad);
}

/** [rows, width] → [width] */
function firstRow(table: Tensor): Tensor {
  const width = table.shape[1] as number;
  return tf.reshape(tf.slice(table, [0, 0], [1, width]), [width]);
}

/** RoBERTa with its heads for classification, regression and masked words. */
export const roberta: Architecture<RobertaConfig> = {
  name: "roberta",
  presets,
  ...hubConfigs({ model: "roberta", schema, harmless: encoderHarmless, contradiction }),
  initializerRange: (config) => config.initializer_range,
  usualTask: { kind: "sequence_classification", labels: 2 },
  weights,
  head: (config, task) => wholeHead(headWeights(config, task).map(({ name }) => name)),
  prefix,
  checkpointNames: (name) => olderNames(name, prefix),
  tied: () => ({
    "lm_head.decoder.weight": `${prefix}embeddings.word_embeddings.weight`,
    "lm_head.decoder.bias": "lm_head.bias",
  }),
  targets,
  batch,
  forward,
  loss: exampleLoss,
};
