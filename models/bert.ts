// BERT: the encoder that RoBERTa retrained, with two kinds of tokens and a pooled first word.
//
// Paper: Devlin et al., BERT, arXiv 1810.04805. Cards: google-bert/bert-base-uncased,
// sentence-transformers/all-MiniLM-L6-v2. Keys, names and numbers are those of the hub's
// `BertForSequenceClassification` and `BertForMaskedLM`.
import { z } from "zod";
import { embedding, gelu, linear, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec } from "../engine/mod.ts";
import { maskBias } from "./attention.ts";
import { encoderContradiction, encoderHarmless, encoderKeys } from "./encoder.ts";
import { encodeLayer, encoderTargets, encoderWeights, olderNames, textBatch } from "./encoder.ts";
import { hubConfig, hubConfigs } from "./hub_config.ts";
import { anything } from "./hub_keys.ts";
import { firstToken, hiddenStatesOf, maskedRows, norm, within } from "./layers.ts";
import { exampleLoss, part } from "./loss.ts";
import type { Architecture, Batch, BatchShape, Forward, Outputs, Target } from "./model.ts";
import type { Task, Weight } from "./model.ts";
import { linearWeights, normWeights, perLayer, wholeHead } from "./named_weights.ts";

const schema = hubConfig({
  ...encoderKeys,
  "model_type": z.literal("bert").default("bert"),
  "vocab_size": z.int().positive().default(30522),
  "pad_token_id": z.int().min(0).default(0),
});

/** Google's own code had these; the hub's reads none of them. */
const harmless = {
  ...encoderHarmless,
  "directionality": z.literal("bidi"),
  "pooler_fc_size": anything,
  "pooler_num_attention_heads": anything,
  "pooler_num_fc_layers": anything,
  "pooler_size_per_head": anything,
  "pooler_type": z.literal("first_token_transform"),
};

/** A parsed `config.json` of a BERT, in the hub's keys. */
export type BertConfig = z.infer<typeof schema>;

const presets = {
  "bert-base-uncased": { "model_type": "bert" },
  "all-minilm-l6-v2": {
    "model_type": "bert",
    "hidden_size": 384,
    "num_hidden_layers": 6,
    "intermediate_size": 1536,
  },
} as const;

const prefix = "bert.";
const layerName = (layer: number) => `${prefix}encoder.layer.${layer}`;
const words = `${prefix}embeddings.word_embeddings.weight`;
const predictions = "cls.predictions";

/** The pooler is the base model's in every task, so that one pre-trained on words has it for the next. */
function weights(config: BertConfig, task: Task): Weight[] {
  const { hidden_size: width, pad_token_id: zeroRow } = config;
  const name = `${prefix}embeddings`;
  const table = (kind: string, rows: number): Weight => (
    { name: `${name}.${kind}_embeddings.weight`, shape: [rows, width], init: "normal" }
  );
  return [
    { ...table("word", config.vocab_size), zeroRow },
    table("position", config.max_position_embeddings),
    table("token_type", config.type_vocab_size),
    ...normWeights(`${name}.LayerNorm`, width),
    ...perLayer(config.num_hidden_layers, (layer) => encoderWeights(config, layerName(layer))),
    ...linearWeights(`${prefix}pooler.dense`, { in: width, out: width, init: "normal" }),
    ...headWeights(config, task),
  ];
}

/** `classifier.*`, or `cls.predictions.*` without the decoder's matrix, which is the word embeddings. */
function headWeights(config: BertConfig, task: Task): Weight[] {
  if (task.kind === "image_classification" || task.kind === "causal_lm") {
    throw new Error(`Cannot use bert for ${task.kind}`);
  }
  const width = config.hidden_size;
  if (task.kind !== "masked_lm") {
    const labels = task.kind === "regression" ? 1 : task.labels;
    return linearWeights("classifier", { in: width, out: labels, init: "normal" });
  }
  const transform = `${predictions}.transform`;
  return [
    { name: `${predictions}.bias`, shape: [config.vocab_size], init: "zeros" },
    ...linearWeights(`${transform}.dense`, { in: width, out: width, init: "normal" }),
    ...normWeights(`${transform}.LayerNorm`, width),
  ];
}

