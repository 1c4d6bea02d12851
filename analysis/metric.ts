// How a task's score is called, scaled and compared.

import type { Task } from "../models/mod.ts";

/** The score of a task, as a share in [−1, 1] (or a perplexity from 1). */
export type Metric = "accuracy" | "f1" | "matthews" | "pearson" | "spearman" | "perplexity";

/** `scale`: shown is score × scale, as the paper does; `digits` after the point; `unit` of a difference, in words. */
export interface MetricStyle {
  label: string;
  scale: number;
  digits: number;
  unit: string;
  lowerIsBetter: boolean;
}

/** What a model is judged by, by the kind of its task. */
export const taskMetrics = {
  "image_classification": "accuracy",
  "sequence_classification": "accuracy",
  "masked_lm": "accuracy",
  regression: "pearson",
  "causal_lm": "perplexity",
} as const satisfies Readonly<Record<Task["kind"], Metric>>;

/** All metrics of the study's tasks. */
export const metricStyles: Readonly<Record<Metric, MetricStyle>> = {
  accuracy: hundredfold("accuracy, %"),
  f1: hundredfold("F1, %"),
  matthews: hundredfold("Matthews × 100"),
  pearson: hundredfold("Pearson × 100"),
  spearman: hundredfold("Spearman × 100"),
  perplexity: {
    label: "perplexity",
    scale: 1,
    digits: 2,
    unit: "of perplexity",
    lowerIsBetter: true,
  },
};

function hundredfold(label: string): MetricStyle {
  return { label, scale: 100, digits: 2, unit: "points", lowerIsBetter: false };
}
