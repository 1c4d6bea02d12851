// Intruder dimensions: singular vectors of the tuned weight that are like none of the base weight.
//
// Shuttleworth et al. 2024 (arXiv 2410.21228): u'_j of W is an intruder at threshold ε iff
// max_i |cos(u'_j, u_i)| < ε over all singular vectors u_i of W0. The paper of this study counts over
// all j, on the left side; `right` is given beside it, as only that side sees a sparse support.
import type { Svd } from "./svd.ts";

/** 0, 0.05 … 1: the paper's axis. */
export const intruderThresholds: readonly number[] = Array.from(
  { length: 21 },
  (_, step) => step / 20,
);

/** Counts per threshold, and the cosines they come from (one per singular vector of W, falling σ). */
export interface IntruderDimensions {
  thresholds: readonly number[];
  left: readonly number[];
  right: readonly number[];
  cosines: { left: Float64Array; right: Float64Array };
}

/** `top`: look at that many largest vectors only (Shuttleworth et al. take 10); all by default. */
export interface IntruderOptions {
  thresholds?: readonly number[];
  top?: number;
}

/** Intruders of `tuned` against `base`, two decompositions of one shape. */
export function intruderDimensions(
  base: Svd,
  tuned: Svd,
  options: IntruderOptions = {},
): IntruderDimensions {
  const thresholds = options.thresholds ?? intruderThresholds;
  const cosines = {
    left: bestCosines(base.left, tuned.left),
    right: bestCosines(base.right, tuned.right),
  };
  const count = (side: Float64Array) =>
    thresholds.map((threshold) => below(side.slice(0, options.top), threshold));
  return { thresholds, left: count(cosines.left), right: count(cosines.right), cosines };
}

function below(cosines: Float64Array, threshold: number): number {
  return cosines.filter((cosine) => cosine < threshold).length;
}

/** For each tuned vector the largest |cosine| with any base vector, in [0, 1]. */
function bestCosines(
  base: readonly Float64Array[],
  tuned: readonly Float64Array[],
): Float64Array {
  return Float64Array.from(tuned, (vector) => {
    let best = 0;
    for (const other of base) best = Math.max(best, Math.abs(dot(vector, other)));
    return settled(best);
  });
}

/** A vector that did not move has cosine 1 up to rounding; the strict < at ε = 1 must not see that. */
function settled(cosine: number): number {
  return cosine > 1 - 1e-12 ? 1 : cosine;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) {
    total += (a[index] as number) * (b[index] as number);
  }
  return total;
}
