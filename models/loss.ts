// The loss of a task: one number per example, and the scalar that training minimises.
import { crossEntropy, IGNORED, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import type { Batch, Outputs, Task } from "./model.ts";

/**
 * Cross entropy per example [B], squared error for regression [B], or cross entropy per masked
 * position [B·K], 0 where the label is −100.
 */
export function exampleLoss(task: Task, outputs: Outputs, batch: Batch): Tensor {
  const labels = part(batch, "labels");
  if (task.kind !== "regression") return crossEntropy(outputs.logits, labels);
  return tf.squaredDifference(tf.reshape(outputs.logits, labels.shape), labels);
}

/** The mean over counted rows, a scalar: what the hub's models return as `loss`. */
export function meanLoss(task: Task, losses: Tensor, batch: Batch): Tensor {
  if (task.kind !== "masked_lm") return tf.mean(losses);
  const counted = tf.notEqual(part(batch, "labels"), tf.scalar(IGNORED, "int32"));
  const count = tf.sum(tf.cast(counted, "float32"));
  return tf.div(tf.sum(losses), tf.maximum(count, tf.scalar(1))); // a batch without any loses nothing
}

/** The tensor of that name. Errors: throws when the batch lacks it. */
export function part(batch: Batch, name: string): Tensor {
  const tensor = batch[name];
  if (tensor === undefined) throw new Error(`Cannot run a model as its batch lacks ${name}`);
  return tensor;
}
