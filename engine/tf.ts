// The one file that imports TensorFlow.js: its namespace is the language of models and optimizers.
import * as tf from "@tensorflow/tfjs";

/** The TensorFlow.js namespace, as npm has it. */
export { tf };

/** A TensorFlow.js tensor: an array of values when eager, a name in a graph while tracing. */
export type Tensor = tf.Tensor;

/** Keeps TensorFlow.js from printing its banner; it changes no result. */
export function quiet(): void {
  tf.env().set("PROD", true);
}
