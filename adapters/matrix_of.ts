// The matrix of a target within the weight that holds it, on the host and in a graph.
import { tf } from "../engine/mod.ts";
import type { Tensor, Value } from "../engine/mod.ts";
import type { Target } from "../models/mod.ts";

/** The target's matrix, [out, in] whatever the hub's layout; the value itself where it is just that. */
export function matrixOf(target: Target, weight: Value): Value {
  const { in: width, out, transposed = false, from = 0 } = target;
  const [rows, columns] = weight.shape as [number, number];
  if (!transposed && rows === out) return weight;
  const data = new Float32Array(out * width);
  const at = (row: number, column: number) =>
    transposed ? column * columns + from + row : (from + row) * columns + column;
  for (let row = 0; row < out; row++) {
    for (let column = 0; column < width; column++) {
      data[row * width + column] = weight.data[at(row, column)] as number;
    }
  }
  return { shape: [out, width], dtype: "float32", data };
}

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
