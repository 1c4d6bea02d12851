// Scores of a classification: accuracy, F1 and Matthews' coefficient, the latter two from counts per class.

/** Share in [0, 1]; the two lists are of one length, at least 1. */
export function accuracy(labels: readonly number[], predictions: readonly number[]): number {
  const right = labels.filter((label, index) => label === predictions[index]).length;
  return right / labels.length;
}

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

/** In [−1, 1]; 0 where either side is constant, as scikit-learn's `matthews_corrcoef`. */
export function matthews(labels: readonly number[], predictions: readonly number[]): number {
  const counts = confusion(labels, predictions);
  const total = labels.length;
  const correct = sum(counts.map((count) => count.correct));
  const agreement = sum(counts.map((count) => count.actual * count.predicted));
  const spreadOfLabels = total ** 2 - sum(counts.map((count) => count.actual ** 2));
  const spreadOfPredictions = total ** 2 - sum(counts.map((count) => count.predicted ** 2));
  const scale = Math.sqrt(spreadOfLabels * spreadOfPredictions);
  return scale === 0 ? 0 : (correct * total - agreement) / scale;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** For each class that occurs on either side: how often it was true, predicted, and both. */
export interface ClassCount {
  label: number;
  actual: number;
  predicted: number;
  correct: number;
}

/** Counts per class, ordered by label. */
function confusion(
  labels: readonly number[],
  predictions: readonly number[],
): readonly ClassCount[] {
  const classes = [...new Set([...labels, ...predictions])].sort((a, b) => a - b);
  return classes.map((label) => ({
    label,
    actual: occurrences(labels, label),
    predicted: occurrences(predictions, label),
    correct: labels.filter((each, index) => each === label && predictions[index] === label).length,
  }));
}

function occurrences(values: readonly number[], wanted: number): number {
  return values.filter((value) => value === wanted).length;
}
