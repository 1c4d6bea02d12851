// The loss of a task: one number per example, and the scalar that training minimises.
import { crossEntropy, IGNORED, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import type { Batch, Outputs, Task } from "./model.ts";

/**
 * Cross entropy per example [B], squared error for regression [B], or cross entropy per masked
 * position [B·K] or next token [B·(S−1)], 0 where the label is −100.
 */
export function exampleLoss(task: Task, outputs: Outputs, batch: Batch): Tensor {
  const labels = part(batch, "labels");
  if (task.kind === "causal_lm") return nextTokenLoss(outputs.logits, labels);
  if (task.kind !== "regression") return crossEntropy(outputs.logits, labels);
  return tf.squaredDifference(tf.reshape(outputs.logits, labels.shape), labels);
}

/** The logits at t are for the token at t + 1: [B, S, V] and [B, S] → [B·(S−1)]. */
function nextTokenLoss(logits: Tensor, labels: Tensor): Tensor {
  const [count, length, vocabulary] = logits.shape as [number, number, number];
  // Labels move, not logits: they are the smaller of the two. The last token has none.
  const next = tf.pad(tf.slice(labels, [0, 1], [count, length - 1]), [[0, 0], [0, 1]], IGNORED);
  const rows = tf.reshape(logits, [count * length, vocabulary]);
  const losses = tf.reshape(crossEntropy(rows, tf.reshape(next, [-1])), [count, length]);
  return tf.reshape(tf.slice(losses, [0, 0], [count, length - 1]), [-1]);
}

/** The mean over counted rows, a scalar: what the hub's models return as `loss`. */
export function meanLoss(task: Task, losses: Tensor, batch: Batch): Tensor {
  if (task.kind !== "masked_lm" && task.kind !== "causal_lm") return tf.mean(losses);
  const counted = tf.notEqual(askedLabels(task, batch), tf.scalar(IGNORED, "int32"));
  const count = tf.sum(tf.cast(counted, "float32"));
  return tf.div(tf.sum(losses), tf.maximum(count, tf.scalar(1))); // a batch without any loses nothing
}

/** The labels that a loss may count: all, but the first of each text. */
function askedLabels(task: Task, batch: Batch): Tensor {
  const labels = part(batch, "labels");
  if (task.kind !== "causal_lm") return labels;
  const [count, length] = labels.shape as [number, number];
  return tf.slice(labels, [0, 1], [count, length - 1]);
}

/** The tensor of that name. Errors: throws when the batch lacks it. */
export function part(batch: Batch, name: string): Tensor {
  const tensor = batch[name];
  if (tensor === undefined) throw new Error(`Cannot run a model as its batch lacks ${name}`);
  return tensor;
}
