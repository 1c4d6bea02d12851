// The training path, as seen on the plane of a landscape.
import { type Directions, offsetsOf } from "./directions.ts";
import { innerProduct, type Weights } from "./weights.ts";

/** A place on the plane; the centre (the last checkpoint) is (0, 0). */
export interface Point {
  x: number;
  y: number;
}

/**
 * Least-squares coordinates of every checkpoint's offset on the two (normalised) directions; the last
 * point is (0, 0). Where the directions are parallel the shortest solution is taken.
 */
export function projectPath(trajectory: readonly Weights[], directions: Directions): Point[] {
  const { x, y } = directions;
  const gram = { xx: innerProduct(x, x), xy: innerProduct(x, y), yy: innerProduct(y, y) };
  const points = offsetsOf(trajectory).map((offset) =>
    solve(gram, innerProduct(x, offset), innerProduct(y, offset))
  );
  return [...points, { x: 0, y: 0 }];
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
