// Selection of columns: the product with a selector matrix, without the product.
import { type Tensor, tf } from "../tf.ts";
import { ownKernel } from "./own_kernel.ts";
import { rule, withGradient } from "./with_gradient.ts";

/** Columns side by side. */
export interface ColumnWindow {
  readonly start: number;
  readonly size: number;
}

/**
 * Chosen columns of the last axis: x Aᵀ where each row of A is a unit vector.
 *
 * @param x [..., in]
 * @param columns int32 [r], or a window
 * @returns [..., r]
 */
export function takeColumns(x: Tensor, columns: Tensor | ColumnWindow): Tensor {
  return "start" in columns ? takeWindow(x, columns) : takeListed(x, columns);
}

function takeWindow(x: Tensor, { start, size }: ColumnWindow): Tensor {
  const lead = x.shape.slice(0, -1);
  return tf.slice(x, [...lead.map(() => 0), start], [...lead, size]);
}

function takeListed(x: Tensor, columns: Tensor): Tensor {
  const width = x.shape.at(-1) as number;
  const rank = columns.shape[0] as number;
  const rows = tf.reshape(x, [-1, width]); // [rows, in]
  const taken = withGradient([rows], (rows) =>
    rule({
      value: tf.gather(rows, columns as tf.Tensor1D, 1),
      saved: { columns },
      gradient: (dy, { columns }) => [addedColumns(dy, columns, width)],
    }));
  return tf.reshape(taken, [...x.shape.slice(0, -1), rank]);
}

/** [rows, in]: `dy` [rows, r] added into the columns that it came from. */
function addedColumns(dy: Tensor, columns: Tensor, width: number): Tensor {
  const [rows, rank] = dy.shape as [number, number];
  const x = tf.zeros([rows, width]);
  return ownKernel({
    kernel: "ScatterElements",
    inputs: { x, indices: tf.tile(tf.reshape(columns, [1, rank]), [rows, 1]), updates: dy },
    eager: () => tf.matMul(dy, tf.cast(tf.oneHot(tf.cast(columns, "int32"), width), "float32")),
  });
}
