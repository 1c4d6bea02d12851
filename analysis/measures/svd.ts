// A dense matrix of doubles and its thin singular value decomposition, with signs that do not depend on the algorithm.
import { EigenvalueDecomposition, Matrix as MlMatrix, SingularValueDecomposition } from "ml-matrix";

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

/**
 * W = Σ_j values[j] · left[j] · right[j]ᵀ, values falling; k = min(rows, columns) of each.
 * `left[j]` has `rows` entries, `right[j]` has `columns`.
 */
export interface Svd {
  values: Float64Array;
  left: readonly Float64Array[];
  right: readonly Float64Array[];
}

/**
 * Thin SVD in doubles (ml-matrix; Golub–Kahan). The largest entry of each left vector is positive.
 * Throws a RangeError if an entry is not finite, on which the algorithm would not end.
 */
export function svd(of: Matrix): Svd {
  const whole = decompose(of, true);
  const count = Math.min(of.rows, of.columns);
  const left = columnsOf(whole.leftSingularVectors, count);
  const right = columnsOf(whole.rightSingularVectors, count);
  left.forEach((vector, index) => turnUpright(vector, right[index] as Float64Array));
  return { values: unsigned(whole.diagonal.slice(0, count)), left, right };
}

/**
 * The singular values alone, falling; about twice as fast as `svd`. ml-matrix divides zero by zero on
 * some matrices of low rank (an update of few columns): their values come from the Gram matrix, in
 * which those below 1e-8 of the largest are rounding.
 */
export function singularValues(of: Matrix): Float64Array {
  const count = Math.min(of.rows, of.columns);
  const values = unsigned(decompose(of, false).diagonal.slice(0, count));
  return values.every(Number.isFinite) ? values : gramValues(of);
}

/** √ of the eigenvalues of W Wᵀ or Wᵀ W, whichever is smaller. */
function gramValues(of: Matrix): Float64Array {
  const wide = toMlMatrix(of);
  const gram = of.rows < of.columns ? wide.mmul(wide.transpose()) : wide.transpose().mmul(wide);
  const { realEigenvalues } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  return Float64Array.from(realEigenvalues.toReversed(), (value) => Math.sqrt(Math.max(0, value)));
}

/** The algorithm may leave −0 where the rank ends, which is no other number than 0. */
function unsigned(values: readonly number[]): Float64Array {
  return Float64Array.from(values, (value) => value + 0);
}

function decompose(of: Matrix, vectors: boolean): SingularValueDecomposition {
  const bad = of.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new RangeError(`Cannot decompose a matrix whose entry ${bad} is ${of.data[bad]}`);
  }
  return new SingularValueDecomposition(toMlMatrix(of), {
    autoTranspose: true,
    computeLeftSingularVectors: vectors,
    computeRightSingularVectors: vectors,
  });
}

function toMlMatrix(of: Matrix): MlMatrix {
  const result = new MlMatrix(of.rows, of.columns);
  for (let row = 0; row < of.rows; row++) {
    for (let column = 0; column < of.columns; column++) {
      result.set(row, column, of.data[row * of.columns + column] as number);
    }
  }
  return result;
}

function columnsOf(matrix: MlMatrix, count: number): Float64Array[] {
  return Array.from({ length: count }, (_, column) => Float64Array.from(matrix.getColumn(column)));
}

/** Flips a pair of vectors so that the left one's entry of largest size (the first such) is positive. */
function turnUpright(left: Float64Array, right: Float64Array): void {
  const peak = left.reduce((best, value) => Math.abs(value) > Math.abs(best) ? value : best, 0);
  if (peak >= 0) return;
  for (const vector of [left, right]) vector.forEach((value, index) => vector[index] = -value);
}
