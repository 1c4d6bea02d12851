// The family of kernels: for each torch vector, the same computation in the engine's language.
import {
  applyMask,
  crossEntropy,
  embedding,
  gelu,
  geluNew,
  keepLargest,
  layerNorm,
  linear,
  rmsNorm,
  rotate,
  silu,
  takeAlong,
  takeColumns,
  takeRows,
  type Tensor,
  tf,
} from "../../engine/mod.ts";
import { squaredNorm } from "../../engine/ops/squared_norm.ts";
import { attend, causalBias } from "../../models/attention.ts";
import { plainForward } from "../../models/mod.ts";

/** The inputs of a case, by the names of its vector. */
export type Inputs = Readonly<Record<string, Tensor>>;

/** One computation of torch's vectors. */
export type Case = (inputs: Inputs) => Tensor;

const unary = (operation: (x: Tensor) => Tensor): Case => over(["x"], operation);

const binary = (operation: (a: Tensor, b: Tensor) => Tensor): Case => over(["a", "b"], operation);

type Each<Names> = { readonly [Place in keyof Names]: Tensor };

/** A case whose inputs have these names, in this order. */
function over<const Names extends readonly string[]>(
  names: Names,
  operation: (...inputs: Each<Names>) => Tensor,
): Case {
  return (inputs) => operation(...names.map((name) => inputs[name]) as unknown as Each<Names>);
}

