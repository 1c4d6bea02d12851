// One matrix of a model, as a method sees it.
import type { Value } from "../engine/mod.ts";
import type { Target } from "../models/mod.ts";

/** One matrix that a method changes, and what its draws depend on. */
export interface Place {
  readonly target: Target;
  readonly rank: number;
  /** s = α / r */
  readonly scale: number;
  readonly seed: number;
  /** W0, [out, in] */
  weight(): Value;
}
