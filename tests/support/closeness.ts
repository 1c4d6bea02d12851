// Comparing tensors with a tolerance, and saying where they differ most.
import assert from "node:assert/strict";

/** The elements of a tensor, however it is held. */
interface Elements {
  readonly data: ArrayLike<number>;
}

export function largest(value: Elements): number {
  return Array.from(value.data).reduce((most, element) => Math.max(most, Math.abs(element)), 0);
}

/** |actual − expected|, at most; infinite where shapes differ or a value is no number. */
export function distance(actual: Elements, expected: Elements): number {
  if (actual.data.length !== expected.data.length) return Infinity;
  return Array.from(actual.data).reduce((most, element, index) => {
    const gap = Math.abs(element - (expected.data[index] as number));
    return Number.isNaN(gap) ? Infinity : Math.max(most, gap);
  }, 0);
}

/** Fails with the name and the distance when the two are further apart than `tolerance`. */
export function assertClose(
  name: string,
  [actual, expected]: readonly [Elements | undefined, Elements],
  tolerance: number,
): void {
  assert.ok(actual !== undefined, `${name} is missing`);
  const gap = distance(actual, expected);
  assert.ok(gap <= tolerance, `${name} is off by ${gap}, more than ${tolerance}`);
}

/** Fails unless every bit is equal. */
export function assertSame(name: string, actual: Elements | undefined, expected: Elements): void {
  assertClose(name, [actual, expected], 0);
}

/** Fails unless every element is within `tolerance` of the largest one: the manifest's "relative". */
export function assertRelativelyClose(
  name: string,
  pair: readonly [Elements | undefined, Elements],
  tolerance: number,
): void {
  assertClose(name, pair, tolerance * largest(pair[1]));
}
