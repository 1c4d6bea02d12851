// Matthews' correlation coefficient, in its form for any number of classes (Gorodkin 2004).
import { confusion } from "./confusion.ts";

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
