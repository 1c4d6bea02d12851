// The F1 score: the harmonic mean of precision and recall.
import { type ClassCount, confusion } from "./confusion.ts";

/** `binary` scores class 1; `macro` is the plain mean over classes, `weighted` by their true counts. */
export type F1Average = "binary" | "micro" | "macro" | "weighted";

/** In [0, 1]; an undefined score (a class neither true nor predicted) is 0, as in scikit-learn. */
export function f1(
  labels: readonly number[],
  predictions: readonly number[],
  average: F1Average = "binary",
): number {
  const counts = confusion(labels, predictions);
  return averages[average](counts);
}

const averages: Record<F1Average, (counts: readonly ClassCount[]) => number> = {
  binary: (counts) => scoreOf(counts.filter((count) => count.label === 1)),
  micro: scoreOf,
  macro: (counts) => counts.reduce((total, count) => total + scoreOf([count]), 0) / counts.length,
  weighted: (counts) =>
    counts.reduce((total, count) => total + count.actual * scoreOf([count]), 0) /
    counts.reduce((total, count) => total + count.actual, 0),
};

/** 2·correct / (actual + predicted), the counts of the given classes pooled. */
function scoreOf(counts: readonly ClassCount[]): number {
  const correct = counts.reduce((total, count) => total + count.correct, 0);
  const both = counts.reduce((total, count) => total + count.actual + count.predicted, 0);
  return both === 0 ? 0 : 2 * correct / both;
}