function targets(config: BertConfig): Target[] {
  return perLayer(
    config.num_hidden_layers,
    (layer) => encoderTargets(config, layerName(layer)),
  );
}

/** See `textBatch`. `token_type_ids` [B, S] may come with a batch; without them every token is of type 0. */
function batch(config: BertConfig, task: Task, data: BatchShape): TensorSpec[] {
  return textBatch({ name: "bert", longest: config.max_position_embeddings }, task, data);
}

function forward(config: BertConfig, task: Task, f: Forward, batch: Batch): Outputs {
  const scoreBias = maskBias(part(batch, "attention_mask"));
  const [hiddenStates, lastHiddenState] = hiddenStatesOf(
    f.dropout(embed(config, within(f, `${prefix}embeddings`), batch), config.hidden_dropout_prob),
    config.num_hidden_layers,
    (x, layer) => encodeLayer({ ...config, scoreBias }, within(f, layerName(layer)), x),
  );
  const logits = task.kind === "masked_lm"
    ? predictWords(config, f, maskedRows(lastHiddenState, batch))
    : classify(config, f, firstToken(lastHiddenState));
  return { logits, hiddenStates, lastHiddenState };
}

/** [B, S] → [B, S, width], names seen from inside the module; positions count from the row's start. */
function embed(config: BertConfig, f: Forward, batch: Batch): Tensor {
  const ids = part(batch, "input_ids");
  const length = ids.shape[1] as number;
  const types = batch.token_type_ids ?? tf.zerosLike(ids);
  const paddingRow = config.pad_token_id;
  const looked = embedding(f.weight("word_embeddings.weight"), ids, { paddingRow });
  const kinds = embedding(f.weight("token_type_embeddings.weight"), types);
  const positions = f.weight("position_embeddings.weight");
  const places = tf.slice(positions, [0, 0], [length, config.hidden_size]); // [S, width]
  const module = { name: "LayerNorm", epsilon: config.layer_norm_eps };
  return norm(f, module, tf.add(tf.add(looked, kinds), places));
}

/** [B, width] → [B, labels] */
function classify(config: BertConfig, f: Forward, first: Tensor): Tensor {
  const pooled = tf.tanh(f.linear(`${prefix}pooler.dense`, first));
  const dropout = config.classifier_dropout ?? config.hidden_dropout_prob;
  return f.linear("classifier", f.dropout(pooled, dropout));
}

/** [B · K, width] → [B · K, vocabulary] */
function predictWords(config: BertConfig, f: Forward, rows: Tensor): Tensor {
  const transform = within(f, `${predictions}.transform`);
  const module = { name: "LayerNorm", epsilon: config.layer_norm_eps };
  const normed = norm(transform, module, gelu(transform.linear("dense", rows)));
  return linear(normed, f.weight(words), f.weight(`${predictions}.bias`));
}

/** BERT with its heads for classification, regression and masked words. */
export const bert: Architecture<BertConfig> = {
  name: "bert",
  presets,
  ...hubConfigs({ model: "bert", schema, harmless, contradiction: encoderContradiction }),
  initializerRange: (config) => config.initializer_range,
  usualTask: { kind: "sequence_classification", labels: 2 },
  weights,
  head: (config, task) => wholeHead(headWeights(config, task).map(({ name }) => name)),
  prefix,
  checkpointNames: (name) => olderNames(name, prefix),
  tied: () => ({
    [`${predictions}.decoder.weight`]: words,
    [`${predictions}.decoder.bias`]: `${predictions}.bias`,
  }),
  targets,
  unread: ({ kind }) => kind === "masked_lm" ? [`${prefix}pooler.dense.weight`] : [],
  batch,
  forward,
  loss: exampleLoss,
};
