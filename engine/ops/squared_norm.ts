// The squared Euclidean norm of a whole tensor.
import { type Tensor, tf } from "../tf.ts";
import { ownKernel } from "./own_kernel.ts";

/** The sum of squares of all elements, a scalar. No gradient. */
export function squaredNorm(x: Tensor): Tensor {
  return ownKernel({ kernel: "SquaredNorm", inputs: { x }, eager: () => tf.sum(tf.square(x)) });
}
