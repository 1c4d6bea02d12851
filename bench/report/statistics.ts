// Numbers about repeated timings.

/** The middle value; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}

/** The smallest value: what the machine can do when nobody disturbs it. */
export function least(values: readonly number[]): number {
  return Math.min(...values);
}
