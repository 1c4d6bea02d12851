// The sigmoid linear unit, also called swish.
import { type Tensor, tf } from "../tf.ts";
import { rule, withGradient } from "./with_gradient.ts";

/** x · σ(x), σ the logistic function (Hendrycks and Gimpel 2016), as torch.nn.functional.silu. */
export function silu(x: Tensor): Tensor {
  return withGradient([x], (x) => {
    const gate = tf.sigmoid(x);
    const value = tf.mul(x, gate);
    return rule({ value, saved: { gate, value }, gradient });
  });
}

/** With y = x σ, the slope is σ + y (1 − σ). */
function gradient(dy: Tensor, { gate, value }: Readonly<Record<"gate" | "value", Tensor>>) {
  return [tf.mul(dy, tf.add(tf.mul(value, tf.sub(1, gate)), gate))];
}
