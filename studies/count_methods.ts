// What each method trains of a model: the numbers of `cairn list methods --model`.
import {
  countParameters,
  type MethodName,
  methodNamed,
  methodNames,
  queryAndValue,
} from "../adapters/mod.ts";
import type { Result } from "../models/mod.ts";
import type { Preset } from "./preset.ts";

/** Trained numbers of one method. */
export interface MethodCounts {
  readonly name: MethodName;
  /** Of the adapted matrices' factors or columns; 0 where a method has none. */
  readonly adapter: number;
  readonly head: number;
  readonly trained: number;
  /** `trained` over the numbers of the model. */
  readonly share: number;
}

/**
 * Each method in the paper's reading, on query and value.
 * Errors: `rank-too-high`, when a matrix has fewer inputs.
 */
export function countMethods(preset: Preset, rank: number): Result<MethodCounts[]> {
  const counts: MethodCounts[] = [];
  for (const name of methodNames) {
    const counted = countParameters(methodNamed(name), preset, { rank, targets: queryAndValue });
    if (!counted.ok) return counted;
    const { total, parameters } = counted.value;
    counts.push({ name, ...parameters, share: parameters.trained / total });
  }
  return { ok: true, value: counts };
}
