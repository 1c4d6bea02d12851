// A dense matrix of doubles: what spectra and norms are taken of.

/** `data` is row-major, `rows` × `columns`. */
export interface Matrix {
  rows: number;
  columns: number;
  data: Float64Array;
}

/** A matrix from any numbers (a float32 tensor's, say), row-major; copies them. */
export function matrix(rows: number, columns: number, values: ArrayLike<number>): Matrix {
  if (values.length !== rows * columns) {
    throw new RangeError(
      `Cannot make a ${rows} × ${columns} matrix of ${values.length} values`,
    );
  }
  return { rows, columns, data: Float64Array.from(values) };
}

/** a − b, entry by entry; ΔW is `subtract(W, W0)`. */
export function subtract(a: Matrix, b: Matrix): Matrix {
  if (a.rows !== b.rows || a.columns !== b.columns) {
    throw new RangeError(
      `Cannot subtract ${b.rows} × ${b.columns} from ${a.rows} × ${a.columns}`,
    );
  }
  return { ...a, data: a.data.map((value, index) => value - (b.data[index] as number)) };
}
