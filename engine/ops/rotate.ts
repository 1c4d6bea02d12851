// Rotation of pairs of numbers by given angles: the step that makes rotary positions.
import { type Tensor, tf } from "../tf.ts";
import { ownKernel } from "./own_kernel.ts";
import { rule, withGradient } from "./with_gradient.ts";

/** Cosine and sine of an angle for each position and pair: [S, d / 2] each. They get no gradient. */
export interface Angles {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/**
 * Turns each pair (i, i + d/2) of a head by its position's angle (Su et al., arXiv 2104.09864), as the hub's
 * `apply_rotary_pos_emb`.
 *
 * @param x [B, heads, S, d]
 */
export function rotate(x: Tensor, { cos, sin }: Angles): Tensor {
  return withGradient([x], (x) =>
    rule({
      value: turned(x, { cos, sin }),
      saved: { cos, sin },
      gradient: (dy, { cos, sin }) => [turned(dy, { cos, sin: tf.neg(sin) })], // back
    }));
}

function turned(x: Tensor, { cos, sin }: Angles): Tensor {
  return ownKernel({
    kernel: "Rotate",
    inputs: { x, cos, sin },
    eager: () => {
      const [first, second] = tf.split(x, 2, 3) as [Tensor, Tensor]; // [B, heads, S, d/2]
      const up = tf.sub(tf.mul(first, cos), tf.mul(second, sin));
      return tf.concat([up, tf.add(tf.mul(second, cos), tf.mul(first, sin))], 3);
    },
  });
}
