// Keeps the elements of a matrix that are large in their row and in their column.
import { shareOf } from "../../decimal/mod.ts";
import { type Tensor, tf } from "../tf.ts";
import { rule, withGradient } from "./with_gradient.ts";

/**
 * The elements whose size is among the ⌈share · columns⌉ largest of their row and the ⌈share · rows⌉ largest
 * of their column, on the decimal as written; 0 elsewhere, and no gradient there. Equal sizes stay together, so all of a matrix of zeros
 * is kept.
 *
 * @param matrix [rows, columns]
 * @param share in (0, 1]
 */
export function keepLargest(matrix: Tensor, share: number): Tensor {
  return withGradient([matrix], (matrix) => {
    const kept = isLarge(matrix, share);
    const zeros = tf.zerosLike(matrix);
    return rule({
      value: tf.where(kept, matrix, zeros),
      saved: { kept },
      gradient: (dy, { kept }) => [tf.where(kept, dy, tf.zerosLike(dy))],
    });
  });
}

/** bool [rows, columns] */
function isLarge(matrix: Tensor, share: number): Tensor {
  const sizes = tf.abs(matrix);
  const inRow = tf.greaterEqual(sizes, smallestOfLargest(sizes, share)); // against [rows, 1]
  const inColumn = smallestOfLargest(tf.transpose(sizes), share); // [columns, 1]
  return tf.logicalAnd(inRow, tf.greaterEqual(sizes, tf.transpose(inColumn)));
}

/** The ⌈share · columns⌉-th largest of each row: [rows, 1] */
function smallestOfLargest(sizes: Tensor, share: number): Tensor {
  const [rows, columns] = sizes.shape as [number, number];
  const count = shareOf(share, columns, "up");
  const { values } = tf.topk(sizes, count, true);
  return tf.slice(values, [0, count - 1], [rows, 1]);
}
