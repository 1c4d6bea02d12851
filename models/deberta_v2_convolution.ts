// DeBERTa v2's convolution: beside the first layer, over each word's neighbours.
import { linear, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import { activate } from "./activations.ts";
import type { DebertaV2Config } from "./deberta_v2_config.ts";
import { norm } from "./layers.ts";
import type { Forward, Weight } from "./model.ts";
import { normWeights } from "./named_weights.ts";

/** The weights of the module `name`; none without a convolution. */
export function convolutionWeights(config: DebertaV2Config, name: string): Weight[] {
  const { hidden_size: width, conv_kernel_size: kernel } = config;
  if (kernel === 0) return [];
  return [
    { name: `${name}.conv.weight`, shape: [width, width, kernel], init: "normal" },
    { name: `${name}.conv.bias`, shape: [width], init: "zeros" },
    ...normWeights(`${name}.LayerNorm`, width),
  ];
}

/** What meets in the convolution: [B, S, width], and [B, S, 1] with 0 for padding. */
export interface Convolved {
  /** The embeddings' output, which is convolved. */
  readonly embedded: Tensor;
  /** The first layer's output, which the convolution is added to. */
  readonly x: Tensor;
  readonly presence: Tensor;
}

/** Names seen from inside the module; padding gets nothing, and comes out as zeros. */
export function convolve(config: DebertaV2Config, f: Forward, of: Convolved): Tensor {
  const weight = f.weight("conv.weight"); // [out, in, kernel]
  const [out, , kernel] = weight.shape as [number, number, number];
  const byPlace = tf.reshape(tf.transpose(weight, [0, 2, 1]), [out, weight.size / out]);
  const sums = linear(neighbours(of.embedded, kernel), byPlace, f.weight("conv.bias"));
  const dropped = f.dropout(tf.mul(sums, of.presence), config.hidden_dropout_prob);
  const added = tf.add(of.x, activate(config.conv_act, dropped));
  const module = { name: "LayerNorm", epsilon: config.layer_norm_eps };
  return tf.mul(norm(f, module, added), of.presence);
}

/** Each word's neighbours side by side, zeros beyond the ends: [B, S, width] → [B, S, kernel · width] */
function neighbours(x: Tensor, kernel: number): Tensor {
  const [count, length, width] = x.shape as [number, number, number];
  const reach = (kernel - 1) / 2;
  const padded = tf.pad(x, [[0, 0], [reach, reach], [0, 0]]);
  const shifted = Array.from(
    { length: kernel },
    (_, shift) => tf.slice(padded, [0, shift, 0], [count, length, width]),
  );
  return tf.concat(shifted, 2);
}
