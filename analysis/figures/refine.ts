// A finer grid for drawing: cubic interpolation that passes through every measured point.

/** A grid of `columns` × `rows` values, row by row. */
export interface Raster {
  columns: number;
  rows: number;
  values: readonly number[];
}

/** Each step cut into `factor`: Catmull–Rom along rows, then along columns. */
export function refine(raster: Raster, factor: number): Raster {
  const wide = alongRows(raster, factor);
  return transposed(alongRows(transposed(wide), factor));
}

function alongRows({ columns, rows, values }: Raster, factor: number): Raster {
  const wide = (columns - 1) * factor + 1;
  const finer = Array.from({ length: rows * wide }, (_, index) => {
    const [row, at] = [Math.floor(index / wide), (index % wide) / factor];
    return between(values.slice(row * columns, (row + 1) * columns), at);
  });
  return { columns: wide, rows, values: finer };
}

/** The value at a fractional index; the ends continue in a straight line. */
function between(line: readonly number[], at: number): number {
  const left = Math.min(Math.floor(at), line.length - 2);
  const t = at - left;
  const [b, c] = [line[left] as number, line[left + 1] as number];
  const [a, d] = [line[left - 1] ?? 2 * b - c, line[left + 2] ?? 2 * c - b];
  return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

function transposed({ columns, rows, values }: Raster): Raster {
  const turned = Array.from(
    { length: columns * rows },
    (_, index) => values[(index % rows) * columns + Math.floor(index / rows)] as number,
  );
  return { columns: rows, rows: columns, values: turned };
}
