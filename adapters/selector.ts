// A selector factor at work: columns of x are taken, columns of W are written, nothing is multiplied.
import { takeColumns, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec, Value, Values } from "../engine/mod.ts";
import type { ColumnsFactor, WindowFactor } from "./factor.ts";
import type { Place } from "./place.ts";

export interface Selector {
  /** `<module>.lora_columns` [r], unless the columns are fixed in the graph. */
  readonly state: readonly TensorSpec[];
  start(link: number): Record<string, Value>;
  /** The columns at the start of a link, [r]. */
  columns(link: number): Int32Array;
  /** x Aᵀ: [..., in] → [..., r] */
  take(x: Tensor, values: Values): Tensor;
  /** B A: B [out, r] in its columns and 0 elsewhere, shaped as the weight, [out, in]. */
  spread(b: Tensor, weight: Tensor, values: Values): Tensor;
}

export function selector(factor: ColumnsFactor | WindowFactor, place: Place): Selector {
  return factor.kind === "window" ? windowSelector(factor, place) : columnsSelector(factor, place);
}

function windowSelector({ start }: WindowFactor, { rank }: Place): Selector {
  const columns = { start, size: rank };
  return {
    state: [],
    start: () => ({}),
    columns: () => Int32Array.from({ length: rank }, (_, index) => start + index),
    take: (x) => takeColumns(x, columns),
    spread: (b, weight) => transposed((w) => takeColumns(w, columns), weight, b),
  };
}

function columnsSelector(factor: ColumnsFactor, place: Place): Selector {
  const name = `${place.target.name}.lora_columns`;
  const spec: TensorSpec = { name, shape: [place.rank], dtype: "int32" };
  const columns = (link: number) => factor.draw(place, link);
  return {
    state: [spec],
    start: (link) => ({ [name]: { shape: spec.shape, dtype: "int32", data: columns(link) } }),
    columns,
    take: (x, values) => takeColumns(x, values(name) as tf.Tensor1D),
    spread: (b, weight, values) =>
      transposed((w) => takeColumns(w, values(name) as tf.Tensor1D), weight, b),
  };
}

/** The transpose of taking columns is its gradient: a scatter into zeros. */
function transposed(take: (w: Tensor) => Tensor, weight: Tensor, b: Tensor): Tensor {
  return tf.grad(take)(weight, b);
}
