// ViT: a pre-norm transformer encoder over image patches, classified at its first token.
//
// Paper: Dosovitskiy et al., An Image is Worth 16x16 Words, arXiv 2010.11929. DeiT (2012.12877) without
// its distillation token is the same model. Cards: google/vit-base-patch16-224,
// facebook/deit-tiny-patch16-224. Keys, names and numbers are those of the hub's
// `ViTForImageClassification`.
import { gelu, linear, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec } from "../engine/mod.ts";
import { selfAttention } from "./attention.ts";
import { firstToken, hiddenStatesOf, norm, within } from "./layers.ts";
import { exampleLoss, part } from "./loss.ts";
import type { Architecture, Batch, BatchShape, Forward, Outputs, Target } from "./model.ts";
import type { Task, Weight } from "./model.ts";
import { attentionTargets, linearTarget, linearWeights, normWeights } from "./named_weights.ts";
import { perLayer, wholeHead } from "./named_weights.ts";
import { configs, presets } from "./vit_config.ts";
import type { VitConfig } from "./vit_config.ts";

const prefix = "vit.";
const patchModule = `${prefix}embeddings.patch_embeddings.projection`;
const layerName = (layer: number) => `${prefix}encoder.layer.${layer}`;
const grid = (config: VitConfig) => config.image_size / config.patch_size;

function weights(config: VitConfig, task: Task): Weight[] {
  if (task.kind !== "image_classification") throw new Error(`Cannot use vit for ${task.kind}`);
  const width = config.hidden_size;
  const init = "truncated_normal";
  const kernel = [width, config.num_channels, config.patch_size, config.patch_size];
  return [
    { name: `${prefix}embeddings.cls_token`, shape: [1, 1, width], init },
    {
      name: `${prefix}embeddings.position_embeddings`,
      shape: [1, grid(config) ** 2 + 1, width],
      init,
    },
    { name: `${patchModule}.weight`, shape: kernel, init },
    { name: `${patchModule}.bias`, shape: [width], init: "zeros" },
    ...perLayer(config.num_hidden_layers, (layer) => layerWeights(config, layerName(layer))),
    ...normWeights(`${prefix}layernorm`, width),
    ...linearWeights("classifier", { in: width, out: task.labels, init }),
  ];
}

function layerWeights(config: VitConfig, name: string): Weight[] {
  const { hidden_size: width, intermediate_size: inner, qkv_bias: bias } = config;
  const init = "truncated_normal";
  const self = `${name}.attention.attention`;
  return [
    ...["query", "key", "value"].flatMap((part) =>
      linearWeights(`${self}.${part}`, { in: width, out: width, init, bias })
    ),
    ...linearWeights(`${name}.attention.output.dense`, { in: width, out: width, init }),
    ...linearWeights(`${name}.intermediate.dense`, { in: width, out: inner, init }),
    ...linearWeights(`${name}.output.dense`, { in: inner, out: width, init }),
    ...normWeights(`${name}.layernorm_before`, width),
    ...normWeights(`${name}.layernorm_after`, width),
  ];
}

function targets(config: VitConfig): Target[] {
  return perLayer(config.num_hidden_layers, (layer) => {
    const { hidden_size: width, intermediate_size: inner } = config;
    const name = layerName(layer);
    const attention = `${name}.attention`;
    return [
      ...attentionTargets(`${attention}.attention`, `${attention}.output.dense`, width),
      linearTarget(`${name}.intermediate.dense`, "ffn", [width, inner]),
      linearTarget(`${name}.output.dense`, "ffn", [inner, width]),
    ];
  });
}

/** `pixel_values` [B, C, H, W] and `labels` [B]. */
function batch(config: VitConfig, _task: Task, data: BatchShape): TensorSpec[] {
  const side = config.image_size;
  const shape = [data.batch, config.num_channels, side, side];
  return [
    { name: "pixel_values", shape, dtype: "float32" },
    { name: "labels", shape: [data.batch], dtype: "int32" },
  ];
}

function forward(config: VitConfig, _task: Task, f: Forward, batch: Batch): Outputs {
  const [hiddenStates, encoded] = hiddenStatesOf(
    embed(config, f, part(batch, "pixel_values")),
    config.num_hidden_layers,
    (x, layer) => encode(config, within(f, layerName(layer)), x),
  );
  const final = { name: `${prefix}layernorm`, epsilon: config.layer_norm_eps };
  const lastHiddenState = norm(f, final, encoded);
  const logits = f.linear("classifier", firstToken(lastHiddenState));
  return { logits, hiddenStates, lastHiddenState };
}

/** [B, C, H, W] → [B, 1 + patches, width] */
function embed(config: VitConfig, f: Forward, pixels: Tensor): Tensor {
  const kernel = f.weight(`${patchModule}.weight`); // [width, C, p, p]
  const width = config.hidden_size;
  const flat = tf.reshape(kernel, [width, kernel.size / width]);
  const patches = linear(cutPatches(config, pixels), flat, f.weight(`${patchModule}.bias`));
  const count = grid(config) ** 2;
  // The class token is added where the padded patches have a row of zeros: no tile, no concat.
  const token = tf.pad(f.weight(`${prefix}embeddings.cls_token`), [[0, 0], [0, count], [0, 0]]);
  const places = tf.add(f.weight(`${prefix}embeddings.position_embeddings`), token);
  const x = tf.add(tf.pad(patches, [[0, 0], [1, 0], [0, 0]]), places);
  return f.dropout(x, config.hidden_dropout_prob);
}

/** [B, C, H, W] → [B, patches, C · p · p], patches row by row, as a stride-p convolution sees them. */
function cutPatches(config: VitConfig, pixels: Tensor): Tensor {
  const [images, channels] = pixels.shape as [number, number];
  const [p, g] = [config.patch_size, grid(config)];
  const cut = tf.reshape(pixels, [images, channels, g, p, g, p]);
  const byPatch = tf.transpose(cut, [0, 2, 4, 1, 3, 5]); // [B, g, g, C, p, p]
  return tf.reshape(byPatch, [images, g * g, channels * p * p]);
}

/** One pre-norm layer, names seen from inside it: [B, S, width] → [B, S, width]. */
function encode(config: VitConfig, f: Forward, x: Tensor): Tensor {
  const drop = (y: Tensor) => f.dropout(y, config.hidden_dropout_prob);
  const normed = (name: string, y: Tensor) => norm(f, { name, epsilon: config.layer_norm_eps }, y);
  const attended = selfAttention(f, {
    module: "attention.attention",
    heads: config.num_attention_heads,
    dropout: config.attention_probs_dropout_prob,
    projectionBias: config.qkv_bias,
  }, normed("layernorm_before", x));
  const middle = tf.add(drop(f.linear("attention.output.dense", attended)), x);
  const inner = gelu(f.linear("intermediate.dense", normed("layernorm_after", middle)));
  return tf.add(drop(f.linear("output.dense", inner)), middle);
}

/** ViT, and DeiT without its distillation token, with the head for image classification. */
export const vit: Architecture<VitConfig> = {
  name: "vit",
  presets,
  ...configs,
  initializerRange: (config) => config.initializer_range,
  usualTask: { kind: "image_classification", labels: 1000 },
  weights,
  head: (_config, _task) => wholeHead(["classifier.weight", "classifier.bias"]),
  prefix,
  checkpointNames: (name) => [...new Set([name, name.replace(prefix, "")])],
  tied: () => ({}),
  targets,
  batch,
  forward,
  loss: exampleLoss,
};
