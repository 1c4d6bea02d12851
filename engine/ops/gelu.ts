// The Gaussian error linear unit, in its exact form.
import { type Tensor, tf } from "../tf.ts";
import { ownKernel } from "./own_kernel.ts";
import { rule, withGradient } from "./with_gradient.ts";

/** x · Φ(x), Φ the distribution function of the standard normal (Hendrycks and Gimpel 2016). */
export function gelu(x: Tensor): Tensor {
  return withGradient([x], (x) =>
    rule({
      value: ownKernel({
        kernel: "Gelu",
        inputs: { x },
        eager: () => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
      }),
      saved: { x },
      gradient: (dy, { x }) => [tf.mul(tf.mul(dy, 0.5), twiceTheSlope(x))],
    }));
}

/**
 * 2 (Φ + x φ) = 1 + erf(u) + 2/√π · u · exp(−u²) with u = x / √2. In this order few passes over the
 * elements are needed, and the ½ that is left can be folded into the product that `dy` comes from.
 */
function twiceTheSlope(x: Tensor): Tensor {
  const u = tf.mul(x, Math.SQRT1_2);
  // Where the exponential overflows, the quotient is 0, as it should be.
  const bell = tf.mul(tf.div(u, tf.exp(tf.square(u))), 2 / Math.sqrt(Math.PI));
  // Near −1 the error function plus 1 is exact, and little is left to round.
  return tf.add(tf.add(tf.erf(u), 1), bell);
}
