// What is made of losses: perplexity, mean squared error, and the generalization error G(W) of Table 3.

/** exp(mean of `losses`), natural logarithms; the caller leaves out what is not counted (label −100). */
export function perplexity(losses: readonly number[]): number {
  return Math.exp(losses.reduce((total, loss) => total + loss, 0) / losses.length);
}

/** Mean of (label − prediction)². */
export function meanSquaredError(
  labels: readonly number[],
  predictions: readonly number[],
): number {
  const squares = labels.map((label, index) => (label - (predictions[index] as number)) ** 2);
  return squares.reduce((total, value) => total + value, 0) / squares.length;
}

/**
 * |mean test loss − mean train loss| of one model, both in evaluation mode. The paper names the
 * measure without a formula; every value it prints is positive (docs/paper.md, Generalization error).
 */
export function generalizationError(loss: { train: number; test: number }): number {
  return Math.abs(loss.test - loss.train);
}
