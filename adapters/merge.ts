// The forward pass and the weights of a model whose matrices have updates.
import { tf } from "../engine/mod.ts";
import type { Dropout, Tensor, Value, Values } from "../engine/mod.ts";
import { plainForward } from "../models/mod.ts";
import type { Forward, Target } from "../models/mod.ts";
import type { Update } from "./method.ts";

/** A target and what a method makes of it. */
export interface Updated {
  readonly target: Target;
  readonly update: Update;
}

/** The updates of a model, by module; those of one module in the order of its outputs. */
export type Updates = ReadonlyMap<string, readonly Updated[]>;

/** The updates by module. */
export function byModule(updated: readonly Updated[]): Updates {
  const ordered = updated.toSorted((a, b) => (a.target.from ?? 0) - (b.target.from ?? 0));
  return Map.groupBy(ordered, ({ target }) => target.module);
}

/** The plain forward pass, with what each update adds to its module's output. */
export function adaptedForward(updates: Updates, values: Values, dropout?: Dropout): Forward {
  const plain = plainForward(values, dropout);
  const linear: Forward["linear"] = (module, x, form) => {
    const y = plain.linear(module, x, form);
    return withUpdates(y, updates.get(module) ?? [], (update) => update.apply(x, values));
  };
  return { ...plain, linear };
}

/** [..., all outputs]: what an update makes is added to the outputs that it is for. */
function withUpdates(
  y: Tensor,
  updated: readonly Updated[],
  apply: (update: Update) => Tensor,
): Tensor {
  const width = y.shape.at(-1) as number;
  const [first] = updated;
  if (first === undefined) return y;
  if (first.target.out === width) return tf.add(y, apply(first.update));
  const parts: Tensor[] = [];
  let end = 0;
  for (const { target, update } of updated) {
    const { from = 0, out } = target;
    if (from > end) parts.push(outputs(y, end, from - end));
    parts.push(tf.add(outputs(y, from, out), apply(update)));
    end = from + out;
  }
  if (end < width) parts.push(outputs(y, end, width - end));
  return tf.concat(parts, -1);
}

/** [..., all outputs] → [..., count] */
function outputs(y: Tensor, start: number, count: number): Tensor {
  const before = y.shape.slice(0, -1);
  return tf.slice(y, [...before.map(() => 0), start], [...before, count]);
}

/** `<module>.weight` with its updates folded in, in the hub's layout, for each module that has one. */
export function mergedWeights(updates: Updates, values: Values): Record<string, Tensor> {
  const entries = [...updates].map(([module, updated]) => {
    const name = `${module}.weight`;
    const folded = updated.reduce(
      (weight, { target, update }) =>
        withMatrix(target, weight, (matrix) => update.fold(matrix, values)),
      values(name),
    );
    return [name, folded] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The weight with the target's matrix changed and all else as it was, in the hub's layout.
 * @param change from [out, in] to [out, in]
 */
export function withMatrix(
  target: Target,
  weight: Tensor,
  change: (matrix: Tensor) => Tensor,
): Tensor {
  const upright = target.transposed ? tf.transpose(weight) : weight; // [all outputs, in]
  const changed = withRows(target, upright, change);
  return target.transposed ? tf.transpose(changed) : changed;
}

function withRows(
  { out, in: width, from = 0 }: Target,
  weight: Tensor,
  change: (matrix: Tensor) => Tensor,
): Tensor {
  const rows = weight.shape[0] as number;
  if (rows === out) return change(weight);
  const cut = (start: number, count: number) => tf.slice(weight, [start, 0], [count, width]);
  const end = from + out;
  return tf.concat([
    ...(from > 0 ? [cut(0, from)] : []),
    change(cut(from, out)),
    ...(end < rows ? [cut(end, rows - end)] : []),
  ], 0);
}

/** The target's matrix, [out, in] whatever the hub's layout; the value itself where it is just that. */
export function matrixOf(target: Target, weight: Value): Value {
  const { in: width, out, transposed = false, from = 0 } = target;
  const [rows, columns] = weight.shape as [number, number];
  if (!transposed && rows === out) return weight;
  const data = new Float32Array(out * width);
  const at = (row: number, column: number) =>
    transposed ? column * columns + from + row : (from + row) * columns + column;
  for (let row = 0; row < out; row++) {
    for (let column = 0; column < width; column++) {
      data[row * width + column] = weight.data[at(row, column)] as number;
    }
  }
  return { shape: [out, width], dtype: "float32", data };
}
