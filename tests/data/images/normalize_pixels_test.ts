// Tests of the way from stored pixels to what a model reads.
import assert from "node:assert/strict";
import { normalizePixels } from "../../../data/mod.ts";

const image = (shape: number[], data: number[]) => ({
  dtype: "uint8" as const,
  shape,
  data: Uint8Array.from(data),
});

Deno.test("normalizePixels() maps grey levels by (x / 255 - mean) / std", () => {
  const value = normalizePixels(image([1, 1, 1, 3], [0, 255, 51]), { mean: [0.5], std: [0.5] });
  assert.deepEqual(value.data, Float32Array.of(-1, 1, -0.6));
  assert.deepEqual(value.shape, [1, 1, 1, 3]);
  assert.equal(value.dtype, "float32");
});

Deno.test("normalizePixels() gives each channel its own mean and deviation", () => {
  const two = image([2, 2, 1, 1], [0, 0, 255, 255]);
  const value = normalizePixels(two, { mean: [0, 0.5], std: [1, 0.25] });
  assert.deepEqual(value.data, Float32Array.of(0, -2, 1, 2));
});

Deno.test("normalizePixels() refuses another number of channels", () => {
  const wrong = () => normalizePixels(image([1, 3, 1, 1], [1, 2, 3]), { mean: [0], std: [1] });
  assert.throws(wrong, /Cannot normalise shape \[1,3,1,1\] with 1 means, 1 dev/);
});
