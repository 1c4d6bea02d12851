// The matrix of a target within the weight that holds it.
import type { Value } from "../engine/mod.ts";
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
