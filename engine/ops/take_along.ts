// One element per index along the last axis.
import { type Tensor, tf } from "../tf.ts";
import { ownKernel } from "./own_kernel.ts";
import { rule, withGradient } from "./with_gradient.ts";

/**
 * y[i, j] = x[i, indices[i, j]], as torch.gather along the last axis.
 *
 * @param x [rows, n]
 * @param indices int32 [rows, k], each in 0 … n − 1
 * @returns [rows, k]
 */
export function takeAlong(x: Tensor, indices: Tensor): Tensor {
  return withGradient([x], (x) =>
    rule({
      value: elementsAt(x, indices),
      saved: { indices },
      gradient: (dy, { indices }) => [addedElements(tf.zeros(x.shape), indices, dy)],
    }));
}

/** `x` [rows, n] read at `indices` [rows, k]. No gradient of its own. */
export function elementsAt(x: Tensor, indices: Tensor): Tensor {
  return ownKernel({
    kernel: "GatherElements",
    inputs: { x, indices },
    eager: () => tf.gather(tf.reshape(x, [-1]), flatPlaces(x, indices)),
  });
}

/** `x` [rows, n] with `updates` [rows, k] added at `indices` [rows, k]. No gradient of its own. */
export function addedElements(x: Tensor, indices: Tensor, updates: Tensor): Tensor {
  return ownKernel({
    kernel: "ScatterElements",
    inputs: { x, indices, updates },
    eager: () => tf.add(x, scattered(x, indices, updates)),
  });
}

function scattered(x: Tensor, indices: Tensor, updates: Tensor): Tensor {
  const places = tf.reshape(flatPlaces(x, indices), [-1]) as tf.Tensor1D;
  return tf.reshape(tf.unsortedSegmentSum(tf.reshape(updates, [-1]), places, x.size), x.shape);
}

/** Where the elements lie in `x` as one row. */
function flatPlaces(x: Tensor, indices: Tensor): Tensor {
  const [rows, width] = x.shape as [number, number];
  const starts = tf.mul(tf.range(0, rows, 1, "int32"), tf.scalar(width, "int32"));
  return tf.add(indices, tf.reshape(starts, [rows, 1]));
}
