// Cuts a split into batches: a seeded order, rows gathered, the last batch filled up.
import { stream } from "../random/mod.ts";
import type { Column, Split } from "./dataset.ts";

/** A column of a batch; `shape` begins with the number of rows. */
export interface Value extends Column {
  readonly shape: readonly number[];
}

/** The columns of a batch by name. */
export type Batch = Readonly<Record<string, Value>>;

/** Label of what is not counted: rows that fill up a batch, unused slots. */
export const ignored = -100;

/** The order of an epoch: a permutation of 0 … count − 1, by count, seed and epoch. */
export function epochOrder(count: number, seed: number, epoch: number): Int32Array {
  return stream("order", seed, epoch).permutation(count);
}

/** Cuts an order into runs of `size` rows; the last may be shorter. */
export function batchesOf(order: Int32Array, size: number): Int32Array[] {
  const count = Math.ceil(order.length / size);
  return Array.from({ length: count }, (_, i) => order.slice(i * size, (i + 1) * size));
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

/**
 * Fills a batch up to `size` rows for graphs of fixed shape: the first row again, labelled `ignored`
 * (NaN cannot mark float labels in a graph, so regression needs batches that divide evenly).
 */
export function padBatch(batch: Batch, size: number): Batch {
  return Object.fromEntries(
    Object.entries(batch).map(([name, value]) => [name, padded(value, size, name === "labels")]),
  );
}

function padded(value: Value, size: number, isLabel: boolean): Value {
  const [rows = 0, ...shape] = value.shape;
  if (rows >= size) return value;
  const width = sizeOf(shape);
  const data = emptyLike(value.data, size * width);
  data.set(value.data);
  for (let row = rows; row < size; row++) data.set(value.data.subarray(0, width), row * width);
  if (isLabel) data.fill(ignored, rows * width);
  return { dtype: value.dtype, shape: [size, ...shape], data };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function emptyLike(data: Column["data"], length: number): Column["data"] {
  if (data instanceof Float32Array) return new Float32Array(length);
  return data instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length);
}
