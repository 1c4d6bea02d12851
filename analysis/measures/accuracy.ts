// Accuracy: the share of predictions that equal their label.

/** Share in [0, 1]; the two lists are of one length, at least 1. */
export function accuracy(labels: readonly number[], predictions: readonly number[]): number {
  const right = labels.filter((label, index) => label === predictions[index]).length;
  return right / labels.length;
}
