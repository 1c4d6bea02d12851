// The Gaussian error linear unit by its tanh approximation, as GPT-2 has it.
import { type Tensor, tf } from "../tf.ts";

/** x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))) (Hendrycks and Gimpel 2016), the hub's `gelu_new`. */
export function geluNew(x: Tensor): Tensor {
  const cubed = tf.mul(tf.mul(tf.mul(x, x), x), 0.044715);
  const inner = tf.tanh(tf.mul(tf.add(x, cubed), Math.sqrt(2 / Math.PI)));
  return tf.mul(tf.mul(x, 0.5), tf.add(inner, 1));
}
