// Where the factor A comes from: drawn, or a selector of columns that is never multiplied.
import { z } from "zod";
import { stream } from "../random/mod.ts";
import type { Stream } from "../random/mod.ts";
import type { Place } from "./place.ts";
import { always, piece } from "./piece.ts";
import type { Piece } from "./piece.ts";

/** The right factor A [r, in] of an update, at the start of each link. */
export type Factor = DenseFactor | ColumnsFactor | WindowFactor;

/** A matrix: A x is a product. */
export interface DenseFactor {
  readonly kind: "dense";
  /** Elements of a matrix of that shape, row by row. */
  draw(shape: readonly [number, number], place: Place, link: number): Float32Array;
}

/** r distinct columns of the identity, known when training runs: A x is a gather. */
export interface ColumnsFactor {
  readonly kind: "columns";
  /** [r] */
  draw(place: Place, link: number): Int32Array;
}

/** r adjacent columns of the identity, known when the graph is traced: A x is a slice. */
export interface WindowFactor {
  readonly kind: "window";
  readonly start: number;
}

/** One stream per matrix and link; methods with the same seed share it, so that they can be paired. */
function drawsOf(place: Place, link: number): Stream {
  return stream("adapter", place.seed, place.target.name, link);
}

function dense(element: (draws: Stream, place: Place) => number): DenseFactor {
  const draw: DenseFactor["draw"] = ([rows, columns], place, link) => {
    const draws = drawsOf(place, link);
    return Float32Array.from({ length: rows * columns }, () => element(draws, place));
  };
  return { kind: "dense", draw };
}

const inits = {
  /** Uniform ±1/√in, `peft`'s default (Kaiming uniform with a = √5). */
  "uniform": dense((draws, { target }) => (2 * draws.uniform() - 1) / Math.sqrt(target.in)),
  /** The released code of the first code base. */
  "gaussian(0.02)": dense((draws) => 0.02 * draws.normal()),
  /** `peft`'s "gaussian". */
  "gaussian(1/r)": dense((draws, { rank }) => draws.normal() / rank),
} as const;

/** A matrix drawn anew for each link. */
export const drawn: Piece<Factor> = piece(
  { "init": z.enum(["uniform", "gaussian(0.02)", "gaussian(1/r)"]).default("uniform") },
  ({ init }) => inits[init],
);

/** Columns 0 … r − 1. */
export const firstWindow: WindowFactor = { kind: "window", start: 0 };

/** See `firstWindow`. */
export const firstColumns: Piece<Factor> = always<Factor>(firstWindow);

/** r columns, uniform without replacement, sorted. */
export const anyColumns: ColumnsFactor = {
  kind: "columns",
  draw: (place, link) => drawsOf(place, link).subset(place.target.in, place.rank),
};

/** One window at a random start in 0 … in − r. */
const anyWindow: ColumnsFactor = {
  kind: "columns",
  draw: (place, link) =>
    window(drawsOf(place, link).below(place.target.in - place.rank + 1), place.rank),
};

/** Gaussian rows of unit norm, equal in all matrices of one width (second code base). */
const unitRows: DenseFactor = {
  kind: "dense",
  draw: ([rows, columns], place, link) => {
    const draws = stream("adapter", place.seed, "unit rows", link);
    const data = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) data.set(unitRow(draws, columns), row * columns);
    return data;
  },
};

function unitRow(draws: Stream, width: number): Float32Array {
  const row = Float32Array.from({ length: width }, draws.normal);
  const norm = Math.hypot(...row);
  return row.map((element) => element / norm);
}

/** Random columns, or one of the two other readings of "random". */
export const randomColumns: Piece<Factor> = piece(
  { "selector": z.enum(["columns", "window", "dense"]).default("columns") },
  ({ selector }) => ({ columns: anyColumns, window: anyWindow, dense: unitRows })[selector],
);

/** The aligned windows 0, r, 2r, … ≤ in − r, one per link, from the first again after the last. */
export const alignedWindows: ColumnsFactor = {
  kind: "columns",
  draw: (place, link) => window((link % windowsIn(place)) * place.rank, place.rank),
};

/** See `alignedWindows`. */
export const nextWindow: Piece<Factor> = always<Factor>(alignedWindows);

/** The aligned windows in a random order per matrix; the same order again when it is used up. */
const windowsInRandomOrder: ColumnsFactor = {
  kind: "columns",
  draw: (place, link) => {
    const order = stream("adapter", place.seed, place.target.name, "order")
      .permutation(windowsIn(place));
    return window((order[link % order.length] as number) * place.rank, place.rank);
  },
};

/** The aligned windows without replacement, or (second code base) any window at each link. */
export const shuffledWindows: Piece<Factor> = piece(
  { "replacement": z.boolean().default(false) },
  ({ replacement }) => replacement ? anyWindow : windowsInRandomOrder,
);

function windowsIn(place: Place): number {
  return Math.floor(place.target.in / place.rank);
}

function window(start: number, size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, index) => start + index);
}
