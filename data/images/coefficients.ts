// What each pixel of a resized line is made of: a window of the old line, with whole-number weights.
import type { Filter } from "./filters.ts";

/** A window of the old line and the weights of its pixels, scaled by 2^`precision`. */
export interface Window {
  readonly start: number;
  readonly weights: Int32Array;
}

/** Bits behind the point: 32, less 8 for a pixel and 2 for sums beyond it. */
export const precision = 32 - 8 - 2;

/**
 * The windows of all `to` pixels of a line that had `from`. Going down, the filter grows with the
 * ratio, so that every old pixel counts. Source: Pillow 13, `precompute_coeffs` and
 * `normalize_coeffs_8bpc`.
 */
export function windowsOf(from: number, to: number, filter: Filter): Window[] {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const reach = filter.support * stretch;
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - reach + 0.5));
    const end = Math.min(from, Math.trunc(center + reach + 0.5));
    const shape = (x: number) => filter.weight((x + start - center + 0.5) * (1 / stretch));
    return {
      start,
      weights: inFixedPoint(Array.from({ length: end - start }, (_, x) => shape(x))),
    };
  });
}

function inFixedPoint(weights: readonly number[]): Int32Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Int32Array.from(weights, (weight) => {
    const scaled = (sum === 0 ? weight : weight / sum) * 2 ** precision;
    return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  });
}
