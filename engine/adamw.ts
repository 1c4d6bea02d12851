// One step of AdamW, as torch.optim.AdamW takes it.
import { type Tensor, tf } from "./tf.ts";

/** The constants of AdamW (Loshchilov and Hutter 2019). */
export interface AdamW {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** torch's defaults, which every recipe of the paper's first code base uses (docs/paper.md, Recipes). */
export const torchAdamW: AdamW = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** A tensor in training: its value, and the moments of its gradients. */
export interface Moving {
  readonly value: Tensor;
  readonly first: Tensor;
  readonly second: Tensor;
}

/** What changes from step to step; all scalars. */
export interface Pace {
  /** 1 / (1 − beta1^t). */
  readonly firstCorrection: Tensor;
  /** 1 / (1 − beta2^t). */
  readonly secondCorrection: Tensor;
  readonly rate: Tensor;
  /** The gradient counts times this: clipping. */
  readonly gradientScale: Tensor;
  readonly weightDecay: number;
}

/** Moves one tensor by its gradient. */
export type Optimizer = (moving: Moving, gradient: Tensor) => Moving;

/**
 * p ← p (1 − rate·decay) − rate · (m c1) / (sqrt(v c2) + epsilon), at one pace for many tensors. All
 * that is scalar is computed once, the scale of the gradient among it: clipping costs no pass.
 */
export function adamw({ beta1, beta2, epsilon }: AdamW, pace: Pace): Optimizer {
  const { firstCorrection, secondCorrection, rate, gradientScale, weightDecay } = pace;
  const firstShare = tf.mul(gradientScale, 1 - beta1);
  const secondShare = tf.mul(tf.square(gradientScale), 1 - beta2);
  const stride = tf.mul(rate, firstCorrection);
  const kept = tf.sub(1, tf.mul(rate, weightDecay));
  return ({ value, first, second }, gradient) => {
    const nextFirst = tf.add(tf.mul(first, beta1), tf.mul(gradient, firstShare));
    const nextSecond = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), secondShare));
    const spread = tf.add(tf.sqrt(tf.mul(nextSecond, secondCorrection)), epsilon);
    const decayed = weightDecay === 0 ? value : tf.mul(value, kept);
    const next = tf.sub(decayed, tf.mul(tf.div(nextFirst, spread), stride));
    return { value: next, first: nextFirst, second: nextSecond };
  };
}
