// The empirical generalization error G(W) of the paper's Table 3.

/**
 * |mean test loss − mean train loss| of one model, both in evaluation mode. The paper names the
 * measure without a formula; every value it prints is positive (docs/paper.md, Generalization error).
 */
export function generalizationError(loss: { train: number; test: number }): number {
  return Math.abs(loss.test - loss.train);
}
