// What decoders over words end in: a map back to words, tied to their embeddings or not, or a score of each text.
import { linear, takeRows, tf } from "../engine/mod.ts";
import type { Tensor, TensorSpec } from "../engine/mod.ts";
import { part } from "./loss.ts";
import type { Batch, BatchShape, Forward, Head, Task, Weight } from "./model.ts";
import { wholeHead } from "./named_weights.ts";

/** What matters here of a decoder's config, and where its word embeddings are. */
export interface Decoder {
  /** The architecture's name, for messages. */
  readonly name: string;
  /** The name of the word embeddings, [vocabulary, width]. */
  readonly words: string;
  readonly vocabulary: number;
  readonly width: number;
  /** Whether the word embeddings also map back to words. */
  readonly tied: boolean;
  /** Tokens that the longest text may have. */
  readonly longest: number;
  /** The token that fills texts up; a text is scored at its last other one. */
  readonly padding: number | null;
}

const toWords = "lm_head.weight";
const score = "score.weight";

/**
 * `lm_head.weight` of an untied language model, or `score.weight`; neither has a bias.
 * Errors: throws for a task without a head.
 */
export function headWeights({ name, vocabulary, width, tied }: Decoder, task: Task): Weight[] {
  const init = "normal";
  if (task.kind === "causal_lm") {
    return tied ? [] : [{ name: toWords, shape: [vocabulary, width], init }];
  }
  if (task.kind !== "sequence_classification" && task.kind !== "regression") {
    throw new Error(`Cannot use ${name} for ${task.kind}`);
  }
  if (task.head !== undefined) throw new Error(`Cannot use ${name} with the head ${task.head}`);
  const labels = task.kind === "regression" ? 1 : task.labels;
  return [{ name: score, shape: [labels, width], init }];
}

/** A language model has no head of its own: what maps to words is learnt with the rest. */
export function headOf({ words, tied }: Decoder, task: Task): Head {
  if (task.kind !== "causal_lm") return wholeHead([score]);
  return { own: [], trained: [], readout: [tied ? words : toWords] };
}

/** Where else a checkpoint may keep the map to words: an untied one starts as the word embeddings. */
export function orWords({ words }: Pick<Decoder, "words">, name: string): string[] {
  return name === toWords ? [name, words] : [name];
}

/** The map to words, where the word embeddings are it. */
export function tiedOf({ words, tied }: Decoder): Record<string, string> {
  return tied ? { [toWords]: words } : {};
}

/**
 * `input_ids` and `attention_mask` [B, S]; `labels` [B, S], the ids themselves or −100, or [B] of a text.
 * Errors: throws when the length is missing or longer than the longest text, or when texts are to be scored
 * and no padding is known.
 */
export function decoderBatch(decoder: Decoder, task: Task, shape: BatchShape): TensorSpec[] {
  const { name, longest, padding } = decoder;
  const { batch: count, length = 0 } = shape;
  if (length < 1 || length > longest) {
    throw new Error(
      `Cannot run ${name} as length must be in 1 … ${longest}: current value is ${length}`,
    );
  }
  if (task.kind !== "causal_lm" && padding === null) {
    throw new Error(`Cannot run ${name} for ${task.kind} as its config has no pad_token_id`);
  }
  const words = ["input_ids", "attention_mask"].map((each): TensorSpec => (
    { name: each, shape: [count, length], dtype: "int32" }
  ));
  const labels = task.kind === "causal_lm" ? [count, length] : [count];
  const dtype = task.kind === "regression" ? "float32" : "int32";
  return [...words, { name: "labels", shape: labels, dtype }];
}

export interface Encoded {
  /** [B, S, width], after the final norm. */
  readonly x: Tensor;
  readonly batch: Batch;
  readonly task: Task;
}

/** [B, S, vocabulary] of a language model, [B, labels] otherwise. */
export function headLogits(decoder: Decoder, f: Forward, { x, batch, task }: Encoded): Tensor {
  if (task.kind === "causal_lm") {
    return decoder.tied
      ? linear(x, f.weight(decoder.words))
      : f.linear("lm_head", x, { bias: false });
  }
  const texts = lastWord(x, part(batch, "input_ids"), decoder.padding ?? -1);
  return f.linear("score", texts, { bias: false });
}

/** Each text at its last token that is not padding, its first if there is none: [B, S, width] → [B, width]. */
function lastWord(x: Tensor, ids: Tensor, padding: number): Tensor {
  const [count, length, width] = x.shape as [number, number, number];
  const isWord = tf.cast(tf.notEqual(ids, tf.scalar(padding, "int32")), "float32");
  const last = tf.max(tf.mul(isWord, tf.range(0, length, 1, "float32")), 1); // [B]
  const rows = tf.add(tf.cast(last, "int32"), tf.range(0, count * length, length, "int32"));
  return takeRows(tf.reshape(x, [count * length, width]), rows);
}
