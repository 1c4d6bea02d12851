// A value inside a graph that is being built: a name, and what is known of it.
import type { DType } from "../tensor_spec.ts";

/** ONNX takes shapes and some indices as int64, a type that TensorFlow.js does not have. */
export type WireType = DType | "int64";

/** One value of the graph. */
export interface Wire {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: WireType;
  /** Every element is this number, known while the graph is built. */
  readonly uniform?: number;
  /** The value of which this is the same elements in another shape. */
  readonly view?: Wire;
}
