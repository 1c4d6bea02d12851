// Normalisation by the root of the mean square, over the last axis.
import { type Tensor, tf } from "../tf.ts";
import { ownKernels } from "./own_kernel.ts";
import { rule, withGradient } from "./with_gradient.ts";

/**
 * x / sqrt(mean(x²) + epsilon) · weight (Zhang and Sennrich, arXiv 1910.07467), as the hub's LlamaRMSNorm.
 *
 * @param x [..., width]
 * @param weight [width]
 */
export function rmsNorm(x: Tensor, weight: Tensor, epsilon: number): Tensor {
  const rows = tf.reshape(x, [-1, weight.size]); // [rows, width]
  const y = withGradient([rows, weight], (x, weight) => {
    const [value, scale] = ownKernels({
      kernel: "RootMeanSquareNorm",
      inputs: { x, weight },
      settings: { epsilon },
      eager: () => eagerly(x, weight, epsilon),
    }) as [Tensor, Tensor];
    return rule({ value, saved: { x, weight, scale }, gradient });
  });
  return tf.reshape(y, x.shape);
}

/** The value, and of each row 1 / sqrt(mean square + epsilon). */
function eagerly(x: Tensor, weight: Tensor, epsilon: number): Tensor[] {
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon));
  return [tf.mul(tf.mul(x, scale), weight), scale];
}

type Saved = Readonly<Record<"x" | "weight" | "scale", Tensor>>;

/** With n the normalised rows and w the weight: dx = scale · (dy·w − n · mean(dy·w·n)). */
function gradient(dy: Tensor, { x, weight, scale }: Saved): Tensor[] {
  const normal = tf.mul(x, scale);
  const dyNormal = tf.mul(dy, normal);
  const slope = tf.mean(tf.mul(dyNormal, weight), -1, true); // [rows, 1]
  const dx = tf.mul(tf.sub(tf.mul(dy, weight), tf.mul(normal, slope)), scale);
  return [dx, tf.sum(dyNormal, 0)];
}
