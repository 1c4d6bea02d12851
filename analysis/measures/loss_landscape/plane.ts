// The plane of a landscape: the places where the loss is measured, the weights there, and the training path on it.
import { type Directions, offsetsOf, type Trajectory } from "./directions.ts";
import { innerProduct, mapWeights, partner, type Weights } from "./weights.ts";

/** A place on the plane; the centre is (0, 0). */
export interface Point {
  x: number;
  y: number;
}

/**
 * Least-squares coordinates of every checkpoint's offset on the two (normalised) directions; the centre
 * is (0, 0), wherever on the path it lies. Where the directions are parallel the shortest solution is taken.
 */
export function projectPath(trajectory: Trajectory, { x, y }: Directions): Point[] {
  const gram = { xx: innerProduct(x, x), xy: innerProduct(x, y), yy: innerProduct(y, y) };
  return offsetsOf(trajectory).map((offset) =>
    solve(gram, innerProduct(x, offset), innerProduct(y, offset))
  );
}

type Gram = { xx: number; xy: number; yy: number };

/** The 2 × 2 normal equations; by the pseudo-inverse if they are singular. */
function solve(gram: Gram, alongX: number, alongY: number): Point {
  const determinant = gram.xx * gram.yy - gram.xy ** 2;
  const size = gram.xx + gram.yy;
  if (determinant > 1e-12 * size ** 2) {
    return {
      x: (gram.yy * alongX - gram.xy * alongY) / determinant,
      y: (gram.xx * alongY - gram.xy * alongX) / determinant,
    };
  }
  return size === 0 ? { x: 0, y: 0 } : { x: alongX / size, y: alongY / size };
}

/** `points` (odd, at least 3) equal steps over [−extent, extent]; the middle one is exactly 0. */
export function gridAxis(points: number, extent = 1): number[] {
  if (points < 3 || points % 2 === 0) {
    throw new RangeError(`Cannot centre a grid axis of ${points} points: use an odd number from 3`);
  }
  const half = (points - 1) / 2;
  return Array.from({ length: points }, (_, index) => extent * (index - half) / half);
}

/** All places of the grid, row by row: y outside, x inside, both rising. */
export function gridPoints(xs: readonly number[], ys: readonly number[]): Point[] {
  return ys.flatMap((y) => xs.map((x) => ({ x, y })));
}

/** Half the side of a square around the centre that holds the path with 5 % to spare; at least `least`. */
export function extentOf(path: readonly Point[], least = 1): number {
  return path.reduce(
    (extent, { x, y }) => Math.max(extent, 1.05 * Math.abs(x), 1.05 * Math.abs(y)),
    least,
  );
}

/** w* + x·d_x + y·d_y, in float32 as the engine takes it. */
export function displaced(centre: Weights, directions: Directions, at: Point): Weights {
  return mapWeights(centre, (weight, name) => {
    const x = partner(directions.x, name, weight);
    const y = partner(directions.y, name, weight);
    return Float32Array.from(
      weight.data,
      (value, index) => value + at.x * (x[index] as number) + at.y * (y[index] as number),
    );
  });
}
