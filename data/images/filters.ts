// The resampling filters of Pillow: how much a pixel counts at a distance from the place asked for.

/** A filter; `weight(x)` is 0 for |x| ≥ `support`, in pixels of the smaller of both pictures. */
export interface Filter {
  readonly support: number;
  readonly weight: (x: number) => number;
}

/** Names of all filters. */
export type FilterName = "nearest" | "lanczos" | "bilinear" | "bicubic" | "box" | "hamming";

/** The filters by Pillow's numbers, which preprocessor_config.json gives as `resample`. */
export const filterNames: readonly FilterName[] = [
  "nearest",
  "lanczos",
  "bilinear",
  "bicubic",
  "box",
  "hamming",
];

/** Those that weigh pixels; `nearest` takes one. Source: Pillow 13, `Resample.c`. */
export const filters: Readonly<Record<Exclude<FilterName, "nearest">, Filter>> = {
  box: { support: 0.5, weight: (x) => x > -0.5 && x <= 0.5 ? 1 : 0 },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, weight: (x) => hamming(Math.abs(x)) },
  bicubic: { support: 2, weight: (x) => bicubic(Math.abs(x)) },
  lanczos: { support: 3, weight: (x) => x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0 },
};

/** Pillow's two constants are single-precision numbers. */
function hamming(x: number): number {
  if (x === 0) return 1;
  if (x >= 1) return 0;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle * (Math.fround(0.54) + Math.fround(0.46) * Math.cos(angle));
}

/** Keys' cubic with a = −0.5, in the order in which Pillow rounds. */
function bicubic(x: number): number {
  const a = -0.5;
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

function sinc(x: number): number {
  if (x === 0) return 1;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}
