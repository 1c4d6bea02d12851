// How a computation names what it reads, whether it is being recorded or run.
import type { Source } from "../source.ts";
import type { TensorSpec } from "../value.ts";
import type { Tensor } from "../tf.ts";

/** Gives a computation its tensors. */
export interface Tracer {
  /** A tensor that is fed at each run. Throws if the name is taken. */
  input(spec: TensorSpec): Tensor;
  /** A tensor that never changes, such as a frozen weight. Throws if the name is taken. */
  constant(spec: TensorSpec, source: Source): Tensor;
}

/** A computation: what it gives, by name. */
export type Build = (tracer: Tracer) => Record<string, Tensor>;
