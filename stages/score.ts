// How good a model is on a split: mean loss, the task's metric and every prediction.
import { accuracy, pearson, perplexity, taskMetrics } from "../analysis/mod.ts";
import { ignored, type Task } from "../data/mod.ts";
import type { Session, Value } from "../engine/run.ts";
import { batchFeeds, type BatchSource, evaluationRows, type Feeds } from "./batch_feeds.ts";

export interface Score {
  /** Mean over examples (language models: over the tokens that are asked for), natural logarithm. */
  readonly loss: number;
  /** The task's: accuracy in 0 … 1, Pearson's r for a regression, perplexity for next tokens. */
  readonly metric: number;
  /** Predicted class or value of every example (language models: of every token that is asked for). */
  readonly predictions: readonly number[];
}

/** A loss above it is a number still, but of a model that has gone astray. */
const highestLoss = 1e6;

/** What to warn of a loss, if there is something; `where` says which loss it is: "at step 3". */
export function lossWarning(where: string, loss: number): string | undefined {
  if (!Number.isFinite(loss) || loss <= highestLoss) return undefined;
  return `The loss ${where} is ${loss.toPrecision(4)}, above ${highestLoss}: a lower rate may help`;
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
    const { card: { task }, batch } = source;
    collect(found, { feeds, outputs, counted: rows.counted, batch, task });
  }
  return summarize(found, source.card.task.kind);
}

interface Scored {
  readonly feeds: Feeds;
  readonly outputs: Readonly<Record<string, Value>>;
  readonly counted: number;
  readonly batch: number;
  readonly task: Task;
}

/** A loss is of an example, or of a token of one: the first counted · (losses / batch) count. */
function collect(found: Gathered, { feeds, outputs, counted, batch, task }: Scored): void {
  const { losses, logits } = outputs as { losses: Value; logits: Value };
  const labels = (feeds.labels as Value).data;
  const places = placesOf(task, { losses: losses.data.length, batch });
  const width = logits.data.length / places.rows;
  for (let row = 0; row < losses.data.length / batch * counted; row++) {
    const label = labels[places.label(row)] as number;
    if (label === ignored) continue;
    found.losses.push(losses.data[row] as number);
    found.labels.push(label);
    const start = places.logits(row) * width;
    found.predictions.push(predict(logits.data.subarray(start, start + width) as Float32Array));
  }
}

/** Where the label of a loss lies, and its logits, among so many rows of logits. */
interface Places {
  readonly rows: number;
  label(loss: number): number;
  logits(loss: number): number;
}

/** Side by side, but for next tokens: a text of S tokens has S rows of logits, S labels and S − 1 losses. */
function placesOf(task: Task, { losses, batch }: { losses: number; batch: number }): Places {
  const same = (loss: number) => loss;
  if (task.kind !== "causal_lm") return { rows: losses, label: same, logits: same };
  const token = (loss: number) => loss + Math.floor(loss / (losses / batch));
  return { rows: losses + batch, label: (loss) => token(loss) + 1, logits: token };
}

/** The largest logit's class; of equal ones the first. A single logit is the prediction itself. */
function predict(logits: Float32Array): number {
  if (logits.length === 1) return logits[0] as number;
  let best = 0;
  for (let index = 1; index < logits.length; index++) {
    if ((logits[index] as number) > (logits[best] as number)) best = index;
  }
  return best;
}

function summarize({ losses, predictions, labels }: Gathered, kind: Task["kind"]): Score {
  const loss = losses.reduce((sum, value) => sum + value, 0) / losses.length;
  const metrics = {
    accuracy: () => accuracy(predictions, labels),
    pearson: () => pearson(predictions, labels),
    perplexity: () => perplexity(losses),
  };
  return { loss, metric: metrics[taskMetrics[kind]](), predictions };
}
