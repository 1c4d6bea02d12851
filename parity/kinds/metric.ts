// Task metrics: those of classes, of numbers, and perplexity.
import { z } from "zod";
import {
  accuracy,
  f1,
  matthews,
  meanSquaredError,
  pearson,
  perplexity,
  spearman,
} from "../../analysis/mod.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { type Compared, measure } from "../measure.ts";
import { readJson } from "../reference_file.ts";

const numbers = z.array(z.number());
const paired = { labels: numbers, predictions: numbers };
const factsSchema = z.object({
  cases: z.array(z.discriminatedUnion("kind", [
    z.looseObject({ kind: z.literal("classification"), ...paired }),
    z.looseObject({ kind: z.literal("regression"), ...paired }),
    z.looseObject({
      kind: z.literal("perplexity"),
      logits: z.array(z.array(numbers)),
      labels: z.array(numbers),
    }),
  ])),
});

type Case = z.infer<typeof factsSchema>["cases"][number];

/** Every number of each case of `facts` that is a result and no input. */
export const metric: Kind = {
  async check(context: CaseContext): Promise<Check[]> {
    const { cases } = await readJson(context.file("facts"), factsSchema);
    const places = cases.flatMap((each, index) => placesOf(each, `case ${index}`));
    return [measure({ name: "values", ...context.tolerance("values") }, places)];
  },
};

/** `null` stands where a measure is not defined. */
function placesOf(each: Case, place: string): Compared[] {
  const measures = measuresOf(each);
  const results = Object.entries(each).filter(([, value]) => typeof value === "number");
  return results.map(([name, value]) => ({
    place: `${place} ${name}`,
    actual: of(measures[name]),
    expected: [value as number],
  }));
}

function of(compute: (() => number) | undefined): number[] | undefined {
  return compute && [compute()];
}

function measuresOf(each: Case): Readonly<Record<string, () => number>> {
  if (each.kind === "perplexity") return languageMeasures(each);
  const { kind, labels, predictions } = each;
  const known = kind === "classification" ? classMeasures : numberMeasures;
  return Object.fromEntries(
    Object.entries(known).map(([name, compute]) => [name, () => compute(labels, predictions)]),
  );
}

type Measure = (labels: readonly number[], predictions: readonly number[]) => number;

/** By scikit-learn's names, and those of the averages. */
const classMeasures: Readonly<Record<string, Measure>> = {
  accuracy,
  mcc: matthews,
  "f1_macro": (labels, predictions) => f1(labels, predictions, "macro"),
  "f1_micro": (labels, predictions) => f1(labels, predictions, "micro"),
  "f1_weighted": (labels, predictions) => f1(labels, predictions, "weighted"),
  "f1_binary_pos1": (labels, predictions) => f1(labels, predictions),
};

const numberMeasures: Readonly<Record<string, Measure>> = {
  pearson,
  spearman,
  mse: meanSquaredError,
};

function languageMeasures(each: Extract<Case, { kind: "perplexity" }>) {
  const losses = each.logits.flatMap((scores, row) =>
    nextWordLosses(scores, each.labels[row] ?? [])
  );
  return {
    "shifted_loss": () => losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    perplexity: () => perplexity(losses),
    "n_tokens": () => losses.length,
  };
}

/** −ln p of each next word that is asked for: logits [S, V], labels [S]. */
function nextWordLosses(logits: readonly number[][], labels: readonly number[]): number[] {
  return logits.slice(0, -1).flatMap((scores, position) => {
    const label = labels[position + 1] as number;
    if (label === -100) return [];
    const most = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
    return [most + Math.log(total) - (scores[label] as number)];
  });
}
