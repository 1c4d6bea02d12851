// What is known of a tensor before it has values: its name, its shape and its type.

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
