// DeBERTa's heads: the hub's classifier, the paper's own, and both of the hub's for masked words.
import { gelu, linear, tf } from "../engine/mod.ts";
import type { Tensor } from "../engine/mod.ts";
import { activate } from "./activations.ts";
import { embeddingSize } from "./deberta_v2_config.ts";
import type { DebertaV2Config } from "./deberta_v2_config.ts";
import { firstToken, maskedRows, norm } from "./layers.ts";
import type { Batch, Forward, Head, Task, Weight } from "./model.ts";
import { linearWeights, normWeights, wholeHead } from "./named_weights.ts";

/** Dropout between the two maps of the paper's own head. */
const ownHeadDropout = 0.3;

/**
 * The hub's `pooler.dense.*` and `classifier.*`, the paper's `fc.*` and `cls.*`, or a head for masked words,
 * whose decoder is the word embeddings and is not listed. Errors: throws for a task without a head.
 */
export function headWeights(config: DebertaV2Config, task: Task): Weight[] {
  if (task.kind === "masked_lm") return wordWeights(config);
  if (task.kind === "image_classification" || task.kind === "causal_lm") {
    throw new Error(`Cannot use deberta-v2 for ${task.kind}`);
  }
  const width = config.hidden_size;
  const labels = task.kind === "regression" ? 1 : task.labels;
  if (task.head === "fc") return [...asTorch("fc", width, width), ...asTorch("cls", width, labels)];
  return [
    ...linearWeights("pooler.dense", { in: width, out: width, init: "normal" }),
    ...linearWeights("classifier", { in: width, out: labels, init: "normal" }),
  ];
}

/** A linear map as `torch.nn.Linear` draws it: weight and bias within ± 1 / √in. */
function asTorch(module: string, width: number, out: number): Weight[] {
  const drawn = { init: "uniform", bound: 1 / Math.sqrt(width) } as const;
  return [
    { name: `${module}.weight`, shape: [out, width], ...drawn },
    { name: `${module}.bias`, shape: [out], ...drawn },
  ];
}

function wordWeights(config: DebertaV2Config): Weight[] {
  const size = embeddingSize(config);
  const { bias, transform } = wordModules(config);
  return [
    { name: bias, shape: [config.vocab_size], init: "zeros" },
    ...linearWeights(`${transform}.dense`, { in: config.hidden_size, out: size, init: "normal" }),
    ...normWeights(`${transform}.LayerNorm`, size),
  ];
}

/** Where transformers keeps the head for masked words; checkpoints of Microsoft have the second form. */
function wordModules({ legacy }: { readonly legacy: boolean }) {
  return legacy
    ? { bias: "cls.predictions.bias", transform: "cls.predictions.transform" }
    : { bias: "lm_predictions.lm_head.bias", transform: "lm_predictions.lm_head" };
}

/** The paper's code trains `cls` and leaves `fc`, which no checkpoint has, as it was drawn. */
export function headOf(config: DebertaV2Config, task: Task): Head {
  const own = headWeights(config, task).map(({ name }) => name);
  if (!("head" in task) || task.head !== "fc") return wholeHead(own);
  const trained = own.filter((name) => name.startsWith("cls."));
  return { own, trained, readout: trained };
}

/** Other names of a weight of a head for masked words: the two forms compute the same. */
export function otherHeadNames(name: string): string[] {
  const [legacy, other] = [wordModules({ legacy: true }), wordModules({ legacy: false })];
  if (name === legacy.bias) return [other.bias, "cls.predictions.decoder.bias"];
  if (name === other.bias) return [legacy.bias, "cls.predictions.decoder.bias"];
  if (name.startsWith(legacy.transform)) return [name.replace(legacy.transform, other.transform)];
  return name.startsWith(other.transform) ? [name.replace(other.transform, legacy.transform)] : [];
}

/** What a head reads: the last hidden state [B, S, width], and the table of words. */
export interface HeadInput {
  readonly x: Tensor;
  readonly batch: Batch;
  readonly words: string;
}

/** [B, labels], or [B · K, vocabulary] at the masked positions. */
export function headLogits(
  { config, task }: { readonly config: DebertaV2Config; readonly task: Task },
  f: Forward,
  { x, batch, words }: HeadInput,
): Tensor {
  if (task.kind === "masked_lm") return predictWords(config, f, [maskedRows(x, batch), words]);
  const first = firstToken(x);
  return "head" in task && task.head === "fc" ? classifyOwn(f, first) : classify(config, f, first);
}

/** [B, width] → [B, labels] */
function classify(config: DebertaV2Config, f: Forward, first: Tensor): Tensor {
  const dense = f.linear("pooler.dense", f.dropout(first, config.pooler_dropout));
  const pooled = activate(config.pooler_hidden_act, dense);
  return f.linear(
    "classifier",
    f.dropout(pooled, config.cls_dropout ?? config.hidden_dropout_prob),
  );
}

/** [B, width] → [B, labels] */
function classifyOwn(f: Forward, first: Tensor): Tensor {
  return f.linear("cls", f.dropout(tf.relu(f.linear("fc", first)), ownHeadDropout));
}

/** [B · K, width] → [B · K, vocabulary] */
function predictWords(
  config: DebertaV2Config,
  f: Forward,
  [rows, words]: readonly [Tensor, string],
): Tensor {
  const { bias, transform } = wordModules(config);
  const dense = gelu(f.linear(`${transform}.dense`, rows));
  const module = { name: `${transform}.LayerNorm`, epsilon: config.layer_norm_eps };
  return linear(norm(f, module, dense), f.weight(words), f.weight(bias));
}
