// Dropout with a mask from outside: the engine draws nothing while it runs.
import { type Tensor, tf } from "../tf.ts";
import { rule, withGradient } from "./with_gradient.ts";

/**
 * x / (1 − rate) where `keep` is true, 0 elsewhere (inverted dropout, as torch's).
 *
 * @param x any shape
 * @param keep bool, of the same shape
 * @param rate the share of elements that the mask drops, in [0, 1)
 */
export function applyMask(x: Tensor, keep: Tensor, rate: number): Tensor {
  const masked = (x: Tensor, keep: Tensor) =>
    tf.where(keep, tf.mul(x, 1 / (1 - rate)), tf.scalar(0));
  return withGradient([x], (x) =>
    rule({
      value: masked(x, keep),
      saved: { keep },
      gradient: (dy, { keep }) => [masked(dy, keep)],
    }));
}
