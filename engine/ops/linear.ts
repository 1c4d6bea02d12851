// The linear layer, in the hub's layout of weights.
import { type Tensor, tf } from "../tf.ts";
import { ownKernel } from "./own_kernel.ts";
import { rule, withGradient } from "./with_gradient.ts";

/**
 * y = x Wᵀ + b, as torch.nn.functional.linear.
 *
 * @param x [..., in]
 * @param weight [out, in]
 * @param bias [out]
 * @returns [..., out]
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  const [out, width] = weight.shape as [number, number];
  const rows = tf.reshape(x, [-1, width]); // [rows, in]
  const y = bias ? withBias(rows, weight, bias) : product(rows, weight);
  return tf.reshape(y, [...x.shape.slice(0, -1), out]);
}

function product(rows: Tensor, weight: Tensor): Tensor {
  return withGradient([rows, weight], (x, weight) =>
    rule({
      value: forward(x, weight),
      saved: { x, weight },
      gradient: (dy, saved) => gradients(dy, saved),
    }));
}

function withBias(rows: Tensor, weight: Tensor, bias: Tensor): Tensor {
  return withGradient([rows, weight, bias], (x, weight, bias) =>
    rule({
      value: forward(x, weight, bias),
      saved: { x, weight },
      gradient: (dy, saved) => [...gradients(dy, saved), tf.sum(dy, 0)],
    }));
}

function forward(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  return ownKernel({
    kernel: "Linear",
    inputs: { x, weight, ...(bias ? { bias } : {}) },
    eager: () => {
      const y = tf.matMul(x, weight, false, true);
      return bias ? tf.add(y, bias) : y;
    },
  });
}

interface Factors {
  readonly x: Tensor;
  readonly weight: Tensor;
}

/** Where the weight is frozen, tracing drops its gradient as dead code. */
function gradients(dy: Tensor, { x, weight }: Factors): Tensor[] {
  return [tf.matMul(dy, weight), tf.matMul(dy, x, true, false)];
}
