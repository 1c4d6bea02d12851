// evaluate: metric and losses of the selected checkpoint, its generalization error, every test prediction.
import { generalizationError, type Metric, taskMetrics } from "../analysis/mod.ts";
import { type Part, parts } from "../data/mod.ts";
import { openSession } from "../engine/run.ts";
import { defineStage } from "../pipeline/mod.ts";
import type { AdapterCard, DataCard } from "./cards.ts";
import { weightFolder } from "./cell_weights.ts";
import { readJson, writeJson } from "./json_file.ts";
import { lossWarning, type Score, score } from "./score.ts";
import { readSplit, readTensors } from "./tensor_file.ts";

/** `evaluation.json`. Losses are means in nats, dropout off; the metric is the task's. */
export interface Evaluation {
  /** What `metric` is: a report needs no other document to say a score. */
  readonly metricName: Metric;
  readonly loss: Readonly<Record<Part, number>>;
  readonly metric: Readonly<Record<Part, number>>;
  /** |test loss − train loss| (docs/paper.md, Generalization error). */
  readonly generalizationError: number;
}

/** Writes `evaluation.json` and `predictions.json`: the prediction for every test example. */
export const evaluate = defineStage<Record<string, never>>({
  name: "evaluate",
  module: import.meta.url,
  environment: "engine",
  outputs: ["evaluation.json", "predictions.json"],
  async run({ inputs, output, partial, threads, warn }) {
    const card = await readJson<AdapterCard>(inputs.adapter);
    const data = await readJson<DataCard>(inputs.data);
    const folder = await weightFolder(inputs.weights as string, partial);
    const graph = await Deno.readFile(inputs.forward as string);
    const session = await openSession(graph, { threads, folder });
    const tensors = await readTensors(inputs.checkpoint);
    const scores = new Map<Part, Score>();
    for (const name of parts) {
      const source = { card: data, split: await readSplit(inputs[name]), batch: card.batch };
      scores.set(name, await score(session, source, tensors));
    }
    const warning = [...scores].map(([name, { loss }]) => lossWarning(`on the ${name} part`, loss))
      .find((sentence) => sentence !== undefined);
    if (warning !== undefined) warn(warning);
    await writeJson(output("evaluation.json"), evaluation(taskMetrics[data.task.kind], scores));
    await writeJson(output("predictions.json"), { test: scores.get("test")?.predictions });
  },
});

function evaluation(metricName: Metric, scores: ReadonlyMap<Part, Score>): Evaluation {
  const each = (pick: (score: Score) => number) =>
    Object.fromEntries([...scores].map(([name, score]) => [name, pick(score)])) as Record<
      Part,
      number
    >;
  const loss = each((score) => score.loss);
  const metric = each((score) => score.metric);
  return { metricName, loss, metric, generalizationError: generalizationError(loss) };
}
