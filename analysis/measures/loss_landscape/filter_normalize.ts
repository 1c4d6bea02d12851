// Filter normalisation: directions scaled to the weights they displace, so that landscapes compare.
import { mapWeights, partner, type Weight, type Weights } from "./weights.ts";

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
