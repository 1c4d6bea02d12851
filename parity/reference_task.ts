// The task of a reference model, as its hub config tells it.
import { z } from "zod";
import type { Task } from "../models/mod.ts";

/** What a config says of its head; `transformers` leaves `id2label` out where there are two labels. */
const schema = z.looseObject({
  architectures: z.array(z.string()).nullish(),
  "problem_type": z.string().nullish(),
  "id2label": z.record(z.string(), z.unknown()).nullish(),
  "num_labels": z.int().positive().nullish(),
});

/**
 * The task of the first of `architectures`: `RobertaForSequenceClassification`, `GPT2LMHeadModel`.
 * Errors: throws for a head that is none of those that the reference compares.
 */
export function taskOf(config: unknown): Task {
  const read = schema.parse(config);
  const [name = ""] = read.architectures ?? [];
  if (/(ForCausalLM|LMHeadModel)$/.test(name)) return { kind: "causal_lm" };
  const labels = read.num_labels ?? Object.keys(read.id2label ?? { 0: "", 1: "" }).length;
  if (name.endsWith("ForImageClassification")) return { kind: "image_classification", labels };
  if (!name.endsWith("ForSequenceClassification")) {
    throw new Error(`Cannot tell the task of a model whose config has architectures '${name}'`);
  }
  return sequenceTask(read.problem_type ?? undefined, labels);
}

/** One label is a number to predict, as `transformers` infers it. */
function sequenceTask(problem: string | undefined, labels: number): Task {
  if (problem === "multi_label_classification") {
    throw new Error(`Cannot compute the loss of problem_type '${problem}'`);
  }
  const regression = problem === "regression" || (problem === undefined && labels === 1);
  if (!regression) return { kind: "sequence_classification", labels };
  if (labels === 1) return { kind: "regression" };
  throw new Error(`Cannot compute a regression with ${labels} labels`);
}