/** Every case, by the name of its vector in tests/reference/kernels.safetensors. */
export const cases: Readonly<Record<string, Case>> = {
  abs: unary(tf.abs),
  cos: unary(tf.cos),
  erf: unary(tf.erf),
  exp: unary(tf.exp),
  log: unary(tf.log),
  neg: unary(tf.neg),
  relu: unary(tf.relu),
  rsqrt: unary(tf.rsqrt),
  sigmoid: unary(tf.sigmoid),
  sin: unary(tf.sin),
  sqrt: unary(tf.sqrt),
  square: unary(tf.square),
  tanh: unary(tf.tanh),
  clipByValue: unary((x) => tf.clipByValue(x, -0.5, 0.75)),
  add: binary(tf.add),
  addN: over(["a", "b", "c"], (...terms) => tf.addN([...terms])),
  sub: binary(tf.sub),
  mul: binary(tf.mul),
  div: binary(tf.div),
  pow: binary(tf.pow),
  maximum: binary(tf.maximum),
  minimum: binary(tf.minimum),
  squaredDifference: binary(tf.squaredDifference),
  cast: over(["x", "i"], (x, i) => tf.mul(x, tf.cast(i, "float32"))),
  castToInt: unary((x) => tf.cast(x, "int32")),
  equal: binary(tf.equal),
  notEqual: binary(tf.notEqual),
  greater: binary(tf.greater),
  greaterEqual: binary(tf.greaterEqual),
  less: binary(tf.less),
  lessEqual: binary(tf.lessEqual),
  logicalAnd: binary((a, b) => tf.logicalAnd(tf.greater(a, two()), tf.greater(b, two()))),
  logicalNot: binary((a, b) => tf.logicalNot(tf.greater(a, b))),
  select: over(["c", "a", "b"], select),
  selectBroadcast: over(
    ["c", "a"],
    (c, a) => select(tf.reshape(c, [2, 1]), a, tf.scalar(-7)),
  ),
  matmul00: binary(tf.matMul),
  matmul01: binary((a, b) => tf.matMul(a, b, false, true)),
  matmul10: binary((a, b) => tf.matMul(a, b, true)),
  matmul11: binary((a, b) => tf.matMul(a, b, true, true)),
  batchedMatmul00: binary(tf.matMul),
  batchedMatmul01: binary((a, b) => tf.matMul(a, b, false, true)),
  batchedMatmul10: binary((a, b) => tf.matMul(a, b, true)),
  batchedMatmul11: binary((a, b) => tf.matMul(a, b, true, true)),
  scaledMatmul: over(["a", "b", "c"], (a, b, c) => {
    const scaled = tf.mul(tf.matMul(a, b), 0.25);
    return tf.add(tf.add(scaled, tf.matMul(tf.mul(a, 2), b)), c);
  }),
  reshape: unary((x) => tf.mul(tf.reshape(x, [4, -1]), 2)),
  identity: unary((x) => tf.mul(tf.clone(x), 2)),
  expandDims: unary((x) => tf.expandDims(tf.expandDims(x, -1), 1)),
  transpose: unary((x) => tf.transpose(x, [0, 2, 1, 3])),
  slice: unary((x) => tf.slice(x, [0, 1, 2], [2, 2, -1])),
  concat: over(["a", "b", "c"], (...parts) => tf.concat([...parts], -1)),
  stack: over(["a", "b"], (...parts) => tf.stack([...parts], 1)),
  pad: unary((x) => tf.pad(x, [[0, 1], [1, 2]])),
  split: unary((x) => {
    const [a, b, c] = tf.split(x, 3, 1) as [Tensor, Tensor, Tensor];
    return tf.sub(tf.mul(c, a), b);
  }),
  splitSizes: unary((x) => tf.mul(tf.concat(tf.split(x, [1, -1], 1).toReversed(), 1), x)),
  unstack: unary((x) => {
    const [a, b, c] = tf.unstack(x, 1) as [Tensor, Tensor, Tensor];
    return tf.sub(tf.mul(a, c), b);
  }),
  tile: unary((x) => tf.tile(x, [2, 3])),
  fill: unary((x) => tf.mul(x, tf.fill([9, 9], 2.5))),
  onesLike: unary((x) => tf.add(tf.mul(x, 3), tf.onesLike(x))),
  zerosLike: unary((x) => tf.maximum(x, tf.zerosLike(x))),
  range: unary((x) => tf.mul(x, tf.range(2, 14, 3))),
  sum: unary((x) => tf.sum(x, [0, 2])),
  sumAll: unary((x) => tf.sum(x)),
  mean: unary((x) => tf.mean(x, -1, true)),
  max: unary((x) => tf.max(x, 1)),
  argMax: unary((x) => tf.argMax(x, -1)),
  softmax: unary((x) => tf.softmax(x)),
  logSoftmax: unary((x) => tf.logSoftmax(x)),
  cumsum: unary((x) => tf.cumsum(x, 1)),
  cumsumExclusiveReverse: unary((x) => tf.cumsum(x, 1, true, true)),
  cumsumInt: unary((x) => tf.cumsum(x, 1)),
  gather: over(["x", "i"], (x, i) => tf.gather(x, i as tf.Tensor2D)),
  gatherColumns: over(["x", "i"], (x, i) => tf.gather(x, i as tf.Tensor1D, 1)),
  unsortedSegmentSum: over(["x", "i"], (x, i) => tf.unsortedSegmentSum(x, i as tf.Tensor1D, 4)),
  attention: over(["q", "k", "v", "mask"], attention),
  linear: over(["x", "weight", "bias"], (x, weight, bias) => linear(x, weight, bias)),
  linearWithoutBias: over(["x", "weight"], (x, weight) => linear(x, weight)),
  layerNorm: over(["x", "weight", "bias"], (x, weight, bias) => layerNorm(x, weight, bias, 1e-5)),
  gelu: unary(gelu),
  embedding: over(["table", "ids"], (table, ids) => embedding(table, ids)),
  embeddingPadding: over(
    ["table", "ids"],
    (table, ids) => embedding(table, ids, { paddingRow: 2 }),
  ),
  takeRows: over(["x", "rows"], (x, rows) => takeRows(x, rows)),
  takeColumns: over(["x", "columns"], (x, columns) => takeColumns(x, columns)),
  takeColumnsTwice: over(["x", "columns"], (x, columns) => takeColumns(x, columns)),
  takeColumnsWindow: unary((x) => takeColumns(x, { start: 2, size: 3 })),
  takeAlong: over(["x", "indices"], (x, indices) => takeAlong(x, indices)),
  keepLargest: unary((x) => keepLargest(x, 0.5)),
  crossEntropy: over(["logits", "labels"], (logits, labels) => crossEntropy(logits, labels)),
  applyMask: over(["x", "keep"], (x, keep) => applyMask(x, tf.cast(keep, "bool"), 0.25)),
  squaredNorm: unary(squaredNorm),
  silu: unary(silu),
  geluNew: unary(geluNew),
  rmsNorm: over(["x", "weight"], (x, weight) => rmsNorm(x, weight, 1e-5)),
  rotate: over(["x", "cos", "sin"], (x, cos, sin) => rotate(x, { cos, sin })),
  sharedKeys: over(["q", "k", "v", "mask"], sharedKeys),
};

function two(): Tensor {
  return tf.scalar(2, "int32");
}

function select(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  return tf.where(tf.cast(condition, "bool"), a, b);
}

/** Scaled dot products with a mask that is added: what every model does. */
function attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor): Tensor {
  const scores = tf.mul(tf.matMul(q, k, false, true), 0.5);
  const blocked = tf.mul(tf.sub(1, tf.cast(mask, "float32")), -1e9);
  const masked = tf.add(scores, tf.reshape(blocked, [2, 1, 1, 5]));
  return tf.matMul(tf.softmax(masked), v);
}

/** What decoders do: a head of keys for two of queries, and no word sees those behind it. */
function sharedKeys(query: Tensor, key: Tensor, value: Tensor, mask: Tensor): Tensor {
  const scoring = { scale: 0.5, dropout: 0, scoreBias: causalBias(mask) };
  return attend(plainForward(() => mask), { query, key, value }, scoring);
}
