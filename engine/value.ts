// A tensor with its values on the host: what sessions take and give, and what files hold.
import type { DType } from "./tensor_spec.ts";

/** Values in row-major order; `bool` holds one byte per element, 0 or 1. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: Float32Array | Int32Array | Uint8Array;
}
