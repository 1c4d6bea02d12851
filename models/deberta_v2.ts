// DeBERTa, versions 2 and 3: a post-norm transformer encoder whose attention sees how far words are apart.
//
// Papers: He et al., DeBERTa, arXiv 2006.03654; DeBERTaV3, arXiv 2111.09543. Cards:
// microsoft/deberta-v2-xxlarge, microsoft/deberta-v3-base. Keys, names and numbers are those of the hub's
// `DebertaV2ForSequenceClassification` and `DebertaV2ForMaskedLM`, but for the head that the task calls `fc`.
import { gelu, IGNORED, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec } from "../engine/mod.ts";
import { disentangledAttention, pairMask } from "./deberta_v2_attention.ts";
import type { Surroundings } from "./deberta_v2_attention.ts";
import { contradiction, distancesOf, positionModules, presets } from "./deberta_v2_config.ts";
import { schema } from "./deberta_v2_config.ts";
import type { DebertaV2Config } from "./deberta_v2_config.ts";
import { convolutionWeights, convolve } from "./deberta_v2_convolution.ts";
import { embeddingWeights, embedWords, presence } from "./deberta_v2_embeddings.ts";
import { headLogits, headOf, headWeights, otherHeadNames } from "./deberta_v2_heads.ts";
import { positionRows } from "./deberta_v2_positions.ts";
import { hubConfigs } from "./hub_config.ts";
import { hiddenStatesOf, norm, within } from "./layers.ts";
import { exampleLoss, part } from "./loss.ts";
import type { Architecture, Batch, BatchShape, Forward, Outputs, Target } from "./model.ts";
import type { Task, Weight } from "./model.ts";
import { linearTarget, linearWeights, normWeights, perLayer } from "./named_weights.ts";

export type { DebertaV2Config } from "./deberta_v2_config.ts";

const prefix = "deberta.";
const embeddings = `${prefix}embeddings`;
const encoder = `${prefix}encoder`;
const layerName = (layer: number) => `${encoder}.layer.${layer}`;
const words = `${embeddings}.word_embeddings.weight`; // the decoder of words is tied to it
const projections = ["query_proj", "key_proj", "value_proj"] as const;

function weights(config: DebertaV2Config, task: Task): Weight[] {
  return [
    ...embeddingWeights(config, embeddings),
    ...perLayer(config.num_hidden_layers, (layer) => layerWeights(config, layerName(layer))),
    ...distanceWeights(config),
    ...convolutionWeights(config, `${encoder}.conv`),
    ...headWeights(config, task),
  ];
}

function layerWeights(config: DebertaV2Config, name: string): Weight[] {
  const { hidden_size: width, intermediate_size: inner } = config;
  const init = "normal";
  const square = { in: width, out: width, init } as const;
  const positions = config.share_att_key ? [] : Object.values(positionModules(config));
  return [
    ...[...projections, ...positions].flatMap((part) =>
      linearWeights(`${name}.attention.self.${part}`, square)
    ),
    ...linearWeights(`${name}.attention.output.dense`, square),
    ...normWeights(`${name}.attention.output.LayerNorm`, width),
    ...linearWeights(`${name}.intermediate.dense`, { in: width, out: inner, init }),
    ...linearWeights(`${name}.output.dense`, { in: inner, out: width, init }),
    ...normWeights(`${name}.output.LayerNorm`, width),
  ];
}

/** The table of relative positions, and the layer norm that it goes through. */
function distanceWeights(config: DebertaV2Config): Weight[] {
  const shape = [positionRows(distancesOf(config)), config.hidden_size];
  const table: Weight = { name: `${encoder}.rel_embeddings.weight`, shape, init: "normal" };
  const normed = config.norm_rel_ebd === "layer_norm";
  return [
    ...(config.relative_attention ? [table] : []),
    ...(normed ? normWeights(`${encoder}.LayerNorm`, config.hidden_size) : []),
  ];
}

function targets(config: DebertaV2Config): Target[] {
  return perLayer(config.num_hidden_layers, (layer) => {
    const { hidden_size: width, intermediate_size: inner } = config;
    const name = layerName(layer);
    const square = [width, width] as const;
    return [
      ...(["q", "k", "v"] as const).map((letter, index) =>
        linearTarget(`${name}.attention.self.${projections[index]}`, letter, square)
      ),
      linearTarget(`${name}.attention.output.dense`, "o", square),
      linearTarget(`${name}.intermediate.dense`, "ffn", [width, inner]),
      linearTarget(`${name}.output.dense`, "ffn", [inner, width]),
    ];
  });
}

