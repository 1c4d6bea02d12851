// The confusion counts that F1 and Matthews' coefficient are made of.

/** For each class that occurs on either side: how often it was true, predicted, and both. */
export interface ClassCount {
  label: number;
  actual: number;
  predicted: number;
  correct: number;
}

/** Counts per class, ordered by label. */
export function confusion(
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
