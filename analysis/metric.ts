// How a task's score is called, scaled and compared.

import type { Task } from "../models/mod.ts";

/** The score of a task, as a share in [−1, 1] (or a perplexity from 1). */
export type Metric = "accuracy" | "f1" | "matthews" | "pearson" | "spearman" | "perplexity";

/** `scale`: shown is score × scale, as the paper does; `digits` after the point. */
export interface MetricStyle {
  label: string;
  scale: number;
  digits: number;
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
  accuracy: { label: "accuracy, %", scale: 100, digits: 2, lowerIsBetter: false },
  f1: { label: "F1, %", scale: 100, digits: 2, lowerIsBetter: false },
  matthews: { label: "Matthews × 100", scale: 100, digits: 2, lowerIsBetter: false },
  pearson: { label: "Pearson × 100", scale: 100, digits: 2, lowerIsBetter: false },
  spearman: { label: "Spearman × 100", scale: 100, digits: 2, lowerIsBetter: false },
  perplexity: { label: "perplexity", scale: 1, digits: 2, lowerIsBetter: true },
};
