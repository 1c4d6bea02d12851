// Tests of the numbers that benches print about repeated timings.
import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { least, median } from "../../bench/report/statistics.ts";

Deno.test("median() takes the middle of an odd number of values, in whatever order", () => {
  strictEqual(median([9, 1, 5]), 5);
});

Deno.test("median() takes the mean of the two middle values of an even number", () => {
  strictEqual(median([8, 1, 3, 2]), 2.5);
});

Deno.test("median() has as many values below it as above it", () => {
  const timings = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
  fc.assert(fc.property(timings, (values) => {
    const middle = median(values);
    const below = values.filter((value) => value < middle).length;
    const above = values.filter((value) => value > middle).length;
    return Math.max(below, above) <= values.length / 2;
  }));
});

Deno.test("median() of nothing is no number", () => {
  strictEqual(median([]), NaN);
});

Deno.test("least() is the smallest value", () => {
  strictEqual(least([3, 1, 2]), 1);
});
