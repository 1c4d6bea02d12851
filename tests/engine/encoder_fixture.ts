// A small text encoder as a training plan: what the tests of tracing and training run.
import {
  crossEntropy,
  embedding,
  type Frozen,
  gelu,
  layerNorm,
  linear,
  type StepPlan,
  takeColumns,
  type Tensor,
  tf,
  type Trained,
  type Values,
} from "../../engine/mod.ts";
import type { Value } from "../../engine/run.ts";
import { stream } from "../../random/mod.ts";

/** How large the encoder is, and what of it is trained. */
export interface EncoderSize {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly vocabulary: number;
  readonly batch: number;
  readonly length: number;
  readonly labels: number;
  readonly rank: number;
  readonly trains: "lora" | "cla" | "full";
  readonly dropout: number;
}

/** Small enough for eager TensorFlow.js. */
export const tiny: EncoderSize = {
  layers: 2,
  width: 16,
  heads: 2,
  vocabulary: 40,
  batch: 3,
  length: 5,
  labels: 4,
  rank: 3,
  trains: "lora",
  dropout: 0,
};

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly adapter?: boolean;
  readonly head?: boolean;
}

/** The plan of a training step. */
export function encoderPlan(size: EncoderSize): StepPlan {
  const weights = weightsOf(size);
  const isTrained = (one: Weight) => one.adapter || one.head || size.trains === "full";
  return {
    batch: batchSpecs(size),
    trained: weights.filter(isTrained).map((one): Trained => ({ ...one, group: one.head ? 1 : 0 })),
    state: [],
    frozen: weights.filter((one) => !isTrained(one)).map((one) => frozenOf(one)),
    groups: [
      { name: "adapter", rate: 1, weightDecay: 0.01 },
      { name: "head", rate: 10, weightDecay: 0 },
    ],
    adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    clip: 1,
    loss: (values, batch, dropout) => {
      const tokens = batch["input_ids"] as Tensor;
      const logits = encode({ size, values, dropout }, tokens, batch["attention_mask"] as Tensor);
      return tf.mean(crossEntropy(logits, batch["labels"] as Tensor));
    },
  };
}

/** Values of the trained tensors, and zeros for their moments. */
export function encoderState(size: EncoderSize): Record<string, Value> {
  const trained = encoderPlan(size).trained.flatMap(({ name, shape }) => {
    const value = drawn(name, shape);
    const zeros = () => ({ ...value, data: new Float32Array(value.data.length) });
    return [[name, value], [`m/${name}`, zeros()], [`v/${name}`, zeros()]] as const;
  });
  return Object.fromEntries(trained);
}

/** The batch of a seed, with rates as in step `step` (counted from 1). */
export function encoderBatch(size: EncoderSize, seed: number, step = 1): Record<string, Value> {
  const { batch, length, vocabulary, labels } = size;
  const draws = stream("encoder batch", seed);
  const integers = (shape: number[], below: number): Value => {
    const count = shape.reduce((a, b) => a * b, 1);
    return {
      shape,
      dtype: "int32",
      data: Int32Array.from({ length: count }, () => draws.below(below)),
    };
  };
  const mask = integers([batch, length], 4).data.map((bits) => Number(bits > 0));
  const corrections = [1 / (1 - 0.9 ** step), 1 / (1 - 0.999 ** step)];
  return {
    input_ids: integers([batch, length], vocabulary),
    attention_mask: { shape: [batch, length], dtype: "int32", data: Int32Array.from(mask) },
    labels: integers([batch], labels),
    hyper: { shape: [4], dtype: "float32", data: Float32Array.of(...corrections, 1e-3, 1e-2) },
  };
}

function batchSpecs({ batch, length }: EncoderSize): StepPlan["batch"] {
  return [
    { name: "input_ids", shape: [batch, length], dtype: "int32" },
    { name: "attention_mask", shape: [batch, length], dtype: "int32" },
    { name: "labels", shape: [batch], dtype: "int32" },
  ];
}

