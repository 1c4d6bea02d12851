// Layer normalisation over the last axis.
import { type Tensor, tf } from "../tf.ts";
import { ownKernels } from "./own_kernel.ts";
import { rule, withGradient } from "./with_gradient.ts";

/**
 * (x − mean) / sqrt(variance + epsilon) · weight + bias, as torch.nn.functional.layer_norm.
 *
 * @param x [..., width]
 * @param weight [width]
 * @param bias [width]
 */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, epsilon: number): Tensor {
  const rows = tf.reshape(x, [-1, weight.size]); // [rows, width]
  const y = withGradient([rows, weight, bias], (x, weight, bias) => {
    const [value, mean, scale] = ownKernels({
      kernel: "LayerNormalization",
      inputs: { x, weight, bias },
      settings: { epsilon },
      eager: () => eagerly([x, weight, bias], epsilon),
    }) as [Tensor, Tensor, Tensor];
    return rule({ value, saved: { x, weight, mean, scale }, gradient });
  });
  return tf.reshape(y, x.shape);
}

/** The value, and of each row its mean and 1 / sqrt(variance + epsilon). */
function eagerly(inputs: readonly [Tensor, Tensor, Tensor], epsilon: number): Tensor[] {
  const [x, weight, bias] = inputs;
  const mean = tf.mean(x, -1, true);
  const centred = tf.sub(x, mean);
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
  return [tf.add(tf.mul(tf.mul(centred, scale), weight), bias), mean, scale];
}

type Saved = Readonly<Record<"x" | "weight" | "mean" | "scale", Tensor>>;

/**
 * With n the normalised rows and w the weight: dx = scale · (dy·w − mean(dy·w) − n · mean(dy·w·n)).
 * The means are no products with w / width, which would be faster and round worse.
 */
function gradient(dy: Tensor, { x, weight, mean, scale }: Saved): Tensor[] {
  const normal = tf.mul(tf.sub(x, mean), scale);
  const dyNormal = tf.mul(dy, normal);
  const dNormal = tf.mul(dy, weight);
  const shift = tf.mean(dNormal, -1, true); // [rows, 1]
  const slope = tf.mean(tf.mul(dyNormal, weight), -1, true); // [rows, 1]
  const along = tf.add(tf.mul(normal, slope), shift);
  return [tf.mul(tf.sub(dNormal, along), scale), tf.sum(dyNormal, 0), tf.sum(dy, 0)];
}
