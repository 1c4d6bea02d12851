// Changes the matrix of a target within the weight that holds it, in a graph.
import { tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import type { Target } from "../models/mod.ts";

/**
 * The weight with the target's matrix changed and all else as it was, in the hub's layout.
 * @param change from [out, in] to [out, in]
 */
export function withMatrix(
  target: Target,
  weight: Tensor,
  change: (matrix: Tensor) => Tensor,
): Tensor {
  const upright = target.transposed ? tf.transpose(weight) : weight; // [all outputs, in]
  const changed = withRows(target, upright, change);
  return target.transposed ? tf.transpose(changed) : changed;
}

function withRows(
  { out, in: width, from = 0 }: Target,
  weight: Tensor,
  change: (matrix: Tensor) => Tensor,
): Tensor {
  const rows = weight.shape[0] as number;
  if (rows === out) return change(weight);
  const cut = (start: number, count: number) => tf.slice(weight, [start, 0], [count, width]);
  const end = from + out;
  return tf.concat([
    ...(from > 0 ? [cut(0, from)] : []),
    change(cut(from, out)),
    ...(end < rows ? [cut(end, rows - end)] : []),
  ], 0);
}
