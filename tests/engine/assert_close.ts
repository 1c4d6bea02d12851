// Compares values up to a tolerance, and says where they differ most.
import { strict as assert } from "node:assert";
import type { Value } from "../../engine/run.ts";

/** How close is close. */
export interface Closeness {
  /** The largest difference, in units of the largest element expected, or of 1 if that is larger. */
  readonly tolerance: number;
  /** What is compared, for the message. */
  readonly what: string;
}

/** Throws unless shape and type are equal and the elements close; NaN is close to nothing. */
export function assertClose(
  actual: Value | undefined,
  expected: Value | undefined,
  { tolerance, what }: Closeness,
): void {
  assert.ok(actual && expected, `${what} is missing`);
  assert.deepEqual([...actual.shape], [...expected.shape], `shape of ${what}`);
  assert.equal(actual.dtype, expected.dtype, `type of ${what}`);
  const wanted = Array.from(expected.data);
  const scale = Math.max(1, ...wanted.map(Math.abs).filter(Number.isFinite));
  for (const [place, element] of wanted.entries()) {
    const given = actual.data[place] as number;
    const message = `${what}[${place}] is ${given} instead of ${element}`;
    assert.ok(Math.abs(given - element) <= tolerance * scale, message);
  }
}
