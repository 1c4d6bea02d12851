// The two directions along which a loss landscape is drawn: random, or the trajectory's own.
import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import type { Stream } from "../../../random/mod.ts";
import { combine, innerProduct, mapWeights, type Weights } from "./weights.ts";

/** Two directions of unit length (before normalisation), and the share of the path each explains. */
export interface Directions {
  x: Weights;
  y: Weights;
  /** Shares of the trajectory's squared length, for PCA directions only. */
  explained?: readonly [number, number];
}

/** Two Gaussian directions (Li et al. 2018), drawn tensor by tensor in the order of names. */
export function randomDirections(centre: Weights, stream: Stream): Directions {
  const draw = () =>
    mapWeights(centre, ({ data }) => Float64Array.from(data, () => stream.normal()));
  return { x: draw(), y: draw() };
}

/**
 * The first two principal directions of w_e − w*, w* the last checkpoint: no mean is removed, the
 * columns are the offsets of all earlier checkpoints (the paper's analysis tools; docs/paper.md, Loss landscapes). Through
 * the K × K Gram matrix, so the weights are only passed over K² times. Signs: the path starts at
 * negative x, and its farthest point is at positive y. Where the path has one direction only, the other is
 * drawn from `stream`.
 */
export function pcaDirections(trajectory: readonly Weights[], stream: Stream): Directions {
  const offsets = offsetsOf(trajectory);
  if (offsets.length === 0) throw new RangeError("Cannot take directions of a single checkpoint");
  const { values, vectors } = gramEigen(offsets);
  const total = values.reduce((sum, value) => sum + value, 0);
  const [x, y] = [0, 1].map((axis) => {
    const exists = (values[axis] ?? 0) > total * 1e-12;
    if (!exists) return unit(randomDirections(offsets[0] as Weights, stream).x);
    return unit(combine(offsets, turned(vectors[axis] as number[], axis)));
  }) as [Weights, Weights];
  const share = (axis: number) => total === 0 ? 0 : Math.max(0, values[axis] ?? 0) / total;
  return { x, y, explained: [share(0), share(1)] };
}

/** w_e − w* for every checkpoint before the last. */
export function offsetsOf(trajectory: readonly Weights[]): Weights[] {
  const centre = trajectory.at(-1);
  if (centre === undefined) throw new RangeError("Cannot take offsets of an empty trajectory");
  return trajectory.slice(0, -1).map((weights) => combine([weights, centre], [1, -1]));
}

/** Eigenpairs of the Gram matrix, largest first. */
function gramEigen(offsets: readonly Weights[]): { values: number[]; vectors: number[][] } {
  const gram = new MlMatrix(offsets.map((a) => offsets.map((b) => innerProduct(a, b))));
  const found = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const order = found.realEigenvalues.map((_, index) => index).reverse();
  return {
    values: order.map((index) => found.realEigenvalues[index] as number),
    vectors: order.map((index) => found.eigenvectorMatrix.getColumn(index)),
  };
}

/** The coefficients are the path's coordinates up to a positive factor: they decide the sign. */
function turned(coefficients: readonly number[], axis: number): readonly number[] {
  const guide = axis === 0 ? -(coefficients[0] as number) : farthest(coefficients);
  return guide < 0 ? coefficients.map((value) => -value) : coefficients;
}

function farthest(values: readonly number[]): number {
  return values.reduce((best, value) => Math.abs(value) > Math.abs(best) ? value : best, 0);
}

function unit(weights: Weights): Weights {
  return combine([weights], [1 / Math.sqrt(innerProduct(weights, weights))]);
}
