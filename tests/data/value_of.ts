// Unwraps a result in tests: a failure fails the test with its own words.
import assert from "node:assert/strict";
import type { Result } from "../../data/mod.ts";

/** The value of a result. */
export function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? "" : `${result.reason}: ${result.message}`);
  return result.value;
}
