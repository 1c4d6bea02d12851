// How good a model is on a split: mean loss, the task's metric and every prediction.
import { accuracy, pearson } from "../analysis/mod.ts";
import { ignored } from "../data/mod.ts";
import type { Session, Value } from "../engine/run.ts";
import { batchFeeds, type BatchSource, evaluationRows, type Feeds } from "./batch_feeds.ts";

export interface Score {
  /** Mean over examples (masked LM: over masked tokens), natural logarithm. */
  readonly loss: number;
  /** Accuracy in 0 … 1; Pearson's r for a regression. */
  readonly metric: number;
  /** Predicted class or value of every example (masked LM: of every masked token). */
  readonly predictions: readonly number[];
}

interface Gathered {
  losses: number[];
  predictions: number[];
  labels: number[];
}

/** Scores the first `limit` rows of a split with a forward graph and the tensors it is fed. */
export async function score(
  session: Session,
  source: BatchSource & { readonly limit?: number },
  tensors: Feeds,
): Promise<Score> {
  const found: Gathered = { losses: [], predictions: [], labels: [] };
  const end = Math.min(source.limit ?? source.split.count, source.split.count);
  for (let start = 0; start < end; start += source.batch) {
    const rows = evaluationRows(source, { start, end });
    const feeds = batchFeeds(source, rows, ["mask", "evaluation", start]);
    const outputs = await session.run({ ...tensors, ...feeds });
    collect(found, { feeds, outputs, counted: rows.counted, batch: source.batch });
  }
  return summarize(found, source.card.task.kind);
}

interface Scored {
  readonly feeds: Feeds;
  readonly outputs: Readonly<Record<string, Value>>;
  readonly counted: number;
  readonly batch: number;
}

/** A row of the outputs is an example, or a masked slot of one: the first counted · (rows / batch) count. */
function collect(found: Gathered, { feeds, outputs, counted, batch }: Scored): void {
  const { losses, logits } = outputs as { losses: Value; logits: Value };
  const labels = (feeds.labels as Value).data;
  const rows = losses.data.length / batch * counted;
  const width = logits.data.length / losses.data.length;
  for (let row = 0; row < rows; row++) {
    if (labels[row] === ignored) continue;
    found.losses.push(losses.data[row] as number);
    found.labels.push(labels[row] as number);
    found.predictions.push(
      predict(logits.data.subarray(row * width, (row + 1) * width) as Float32Array),
    );
  }
}

/** The largest logit's class; of equal ones the first. A single logit is the prediction itself. */
function predict(logits: Float32Array): number {
  if (logits.length === 1) return logits[0] as number;
  return logits.reduce((best, value, index) => value > (logits[best] as number) ? index : best, 0);
}

function summarize({ losses, predictions, labels }: Gathered, kind: string): Score {
  const loss = losses.reduce((sum, value) => sum + value, 0) / losses.length;
  const metric = kind === "regression"
    ? pearson(predictions, labels)
    : accuracy(predictions, labels);
  return { loss, metric, predictions };
}
