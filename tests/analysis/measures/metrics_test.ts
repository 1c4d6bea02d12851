// Laws of the task metrics; their values are in parity's case `metrics`.
import fc from "fast-check";
import assert from "node:assert/strict";
import { accuracy, f1, matthews } from "../../../analysis/mod.ts";
import { near } from "../support/near.ts";

const paired = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 40,
});

Deno.test("accuracy() equals micro-averaged f1()", () => {
  fc.assert(fc.property(paired, (pairs) => {
    const [labels, predictions] = [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])];
    near(f1(labels, predictions, "micro"), accuracy(labels, predictions), 1e-12);
  }));
});

Deno.test("matthews() is symmetric and keeps to [−1, 1]", () => {
  fc.assert(fc.property(paired, (pairs) => {
    const [labels, predictions] = [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])];
    const value = matthews(labels, predictions);
    near(value, matthews(predictions, labels), 1e-12);
    assert.ok(Math.abs(value) <= 1 + 1e-12);
  }));
});
