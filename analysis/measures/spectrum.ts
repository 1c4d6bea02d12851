// The spectral description of one matrix: what `analyze_spectrum` keeps of W0, W and ΔW.
import { effectiveRank, numericalRank, participationRatio, stableRank } from "./effective_rank.ts";
import type { Matrix } from "./matrix.ts";
import { frobeniusNorm, nuclearNorm, spectralNorm } from "./norms.ts";
import { singularValues } from "./svd.ts";

/** Singular values, falling, and the numbers read off them. */
export interface Spectrum {
  shape: readonly [number, number];
  singularValues: readonly number[];
  spectralNorm: number;
  frobeniusNorm: number;
  nuclearNorm: number;
  effectiveRank: number;
  stableRank: number;
  participationRatio: number;
  numericalRank: number;
}

/** One float32 unit in the last place: weights come in that precision, and ΔW is a difference of them. */
const float32Epsilon = 2 ** -23;

/** The spectrum of a matrix; `values` spares the decomposition where it is at hand. */
export function spectrum(of: Matrix, values: ArrayLike<number> = singularValues(of)): Spectrum {
  const shape = [of.rows, of.columns] as const;
  return {
    shape,
    singularValues: Array.from(values),
    spectralNorm: spectralNorm(values),
    frobeniusNorm: frobeniusNorm(values),
    nuclearNorm: nuclearNorm(values),
    effectiveRank: effectiveRank(values),
    stableRank: stableRank(values),
    participationRatio: participationRatio(values),
    numericalRank: numericalRank(values, shape, float32Epsilon),
  };
}
