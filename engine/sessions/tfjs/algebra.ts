// Products, reductions, and what runs along an axis.
import type { Tensor } from "../../tf.ts";
import {
  axisOf,
  type Call,
  first,
  type Kernel,
  numbersOf,
  pair,
  type TensorFlow,
  triple,
} from "./kernel.ts";

/** By ONNX's names. */
export const algebra: Readonly<Record<string, Kernel>> = {
  ArgMax: (call) => call.tf.argMax(first(call), axisOf(call, first(call))),
  CumSum: (call) => {
    const [axis = 0] = numbersOf(call.operands[1], "axes");
    const { settings, tf } = call;
    const flag = (name: string) => settings.number(name, 0) === 1;
    return tf.cumsum(first(call), axis, flag("exclusive"), flag("reverse"));
  },
  FusedMatMul: (call) => scaled(call, product(call), "alpha"),
  Gemm: (call) => {
    const [, , addend] = call.inputs;
    const whole = scaled(call, product(call), "alpha");
    return addend === undefined ? whole : call.tf.add(whole, scaled(call, addend, "beta"));
  },
  LayerNormalization: (call) => layerNormalization(call, triple(call)),
  LogSoftmax: (call) => call.tf.logSoftmax(first(call), axisOf(call, first(call), -1)),
  MatMul: (call) => product(call),
  ReduceMax: reduction((tf, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceMean: reduction((tf, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceMin: reduction((tf, x, axes, keep) => tf.min(x, axes, keep)),
  ReduceSum: reduction((tf, x, axes, keep) => tf.sum(x, axes, keep)),
  ReduceSumSquare: reduction((tf, x, axes, keep) => tf.sum(tf.square(x), axes, keep)),
  RotaryEmbedding: (call) => rotated(call),
  SimplifiedLayerNormalization: (call) => rootMeanSquare(call, pair(call)),
  Softmax: (call) => call.tf.softmax(first(call), axisOf(call, first(call), -1)),
  TopK: (call) => {
    const [count = 1] = numbersOf(call.operands[1], "counts");
    const { values, indices } = call.tf.topk(first(call), count, true);
    return [values, indices];
  },
};

type Reduce = (tf: TensorFlow, x: Tensor, axes: number[] | undefined, keep: boolean) => Tensor;

/** Axes are the second input; without them all are meant. ONNX keeps the axes unless told otherwise. */
function reduction(reduce: Reduce): Kernel {
  return (call) => {
    const axes = call.operands[1] ? numbersOf(call.operands[1], "axes") : undefined;
    return reduce(call.tf, first(call), axes, call.settings.number("keepdims", 1) === 1);
  };
}

function product({ tf, inputs, settings }: Call): Tensor {
  const flag = (name: string) => settings.number(name, 0) === 1;
  return tf.matMul(inputs[0] as Tensor, inputs[1] as Tensor, flag("transA"), flag("transB"));
}

function scaled({ tf, settings }: Call, x: Tensor, name: string): Tensor {
  const factor = settings.number(name, 1);
  return factor === 1 ? x : tf.mul(x, factor);
}

/** Along the last axis: the value, the mean and 1 / sqrt(variance + epsilon). */
function layerNormalization(
  { tf, settings }: Call,
  [x, weight, bias]: readonly [Tensor, Tensor, Tensor],
): Tensor[] {
  const mean = tf.mean(x, -1, true);
  const centred = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centred), -1, true);
  const scale = tf.rsqrt(tf.add(variance, settings.number("epsilon", 1e-5)));
  return [tf.add(tf.mul(tf.mul(centred, scale), weight), bias), mean, scale];
}

/** Along the last axis: the value, and 1 / sqrt(mean square + epsilon). */
function rootMeanSquare({ tf, settings }: Call, [x, weight]: readonly [Tensor, Tensor]): Tensor[] {
  const square = tf.mean(tf.square(x), -1, true);
  const scale = tf.rsqrt(tf.add(square, settings.number("epsilon", 1e-5)));
  return [tf.mul(tf.mul(x, scale), weight), scale];
}

/** Pairs (i, i + d/2) of the last axis of [B, heads, S, d]; inputs: x, the first position, cosines, sines. */
function rotated({ tf, inputs: [x, , cos, sin] }: Call): Tensor {
  const [first, second] = tf.split(x as Tensor, 2, 3) as [Tensor, Tensor];
  const [c, s] = [cos as Tensor, sin as Tensor];
  const up = tf.sub(tf.mul(first, c), tf.mul(second, s));
  return tf.concat([up, tf.add(tf.mul(second, c), tf.mul(first, s))], 3);
}
