// Comparison of numbers within a tolerance, with a message that says by how much they differ.
import assert from "node:assert/strict";

/** Fails unless |actual − expected| ≤ tolerance · max(1, |expected|). */
export function near(actual: number, expected: number, tolerance: number, what = "value"): void {
  const difference = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  assert.ok(
    difference <= tolerance,
    `${what}: ${actual} is not ${expected} (off by ${difference})`,
  );
}
