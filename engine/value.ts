// A tensor on the host: its name, shape and type, and its values as sessions and files have them.

/** The element types that models use; both engines know them. */
export type DType = "float32" | "int32" | "bool";

/** A named tensor of fixed shape. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** The number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Values in row-major order; `bool` holds one byte per element, 0 or 1. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: Float32Array | Int32Array | Uint8Array;
}
