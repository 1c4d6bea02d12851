// The Gaussian error linear unit by its tanh approximation, as GPT-2 has it.
import { type Tensor, tf } from "../tf.ts";
import { rule, withGradient } from "./with_gradient.ts";

const FIRST = Math.sqrt(2 / Math.PI);
const THIRD = 0.044715 * FIRST;

/** x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))) (Hendrycks and Gimpel 2016), the hub's `gelu_new`. */
export function geluNew(x: Tensor): Tensor {
  return withGradient([x], (x) => {
    const inner = tf.mul(tf.add(tf.mul(tf.mul(x, x), THIRD), FIRST), x); // u
    const level = tf.add(tf.tanh(inner), 1);
    const saved = { x, inner, level };
    return rule({ value: tf.mul(tf.mul(x, level), 0.5), saved, gradient });
  });
}

type Saved = Readonly<Record<"x" | "inner" | "level", Tensor>>;

/**
 * With s = 1 + tanh u, twice the slope is s + s (2 − s) · x u′, and x u′ = 3 u − 2 √(2/π) x. The ½ that is
 * left can be folded into the product that `dy` comes from.
 */
function gradient(dy: Tensor, { x, inner, level }: Saved): Tensor[] {
  const rise = tf.sub(tf.mul(inner, 3), tf.mul(x, 2 * FIRST));
  const steepness = tf.mul(tf.mul(level, tf.sub(2, level)), rise);
  return [tf.mul(tf.mul(dy, 0.5), tf.add(steepness, level))];
}
