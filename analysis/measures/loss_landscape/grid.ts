// The grid of a landscape: where the loss is measured, and the weights there.
import type { Directions } from "./directions.ts";
import type { Point } from "./project_path.ts";
import { mapWeights, partner, type Weights } from "./weights.ts";

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
