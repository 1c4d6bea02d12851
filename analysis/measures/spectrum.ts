// The spectral description of one matrix: what `analyze_spectrum` keeps of W0, W and ΔW; its norms, and its ranks.
import { type Matrix, singularValues } from "./svd.ts";

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

/** ‖W‖_F: the root of the summed squares. */
export function frobeniusNorm(singularValues: ArrayLike<number>): number {
  return Math.sqrt(Array.from(singularValues).reduce((total, value) => total + value ** 2, 0));
}

/** ‖W‖₂: the largest singular value. */
export function spectralNorm(singularValues: ArrayLike<number>): number {
  return Math.max(0, ...Array.from(singularValues));
}

/** ‖W‖_*: the sum of the singular values. */
export function nuclearNorm(singularValues: ArrayLike<number>): number {
  return Array.from(singularValues).reduce((total, value) => total + value, 0);
}

/**
 * exp of the entropy of the spectrum (Roy & Vetterli 2007): k for k equal singular values, 1 for a
 * rank-one matrix, 0 for the zero matrix. `power` 1 weighs by σ, 2 by σ² (energy).
 */
export function effectiveRank(singularValues: ArrayLike<number>, power: 1 | 2 = 1): number {
  const weights = Array.from(singularValues, (value) => value ** power);
  const total = sum(weights);
  if (total === 0) return 0;
  const shares = weights.map((weight) => weight / total).filter((share) => share > 0);
  return Math.exp(-sum(shares.map((share) => share * Math.log(share))));
}

/** ‖W‖_F² / ‖W‖₂², the stable rank; 0 for the zero matrix. */
export function stableRank(singularValues: ArrayLike<number>): number {
  const squares = Array.from(singularValues, (value) => value ** 2);
  const largest = Math.max(...squares);
  return largest === 0 ? 0 : sum(squares) / largest;
}

/** (Σσ²)² / Σσ⁴, the participation ratio; 0 for the zero matrix. */
export function participationRatio(singularValues: ArrayLike<number>): number {
  const squares = Array.from(singularValues, (value) => value ** 2);
  const fourth = sum(squares.map((value) => value ** 2));
  return fourth === 0 ? 0 : sum(squares) ** 2 / fourth;
}

/**
 * Singular values above σ₁ · max(shape) · 2⁻⁵², as numpy's `matrix_rank`. For a difference of float32
 * weights pass their rounding, `epsilon` 2⁻²³, or noise counts as rank.
 */
export function numericalRank(
  singularValues: ArrayLike<number>,
  shape: readonly [number, number],
  epsilon: number = Number.EPSILON,
): number {
  const values = Array.from(singularValues);
  const cut = Math.max(...values) * Math.max(...shape) * epsilon;
  return values.filter((value) => value > cut).length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
