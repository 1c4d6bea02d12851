// Lookup of rows by number: embeddings of tokens, and rows chosen from a batch.
import { type Tensor, tf } from "../tf.ts";
import { rule, withGradient } from "./with_gradient.ts";

/** What an embedding may leave out. */
export interface EmbeddingOptions {
  /** This row of the table gets no gradient, as torch's `padding_idx`. */
  readonly paddingRow?: number;
}

/**
 * The rows of a table. The gradient adds into the rows that were read, and only there.
 *
 * @param table [rows, width]
 * @param ids int32 [...]
 * @returns [..., width]
 */
export function embedding(table: Tensor, ids: Tensor, options: EmbeddingOptions = {}): Tensor {
  const [count, width] = table.shape as [number, number];
  const flat = tf.cast(tf.reshape(ids, [-1]), "int32"); // [n]
  const rows = withGradient([table], (table) =>
    rule({
      value: tf.gather(table, flat as tf.Tensor1D),
      saved: { flat },
      gradient: (dy, { flat }) => [
        addedRows(withoutPadding(dy, flat, options.paddingRow), flat, count),
      ],
    }));
  return tf.reshape(rows, [...ids.shape, width]);
}

/**
 * Chosen rows of a matrix, such as the masked tokens of a batch.
 *
 * @param x [n, width]
 * @param rows int32 [k]
 * @returns [k, width]
 */
export function takeRows(x: Tensor, rows: Tensor): Tensor {
  return embedding(x, rows);
}

/** [count, width]: row i is the sum of the `rows` whose id is i. */
function addedRows(rows: Tensor, ids: Tensor, count: number): Tensor {
  return tf.unsortedSegmentSum(rows, ids as tf.Tensor1D, count);
}

function withoutPadding(dy: Tensor, ids: Tensor, paddingRow?: number): Tensor {
  if (paddingRow === undefined) return dy;
  const kept = tf.reshape(tf.notEqual(ids, tf.scalar(paddingRow, "int32")), [-1, 1]); // [n, 1]
  return tf.mul(dy, tf.cast(kept, "float32"));
}