/**
 * `input_ids` and `attention_mask` [B, S], and `labels` [B]; for masked words `masked_positions`, flat
 * indices into [B · S], and `labels`, −100 in unused slots, [B · K] each.
 * Errors: throws when the length is missing, or longer than a table of positions.
 */
function batch(config: DebertaV2Config, task: Task, data: BatchShape): TensorSpec[] {
  const { batch: count, length = 0 } = data;
  const longest = config.position_biased_input ? config.max_position_embeddings : Infinity;
  if (length < 1 || length > longest) {
    const rule = config.position_biased_input ? `in 1 … ${longest}` : "at least 1";
    throw new Error(`Cannot run deberta-v2 as length must be ${rule}: current value is ${length}`);
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

function forward(config: DebertaV2Config, task: Task, f: Forward, batch: Batch): Outputs {
  const normed = embedWords(config, within(f, embeddings), batch);
  const embedded = f.dropout(normed, config.hidden_dropout_prob);
  const visible = pairMask(part(batch, "attention_mask"));
  const around = { config, visible, distances: distanceTable(config, f) };
  const [hiddenStates, lastHiddenState] = hiddenStatesOf(
    embedded,
    config.num_hidden_layers,
    (x, layer) => {
      const encoded = encode(around, within(f, layerName(layer)), x);
      if (layer > 0 || config.conv_kernel_size === 0) return encoded;
      const convolved = { embedded, x: encoded, presence: presence(batch) };
      return convolve(config, within(f, `${encoder}.conv`), convolved);
    },
  );
  const logits = headLogits({ config, task }, f, { x: lastHiddenState, batch, words });
  return { logits, hiddenStates, lastHiddenState };
}

/** The table of relative positions [rows, width], normalised once for all layers. */
function distanceTable(config: DebertaV2Config, f: Forward): Tensor | undefined {
  if (!config.relative_attention) return undefined;
  const table = f.weight(`${encoder}.rel_embeddings.weight`);
  if (config.norm_rel_ebd === "none") return table;
  return norm(f, { name: `${encoder}.LayerNorm`, epsilon: config.layer_norm_eps }, table);
}

/** One post-norm layer, names seen from inside it: [B, S, width] → [B, S, width]. */
function encode(around: Surroundings, f: Forward, x: Tensor): Tensor {
  const { config } = around;
  const added = (name: string, y: Tensor, to: Tensor) => {
    const dropped = f.dropout(f.linear(`${name}.dense`, y), config.hidden_dropout_prob);
    const module = { name: `${name}.LayerNorm`, epsilon: config.layer_norm_eps };
    return norm(f, module, tf.add(dropped, to));
  };
  const attended = disentangledAttention(around, within(f, "attention.self"), x);
  const middle = added("attention.output", attended, x);
  return added("output", gelu(f.linear("intermediate.dense", middle)), middle);
}

/** As `exampleLoss`; the hub's classifier leaves out every label below 0. */
function loss(task: Task, outputs: Outputs, batch: Batch): Tensor {
  if (task.kind !== "sequence_classification") return exampleLoss(task, outputs, batch);
  const told = part(batch, "labels");
  const none = tf.less(told, tf.scalar(0, "int32"));
  const labels = tf.where(none, tf.fill(told.shape, IGNORED, "int32"), told);
  return exampleLoss(task, outputs, { ...batch, labels });
}

/** Old files call a layer norm's weight gamma and its bias beta; bare backbones have no prefix. */
function checkpointNames(name: string): string[] {
  const all = [name, ...otherHeadNames(name)];
  const older = all.map((each) =>
    each.replace(/LayerNorm\.weight$/, "LayerNorm.gamma").replace(
      /LayerNorm\.bias$/,
      "LayerNorm.beta",
    )
  );
  return [...new Set([...all, ...older].flatMap((each) => [each, each.replace(prefix, "")]))];
}

/** DeBERTa with the hub's heads, and with the paper's own (`head: "fc"`). */
export const debertaV2: Architecture<DebertaV2Config> = {
  name: "deberta-v2",
  presets,
  ...hubConfigs({ model: "deberta-v2", schema, contradiction }),
  initializerRange: (config) => config.initializer_range,
  usualTask: { kind: "sequence_classification", labels: 2 },
  weights,
  head: headOf,
  prefix,
  checkpointNames,
  tied: () => ({ "cls.predictions.decoder.weight": words }),
  targets,
  batch,
  forward,
  loss,
};
