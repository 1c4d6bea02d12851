// Where the factor A comes from: drawn, or a selector of columns that is never multiplied.
import { takeColumns, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec, Value, Values } from "../engine/mod.ts";
import type { Target } from "../models/mod.ts";
import { type Stream, stream } from "../random/mod.ts";

/** One matrix that a method changes, and what its draws depend on. */
export interface Place {
  readonly target: Target;
  readonly rank: number;
  /** s = α / r */
  readonly scale: number;
  readonly seed: number;
  /** W0, [out, in] */
  weight(): Value;
}

/** The right factor A [r, in] of an update, at the start of each link. */
export type Factor = DenseFactor | ColumnsFactor | WindowFactor;

/** A matrix: A x is a product. */
export interface DenseFactor {
  readonly kind: "dense";
  /** Elements of a matrix of that shape, row by row. */
  draw(shape: readonly [number, number], place: Place, link: number): Float32Array;
}

/** r distinct columns of the identity, known when training runs: A x is a gather. */
export interface ColumnsFactor {
  readonly kind: "columns";
  /** [r] */
  draw(place: Place, link: number): Int32Array;
}

/** r adjacent columns of the identity, known when the graph is traced: A x is a slice. */
export interface WindowFactor {
  readonly kind: "window";
  readonly start: number;
}

/** One stream per matrix and link; methods with the same seed share it, so that they can be paired. */
function drawsOf(place: Place, link: number): Stream {
  return stream("adapter", place.seed, place.target.name, link);
}

function dense(element: (draws: Stream, place: Place) => number): DenseFactor {
  const draw: DenseFactor["draw"] = ([rows, columns], place, link) => {
    const draws = drawsOf(place, link);
    return Float32Array.from({ length: rows * columns }, () => element(draws, place));
  };
  return { kind: "dense", draw };
}

/** By the value of the option `init`. */
export const inits = {
  /** Uniform ±1/√in, `peft`'s default (Kaiming uniform with a = √5). */
  "uniform": dense((draws, { target }) => (2 * draws.uniform() - 1) / Math.sqrt(target.in)),
  /** The released code of the first code base. */
  "gaussian(0.02)": dense((draws) => 0.02 * draws.normal()),
  /** `peft`'s "gaussian". */
  "gaussian(1/r)": dense((draws, { rank }) => draws.normal() / rank),
} as const;

/** Columns 0 … r − 1. */
export const firstWindow: WindowFactor = { kind: "window", start: 0 };

/** r columns, uniform without replacement, sorted. */
export const anyColumns: ColumnsFactor = {
  kind: "columns",
  draw: (place, link) => drawsOf(place, link).subset(place.target.in, place.rank),
};

/** One window at a random start in 0 … in − r. */
export const anyWindow: ColumnsFactor = {
  kind: "columns",
  draw: (place, link) =>
    window(drawsOf(place, link).below(place.target.in - place.rank + 1), place.rank),
};

/** Gaussian rows of unit norm, equal in all matrices of one width (second code base). */
export const unitRows: DenseFactor = {
  kind: "dense",
  draw: ([rows, columns], place, link) => {
    const draws = stream("adapter", place.seed, "unit rows", link);
    const data = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) data.set(unitRow(draws, columns), row * columns);
    return data;
  },
};

function unitRow(draws: Stream, width: number): Float32Array {
  const row = Float32Array.from({ length: width }, draws.normal);
  const norm = Math.hypot(...row);
  return row.map((element) => element / norm);
}

/** The aligned windows 0, r, 2r, … ≤ in − r, one per link, from the first again after the last. */
export const alignedWindows: ColumnsFactor = {
  kind: "columns",
  draw: (place, link) => window((link % windowsIn(place)) * place.rank, place.rank),
};

/** The aligned windows in a random order per matrix; the same order again when it is used up. */
export const windowsInRandomOrder: ColumnsFactor = {
  kind: "columns",
  draw: (place, link) => {
    const order = stream("adapter", place.seed, place.target.name, "order")
      .permutation(windowsIn(place));
    return window((order[link % order.length] as number) * place.rank, place.rank);
  },
};

function windowsIn(place: Place): number {
  return Math.floor(place.target.in / place.rank);
}

function window(start: number, size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, index) => start + index);
}

/** A selector factor at work: columns of x are taken, columns of W are written, nothing is multiplied. */
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
