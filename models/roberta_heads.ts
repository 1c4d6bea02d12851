// RoBERTa's heads: the classifier (also for regression) and the masked-word head with its tied decoder.
import { gelu, linear, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import { firstToken, maskedRows, norm } from "./layers.ts";
import type { Batch, Forward, Task, Weight } from "./model.ts";
import { linearWeights, normWeights } from "./named_weights.ts";

/** The config's keys that matter here. */
interface HeadConfig {
  readonly "hidden_size": number;
  readonly "vocab_size": number;
  readonly "hidden_dropout_prob": number;
  readonly "classifier_dropout": number | null;
}

/** `classifier.*` or `lm_head.*`; the decoder's matrix is the word embeddings and is not listed. */
export function headWeights(config: HeadConfig, task: Task): Weight[] {
  if (task.kind === "image_classification" || task.kind === "causal_lm") {
    throw new Error(`Cannot use roberta for ${task.kind}`);
  }
  const width = config.hidden_size;
  const dense = { in: width, out: width, init: "normal" } as const;
  if (task.kind === "masked_lm") {
    return [
      { name: "lm_head.bias", shape: [config.vocab_size], init: "zeros" },
      ...linearWeights("lm_head.dense", dense),
      ...normWeights("lm_head.layer_norm", width),
    ];
  }
  const labels = task.kind === "regression" ? 1 : task.labels;
  return [
    ...linearWeights("classifier.dense", dense),
    ...linearWeights("classifier.out_proj", { ...dense, out: labels }),
  ];
}

/** The classifier's own rate where the config has one. */
export function headDropout(config: HeadConfig): number {
  return config.classifier_dropout ?? config.hidden_dropout_prob;
}

export interface Head {
  readonly task: Task;
  readonly epsilon: number;
  readonly dropout: number;
}

/** [B, S, width] → [B, labels], or [B · K, vocabulary] at the masked positions. */
export function headLogits(head: Head, f: Forward, input: { x: Tensor; batch: Batch }): Tensor {
  if (head.task.kind !== "masked_lm") return classify(head.dropout, f, firstToken(input.x));
  return predictWords(head.epsilon, f, maskedRows(input.x, input.batch));
}

/** [B, width] → [B, labels] */
function classify(rate: number, f: Forward, x: Tensor): Tensor {
  const dense = tf.tanh(f.linear("classifier.dense", f.dropout(x, rate)));
  return f.linear("classifier.out_proj", f.dropout(dense, rate));
}

/** [B · K, width] → [B · K, vocabulary] */
function predictWords(epsilon: number, f: Forward, rows: Tensor): Tensor {
  const dense = gelu(f.linear("lm_head.dense", rows));
  const normed = norm(f, { name: "lm_head.layer_norm", epsilon }, dense);
  const words = f.weight("roberta.embeddings.word_embeddings.weight"); // tied
  return linear(normed, words, f.weight("lm_head.bias"));
}
