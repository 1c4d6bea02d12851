// Drawn weights: their laws, and that nothing else moves them.
import assert from "node:assert/strict";
import { initialize } from "../../models/mod.ts";
import type { Weight } from "../../models/mod.ts";

function drawn(weight: Omit<Weight, "name">, range = 0.02): Float32Array {
  const value = initialize([{ name: "w", ...weight }], range, [1]).w;
  assert.ok(value !== undefined);
  assert.deepEqual(value.shape, weight.shape);
  return value.data as Float32Array;
}

function moments(data: Float32Array): { mean: number; deviation: number } {
  const mean = data.reduce((sum, element) => sum + element, 0) / data.length;
  const variance = data.reduce((sum, element) => sum + (element - mean) ** 2, 0) / data.length;
  return { mean, deviation: Math.sqrt(variance) };
}

for (const init of ["normal", "truncated_normal"] as const) {
  Deno.test(`initialize() draws ${init} weights with mean 0 and the given deviation`, () => {
    const { mean, deviation } = moments(drawn({ shape: [100, 200], init }));
    assert.ok(Math.abs(mean) < 5 * 0.02 / Math.sqrt(20_000), `mean ${mean}`);
    assert.ok(Math.abs(deviation - 0.02) < 0.0005, `deviation ${deviation}`);
  });
}

Deno.test("initialize() cuts truncated_normal at 2 itself, as torch does, and normal nowhere", () => {
  const most = (init: Weight["init"]) =>
    Math.max(...drawn({ shape: [2000], init }, 2).map((element) => Math.abs(element)));
  assert.ok(most("truncated_normal") <= 2);
  assert.ok(most("normal") > 2);
});

Deno.test("initialize() fills norms and biases", () => {
  assert.deepEqual([...drawn({ shape: [3], init: "ones" })], [1, 1, 1]);
  assert.deepEqual([...drawn({ shape: [3], init: "zeros" })], [0, 0, 0]);
});

Deno.test("initialize() zeroes the padding row and no other", () => {
  const data = drawn({ shape: [3, 4], init: "normal", zeroRow: 1 });
  const zeros = [...data].map((element) => element === 0);
  assert.deepEqual(zeros, [
    ...Array(4).fill(false),
    ...Array(4).fill(true),
    ...Array(4).fill(false),
  ]);
});

Deno.test("initialize() gives the same draws for the same key and others for another", () => {
  const weight: Weight = { name: "w", shape: [5], init: "normal" };
  const of = (...key: (string | number)[]) => initialize([weight], 0.02, key).w?.data;
  assert.deepEqual(of(12), of(12));
  assert.notDeepEqual(of(12), of(22));
  assert.notDeepEqual(of(12), of("12"));
});
