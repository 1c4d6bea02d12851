// Multi-head attention, and the biases of its scores that hide words.
import { tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import type { Forward } from "./model.ts";

export interface SelfAttention {
  /** The module that holds `query`, `key` and `value`. */
  readonly module: string;
  readonly heads: number;
  /** Dropout of the probabilities. */
  readonly dropout: number;
  /** Whether the three projections have a bias; they do, if unsaid. */
  readonly projectionBias?: boolean;
  /** Added to the scores, broadcast over [B, heads, S, S]: 0 to attend, very negative to mask. */
  readonly scoreBias?: Tensor;
}

/** Attention of encoders with three square projections, the heads side by side: [B, S, H] → [B, S, H]. */
export function selfAttention(f: Forward, attention: SelfAttention, x: Tensor): Tensor {
  const { module, heads, scoreBias } = attention;
  const project = (name: string) =>
    splitHeads(f.linear(`${module}.${name}`, x, { bias: attention.projectionBias ?? true }), heads);
  const [query, key, value] = [project("query"), project("key"), project("value")];
  const scale = 1 / Math.sqrt(query.shape[3] as number);
  const { dropout } = attention;
  return joinHeads(attend(f, { query, key, value }, { scale, dropout, scoreBias }));
}

/** What meets in attention: [B, heads, S, d] each; keys and values may have fewer heads. */
export interface Attended {
  readonly query: Tensor;
  readonly key: Tensor;
  readonly value: Tensor;
}

/** How scores become probabilities. */
export interface Scoring {
  /** Factor of the products, 1 / √d if nothing is special. */
  readonly scale: number;
  readonly dropout: number;
  readonly scoreBias?: Tensor | undefined;
}

/**
 * softmax(scale · q kᵀ + bias) v: [B, heads, S, d]. Where there are fewer keys than queries, neighbouring
 * query heads share one: their rows are put one under the other, and no key is copied.
 */
export function attend(f: Forward, { query, key, value }: Attended, scoring: Scoring): Tensor {
  const { scale, dropout, scoreBias } = scoring;
  const [count, heads, length, size] = query.shape as [number, number, number, number];
  const shared = key.shape[1] as number;
  const tall = [count, shared, (heads / shared) * length];
  const products = tf.matMul(tf.reshape(query, [...tall, size]), key, false, true);
  const scaled = tf.reshape(tf.mul(products, tf.scalar(scale)), [count, heads, length, length]);
  const scores = scoreBias === undefined ? scaled : tf.add(scaled, scoreBias);
  const probabilities = f.dropout(tf.softmax(scores), dropout);
  const met = tf.matMul(tf.reshape(probabilities, [...tall, length]), value);
  return tf.reshape(met, [count, heads, length, size]);
}

/** 1 → 0, 0 → −1e9: a masked key has a probability of exactly 0. [B, S] → [B, 1, 1, S] */
export function maskBias(mask: Tensor): Tensor {
  const [count, length] = mask.shape as [number, number];
  const hidden = tf.sub(tf.scalar(1), tf.cast(mask, "float32"));
  return tf.reshape(tf.mul(hidden, tf.scalar(-1e9)), [count, 1, 1, length]);
}

/** As `maskBias`, and no word sees those behind it: [B, S] → [B, 1, S, S] */
export function causalBias(mask: Tensor): Tensor {
  const [count, length] = mask.shape as [number, number];
  const places = tf.range(0, length, 1, "int32");
  const isBefore = tf.lessEqual(places, tf.reshape(places, [length, 1])); // [S, S], itself included
  const isWord = tf.reshape(tf.cast(mask, "bool"), [count, 1, 1, length]);
  return tf.where(tf.logicalAnd(isBefore, isWord), tf.scalar(0), tf.scalar(-1e9));
}

/** [B, S, H] → [B, heads, S, H / heads] */
export function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch, length, width] = x.shape as [number, number, number];
  return tf.transpose(tf.reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

/** [B, heads, S, d] → [B, S, heads · d] */
export function joinHeads(x: Tensor): Tensor {
  const [batch, heads, length, size] = x.shape as [number, number, number, number];
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, length, heads * size]);
}
