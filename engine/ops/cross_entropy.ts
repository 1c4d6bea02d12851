// Cross-entropy of logits with class numbers, one loss per row.
import { type Tensor, tf } from "../tf.ts";
import { ownKernel } from "./own_kernel.ts";
import { addedElements, elementsAt } from "./take_along.ts";
import { rule, withGradient } from "./with_gradient.ts";

/** The label of a row that does not count, as torch's `ignore_index`. */
export const IGNORED = -100;

/**
 * −log softmax(logits)[label]; 0, and no gradient, where the label is −100. As
 * torch.nn.functional.cross_entropy with reduction "none".
 *
 * @param logits [rows, classes]
 * @param labels int32 [rows]
 * @returns [rows]
 */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const counted = tf.notEqual(labels, tf.scalar(IGNORED, "int32")); // [rows]
  const safe = tf.where(counted, labels, tf.zerosLike(labels));
  const weights = tf.reshape(tf.cast(counted, "float32"), [-1, 1]); // [rows, 1]
  const losses = withGradient([logits], (logits) => {
    const logProbabilities = ownKernel({
      kernel: "LogSoftmax",
      inputs: { x: logits },
      eager: () => tf.logSoftmax(logits),
    });
    const classes = tf.reshape(safe, [-1, 1]);
    const value = tf.mul(tf.neg(elementsAt(logProbabilities, classes)), weights);
    return rule({ value, saved: { logProbabilities, classes, weights }, gradient });
  });
  return tf.reshape(losses, [-1]);
}

type Saved = Readonly<Record<"logProbabilities" | "classes" | "weights", Tensor>>;

/** softmax − one-hot, of the rows that count. */
function gradient(dy: Tensor, { logProbabilities, classes, weights }: Saved): Tensor[] {
  const difference = addedElements(tf.exp(logProbabilities), classes, tf.neg(tf.onesLike(dy)));
  return [tf.mul(difference, tf.mul(dy, weights))];
}
