// The norm of all gradients together, and the scale that keeps it under a limit.
import { squaredNorm } from "./ops/squared_norm.ts";
import { type Tensor, tf } from "./tf.ts";

/** torch.nn.utils.clip_grad_norm_ adds this to the norm. */
const EPSILON = 1e-6;

/** The Euclidean norm over all tensors, a scalar. */
export function globalNorm(tensors: readonly Tensor[]): Tensor {
  if (tensors.length === 0) return tf.scalar(0);
  return tf.sqrt(tf.addN(tensors.map(squaredNorm)));
}

/** min(1, limit / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_ scales gradients. */
export function clipScale(norm: Tensor, limit: number): Tensor {
  return tf.minimum(tf.div(limit, tf.add(norm, EPSILON)), 1);
}