function weightsOf(
  { layers, width, vocabulary, length, labels, rank, trains }: EncoderSize,
): Weight[] {
  const square = [width, width];
  const layer = (place: number): Weight[] => {
    const name = (part: string) => `layer.${place}.${part}`;
    const normed = (
      part: string,
    ) => [vector(name(part), width), vector(name(`${part}.bias`), width)];
    const adapters = ["query", "value"].flatMap((part): Weight[] => [
      ...(trains === "lora"
        ? [{ name: name(`${part}.A`), shape: [rank, width], adapter: true }]
        : []),
      { name: name(`${part}.B`), shape: [width, rank], adapter: true },
    ]);
    return [
      ...["query", "key", "value", "output"].flatMap((part): Weight[] => [
        { name: name(part), shape: square },
        vector(name(`${part}.bias`), width),
      ]),
      ...(trains === "full" ? [] : adapters),
      ...normed("norm.0"),
      { name: name("up"), shape: [4 * width, width] },
      vector(name("up.bias"), 4 * width),
      { name: name("down"), shape: [width, 4 * width] },
      vector(name("down.bias"), width),
      ...normed("norm.1"),
    ];
  };
  return [
    { name: "words", shape: [vocabulary, width] },
    { name: "positions", shape: [length + 2, width] },
    vector("norm", width),
    vector("norm.bias", width),
    ...Array.from({ length: layers }, (_, place) => layer(place)).flat(),
    { name: "pooler", shape: square, head: true },
    { ...vector("pooler.bias", width), head: true },
    { name: "classifier", shape: [labels, width], head: true },
    { ...vector("classifier.bias", labels), head: true },
  ];
}

function vector(name: string, width: number): Weight {
  return { name, shape: [width] };
}

function frozenOf({ name, shape }: Weight): Frozen {
  const { data } = drawn(name, shape);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, shape, dtype: "float32", source: { kind: "bytes", bytes } };
}

function drawn(name: string, shape: readonly number[]): Value {
  const draws = stream("encoder weights", name);
  const centre = /norm(\.\d)?$/.test(name) ? 1 : 0;
  const length = shape.reduce((a, b) => a * b, 1);
  const data = Float32Array.from({ length }, () => centre + 0.1 * draws.normal());
  return { shape, dtype: "float32", data };
}

interface Encoder {
  readonly size: EncoderSize;
  readonly values: Values;
  readonly dropout: (x: Tensor, rate: number) => Tensor;
}

function encode(encoder: Encoder, ids: Tensor, mask: Tensor): Tensor {
  const { size: { batch, length, width, layers, dropout: rate }, values, dropout } = encoder;
  const positions = tf.add(tf.mul(tf.cumsum(mask, 1), mask), tf.scalar(1, "int32"));
  const words = embedding(values("words"), ids, { paddingRow: 1 });
  const embedded = tf.add(words, embedding(values("positions"), positions));
  let hidden = dropout(layerNorm(embedded, values("norm"), values("norm.bias"), 1e-5), rate);
  const blocked = tf.mul(tf.sub(1, tf.cast(mask, "float32")), -1e9);
  const bias = tf.reshape(blocked, [batch, 1, 1, length]);
  for (let place = 0; place < layers; place++) hidden = block(encoder, place, { hidden, bias });
  const first = tf.reshape(tf.slice(hidden, [0, 0, 0], [batch, 1, width]), [batch, width]);
  const pooled = tf.tanh(linear(first, values("pooler"), values("pooler.bias")));
  return linear(pooled, values("classifier"), values("classifier.bias"));
}

interface Stream {
  readonly hidden: Tensor; // [batch, time, width]
  readonly bias: Tensor; // [batch, 1, 1, time]
}

function block(encoder: Encoder, place: number, { hidden, bias }: Stream): Tensor {
  const { size: { heads, dropout: rate, width, batch, length }, values, dropout } = encoder;
  const weight = (part: string) => values(`layer.${place}.${part}`);
  const dense = (x: Tensor, part: string) => linear(x, weight(part), weight(`${part}.bias`));
  const norm = (x: Tensor, part: string) =>
    layerNorm(x, weight(part), weight(`${part}.bias`), 1e-5);
  const split = (x: Tensor) =>
    tf.transpose(tf.reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
  const query = split(adapted(encoder, `layer.${place}.query`, hidden));
  const value = split(adapted(encoder, `layer.${place}.value`, hidden));
  const scores = tf.matMul(query, split(dense(hidden, "key")), false, true);
  const scaled = tf.add(tf.div(scores, Math.sqrt(width / heads)), bias);
  const context = tf.matMul(dropout(tf.softmax(scaled), rate), value); // [batch, heads, time, …]
  const merged = tf.reshape(tf.transpose(context, [0, 2, 1, 3]), [batch, length, width]);
  const attended = norm(tf.add(dropout(dense(merged, "output"), rate), hidden), "norm.0");
  const widened = dense(gelu(dense(attended, "up")), "down");
  return norm(tf.add(dropout(widened, rate), attended), "norm.1");
}

function adapted({ size, values }: Encoder, module: string, x: Tensor): Tensor {
  const y = linear(x, values(module), values(`${module}.bias`));
  if (size.trains === "full") return y;
  const down = size.trains === "lora"
    ? linear(x, values(`${module}.A`))
    : takeColumns(x, { start: 0, size: size.rank });
  return tf.add(y, tf.mul(linear(down, values(`${module}.B`)), 2));
}
