// The two directions along which a loss landscape is drawn: random, or the trajectory's own, both scaled to the weights.
import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import type { Stream } from "../../../random/mod.ts";
import {
  combine,
  innerProduct,
  mapWeights,
  partner,
  type Weight,
  type Weights,
} from "./weights.ts";

/** Two directions of unit length (before normalisation), and the share of the path to the centre each explains. */
export interface Directions {
  x: Weights;
  y: Weights;
  /** Shares of Σ ‖w_e − w*‖² over the checkpoints before the centre, for PCA directions only. */
  explained?: readonly [number, number];
}

/** Two Gaussian directions (Li et al. 2018), drawn tensor by tensor in the order of names. */
export function randomDirections(centre: Weights, stream: Stream): Directions {
  const draw = () =>
    mapWeights(centre, ({ data }) => Float64Array.from(data, () => stream.normal()));
  return { x: draw(), y: draw() };
}

/** A training run's checkpoints, the start first, and the one that is looked at. */
export interface Trajectory {
  checkpoints: readonly Weights[];
  /** Index of the centre w*: the checkpoint that validation selected. */
  centre: number;
}

/**
 * The first two principal directions of w_e − w* over the checkpoints before the centre: no mean is
 * removed (docs/paper.md, "Loss landscapes"). Through the K × K Gram matrix, so the weights are only
 * passed over K² times. Signs: the path starts at negative x, and its farthest point is at positive y.
 * Where that path has one direction only, the other is drawn from `stream`.
 */
export function pcaDirections(trajectory: Trajectory, stream: Stream): Directions {
  const offsets = offsetsOf(trajectory).slice(0, trajectory.centre);
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

/** w* itself. Throws a RangeError where the trajectory has no such checkpoint. */
export function centreOf({ checkpoints, centre }: Trajectory): Weights {
  const found = checkpoints[centre];
  if (found === undefined) {
    throw new RangeError(
      `Cannot centre on checkpoint ${centre} of a trajectory of ${checkpoints.length}`,
    );
  }
  return found;
}

/** w_e − w* for every checkpoint. */
export function offsetsOf(trajectory: Trajectory): Weights[] {
  const centre = centreOf(trajectory);
  return trajectory.checkpoints.map((weights) => combine([weights, centre], [1, -1]));
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

/**
 * Each row of a matrix (each filter; first axis) gets the length of the centre's row; tensors of one
 * axis (biases, norms) do not move (Li et al. 2018, and the paper's surface script). A row that the
 * direction does not touch stays untouched: frozen weights remain frozen along a PCA direction.
 */
export function filterNormalize(direction: Weights, centre: Weights): Weights {
  return mapWeights(direction, (weight, name) => {
    if (weight.shape.length < 2) return new Float64Array(weight.data.length);
    return scaleRows(weight, partner(centre, name, weight));
  });
}

function scaleRows(weight: Weight, like: ArrayLike<number>): Float64Array {
  const result = Float64Array.from(weight.data);
  const target = Float64Array.from(like);
  const width = result.length / (weight.shape[0] as number);
  for (let start = 0; start < result.length; start += width) {
    scaleTo(result.subarray(start, start + width), target.subarray(start, start + width));
  }
  return result;
}

function scaleTo(row: Float64Array, target: Float64Array): void {
  const length = norm(row);
  const factor = length === 0 ? 0 : norm(target) / length;
  row.forEach((value, index) => row[index] = value * factor);
}

function norm(row: Float64Array): number {
  return Math.sqrt(row.reduce((total, value) => total + value ** 2, 0));
}
