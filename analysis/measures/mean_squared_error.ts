// Mean squared error of a regression.

/** Mean of (label − prediction)². */
export function meanSquaredError(
  labels: readonly number[],
  predictions: readonly number[],
): number {
  const squares = labels.map((label, index) => (label - (predictions[index] as number)) ** 2);
  return squares.reduce((total, value) => total + value, 0) / squares.length;
}
