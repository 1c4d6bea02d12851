// Sharpness of a landscape as a number; the paper judges it by eye only.

/** A measured grid: `losses` row by row (y outside), ys.length × xs.length; 0 is on both axes. */
export interface LossGrid {
  xs: readonly number[];
  ys: readonly number[];
  losses: readonly number[];
}

/** Loss increase over the centre on one square ring of grid points; `radius` in grid units of x. */
export interface Ring {
  radius: number;
  mean: number;
  max: number;
}

/** Mean and max are those of the outermost whole ring. */
export interface Sharpness {
  centre: number;
  meanIncrease: number;
  maxIncrease: number;
  /** ∂²L/∂x² + ∂²L/∂y² at the centre, central differences over one grid step. */
  hessianTrace: number;
  rings: readonly Ring[];
}

/** Sharpness around (0, 0). Throws if 0 is not on an axis or lies on its end. */
export function sharpness(grid: LossGrid): Sharpness {
  const [column, row] = [middle(grid.xs), middle(grid.ys)];
  const at = (dx: number, dy: number) =>
    grid.losses[(row + dy) * grid.xs.length + column + dx] as number;
  const reach = Math.min(column, row, grid.xs.length - 1 - column, grid.ys.length - 1 - row);
  const centre = at(0, 0);
  const rings = Array.from({ length: reach }, (_, index) => {
    const increases = ringOffsets(index + 1).map(([dx, dy]) => at(dx, dy) - centre);
    return { radius: grid.xs[column + index + 1] as number, ...summary(increases) };
  });
  const last = rings.at(-1) as Ring;
  const curvature = (step: number, ahead: number, behind: number) =>
    (ahead - 2 * centre + behind) / step ** 2;
  const hessianTrace = curvature(grid.xs[column + 1] as number, at(1, 0), at(-1, 0)) +
    curvature(grid.ys[row + 1] as number, at(0, 1), at(0, -1));
  return { centre, meanIncrease: last.mean, maxIncrease: last.max, hessianTrace, rings };
}

function middle(axis: readonly number[]): number {
  const index = axis.indexOf(0);
  if (index < 1 || index === axis.length - 1) {
    throw new RangeError("Cannot measure sharpness: 0 is not inside the grid's axis");
  }
  return index;
}

/** The 8·distance grid points at that Chebyshev distance. */
function ringOffsets(distance: number): [number, number][] {
  const span = Array.from({ length: 2 * distance + 1 }, (_, index) => index - distance);
  return span.flatMap((dy) =>
    span.filter((dx) => Math.max(Math.abs(dx), Math.abs(dy)) === distance)
      .map((dx): [number, number] => [dx, dy])
  );
}

function summary(increases: readonly number[]): { mean: number; max: number } {
  const mean = increases.reduce((total, value) => total + value, 0) / increases.length;
  return { mean, max: increases.reduce((best, value) => Math.max(best, value), -Infinity) };
}
