// From a split to a batch: a seeded order, and rows gathered.
import { stream } from "../random/mod.ts";
import type { Column, Split } from "./dataset.ts";

/** A column of a batch; `shape` begins with the number of rows. */
export interface Value extends Column {
  readonly shape: readonly number[];
}

/** The columns of a batch by name. */
export type Batch = Readonly<Record<string, Value>>;

/** Label of what is not counted: unused slots of a masked batch. */
export const ignored = -100;

/** The order of an epoch: a permutation of 0 … count − 1, by count, seed and epoch. */
export function epochOrder(count: number, seed: number, epoch: number): Int32Array {
  return stream("order", seed, epoch).permutation(count);
}

/** The given rows of every column, `[rows, ...shape]`. Throws for a row that is not there. */
export function gather(split: Split, rows: Int32Array): Batch {
  const outside = rows.find((row) => row < 0 || row >= split.count);
  if (outside !== undefined) {
    throw new RangeError(`Cannot gather row ${outside} of a split of ${split.count} rows`);
  }
  const entries = Object.entries(split.columns);
  return Object.fromEntries(entries.map(([name, column]) => [name, rowsOf(column, rows)]));
}

function rowsOf(column: Column, rows: Int32Array): Value {
  const size = sizeOf(column.shape);
  const data = emptyLike(column.data, rows.length * size);
  rows.forEach((row, i) => data.set(column.data.subarray(row * size, (row + 1) * size), i * size));
  return { dtype: column.dtype, shape: [rows.length, ...column.shape], data };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function emptyLike(data: Column["data"], length: number): Column["data"] {
  if (data instanceof Float32Array) return new Float32Array(length);
  return data instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length);
}
