// DeBERTa's disentangled attention: words meet words, words meet distances, distances meet words.
//
// Paper: He et al., DeBERTa, arXiv 2006.03654, equations 2 to 4. Heads come first, before the batch: the
// products with the table of distances are then one per head, with no copy of the table per text.
import { embedding, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import { distancesOf, headSize, positionModules } from "./deberta_v2_config.ts";
import type { DebertaV2Config } from "./deberta_v2_config.ts";
import { neighbouringRows } from "./deberta_v2_positions.ts";
import type { Forward } from "./model.ts";

/** What all layers share. */
export interface Surroundings {
  readonly config: DebertaV2Config;
  /** From `pairMask`. */
  readonly visible: Tensor;
  /** The table of relative positions [rows, width], normalised; none without relative attention. */
  readonly distances?: Tensor | undefined;
}

/** Names seen from inside `attention.self`: [B, S, width] → [B, S, width]. */
export function disentangledAttention(around: Surroundings, f: Forward, x: Tensor): Tensor {
  const { config, visible } = around;
  const project = (name: string) => splitHeads(f.linear(name, x), config.num_attention_heads);
  const [query, key, value] = [project("query_proj"), project("key_proj"), project("value_proj")];
  const content = scaledProducts(config, query, key); // [heads, B, S, S]
  const scores = positionScores(around, f, { query, key })
    .reduce((sum, score) => tf.add(sum, score), content);
  const probabilities = tf.softmax(hide(scores, visible));
  return joinHeads(tf.matMul(f.dropout(probabilities, config.attention_probs_dropout_prob), value));
}

/** 1 where both words of a pair are there, 0 elsewhere: [B, S] → [1, B, S, S] */
export function pairMask(mask: Tensor): Tensor {
  const [count, length] = mask.shape as [number, number];
  const there = tf.cast(mask, "float32");
  return tf.mul(
    tf.reshape(there, [1, count, length, 1]),
    tf.reshape(there, [1, count, 1, length]),
  );
}

/** The least float32, which the hub's code fills masked scores with. */
const least = -3.4028234663852886e38;

/** Hidden scores are all equal: a row of padding attends to every word alike, as the hub's does. */
function hide(scores: Tensor, visible: Tensor): Tensor {
  const floor = tf.mul(tf.sub(tf.scalar(1), visible), tf.scalar(least));
  return tf.add(tf.mul(scores, visible), floor);
}

/** a bᵀ / √(d · (1 + kinds of position scores)), over the last two axes. */
function scaledProducts(config: DebertaV2Config, a: Tensor, b: Tensor): Tensor {
  const kinds = 1 + new Set(config.pos_att_type).size;
  const scale = 1 / Math.sqrt(headSize(config) * kinds);
  return tf.mul(tf.matMul(a, b, false, true), tf.scalar(scale));
}

interface Words {
  readonly query: Tensor;
  readonly key: Tensor;
}

/** Scores of word and distance (c2p), then of distance and word (p2c): [heads, B, S, S] each. */
function positionScores(around: Surroundings, f: Forward, { query, key }: Words): Tensor[] {
  const { config, distances } = around;
  if (distances === undefined) return [];
  const table = f.dropout(distances, config.hidden_dropout_prob); // one row for all in a bucket
  const modules = positionModules(config);
  const meet = (module: string, words: Tensor, step: 1 | -1) =>
    windows(wordsByDistances({ config, table, step }, words, (rows) => f.linear(module, rows)));
  const scores: Tensor[] = [];
  // Key j of query i is i − j away: for one query the distance falls, for one key it rises.
  if (modules.c2p !== undefined) scores.push(meet(modules.c2p, query, -1));
  if (modules.p2c !== undefined) {
    scores.push(tf.transpose(meet(modules.p2c, key, 1), [0, 1, 3, 2]));
  }
  return scores;
}

interface Table {
  readonly config: DebertaV2Config;
  readonly table: Tensor;
  readonly step: 1 | -1;
}

/** [heads, B, S, d] by the projected rows of 2 S neighbouring distances → [heads, B, S, 2 S] */
function wordsByDistances(
  { config, table, step }: Table,
  words: Tensor,
  project: (rows: Tensor) => Tensor,
): Tensor {
  const [heads, count, length, size] = words.shape as [number, number, number, number];
  const numbers = neighbouringRows(distancesOf(config), length, step);
  const rows = embedding(table, tf.tensor1d(numbers, "int32")); // [2 S, width]
  const byHead = tf.transpose(tf.reshape(project(rows), [2 * length, heads, size]), [1, 0, 2]);
  const flat = tf.reshape(words, [heads, count * length, size]);
  const products = scaledProducts(config, flat, byHead); // [heads, B · S, 2 S]
  return tf.reshape(products, [heads, count, length, 2 * length]);
}

/**
 * y[i, j] = x[i, S − 1 − i + j] of the last two axes, [S, 2 S] → [S, S]: row by row one element further
 * left. Laid out with rows of 2 S − 1 elements, each row begins where its window does.
 */
function windows(x: Tensor): Tensor {
  const [heads, count, length, width] = x.shape as [number, number, number, number];
  const texts = heads * count;
  const flat = tf.reshape(x, [texts, length * width]);
  const cut = tf.slice(flat, [0, length - 1], [texts, length * (width - 1)]);
  const sheared = tf.reshape(cut, [texts, length, width - 1]);
  const shape = [heads, count, length, length];
  return tf.reshape(tf.slice(sheared, [0, 0, 0], [texts, length, length]), shape);
}

/** [B, S, width] → [heads, B, S, width / heads] */
function splitHeads(x: Tensor, heads: number): Tensor {
  const [count, length, width] = x.shape as [number, number, number];
  return tf.transpose(tf.reshape(x, [count, length, heads, width / heads]), [2, 0, 1, 3]);
}

/** [heads, B, S, d] → [B, S, heads · d] */
function joinHeads(x: Tensor): Tensor {
  const [heads, count, length, size] = x.shape as [number, number, number, number];
  return tf.reshape(tf.transpose(x, [1, 2, 0, 3]), [count, length, heads * size]);
}
