// Tests of batches: orders are permutations, rows come unchanged, padding does not count.
import assert from "node:assert/strict";
import fc from "fast-check";
import { batchesOf, epochOrder, gather, padBatch, type Split } from "../../data/mod.ts";

const split: Split = {
  count: 3,
  columns: {
    pixel_values: { dtype: "uint8", shape: [1, 2], data: Uint8Array.of(1, 2, 3, 4, 5, 6) },
    labels: { dtype: "int32", shape: [], data: Int32Array.of(7, 8, 9) },
  },
};

Deno.test("epochOrder() is a permutation of all rows", () => {
  fc.assert(fc.property(fc.nat(300), fc.nat(), fc.nat(50), (count, seed, epoch) => {
    const order = epochOrder(count, seed, epoch);
    assert.deepEqual(order.toSorted(), Int32Array.from({ length: count }, (_, i) => i));
  }));
});

Deno.test("epochOrder() depends on seed and epoch, and on nothing drawn before", () => {
  const first = epochOrder(100, 12, 0);
  assert.notDeepEqual(epochOrder(100, 12, 1), first);
  assert.notDeepEqual(epochOrder(100, 22, 0), first);
  assert.deepEqual(epochOrder(100, 12, 0), first);
});

Deno.test("batchesOf() cuts an order into runs that join to it again", () => {
  fc.assert(fc.property(fc.nat(100), fc.integer({ min: 1, max: 40 }), (count, size) => {
    const order = epochOrder(count, 1, 1);
    const runs = batchesOf(order, size);
    assert.deepEqual(runs.flatMap((run) => [...run]), [...order]);
    assert.ok(runs.slice(0, -1).every((run) => run.length === size));
  }));
});

Deno.test("gather() takes rows in the order asked for, with their type and shape", () => {
  const batch = gather(split, Int32Array.of(2, 0));
  assert.deepEqual(batch.pixel_values, {
    dtype: "uint8",
    shape: [2, 1, 2],
    data: Uint8Array.of(5, 6, 1, 2),
  });
  assert.deepEqual(batch.labels, { dtype: "int32", shape: [2], data: Int32Array.of(9, 7) });
});

Deno.test("gather() refuses a row that is not there", () => {
  assert.throws(() => gather(split, Int32Array.of(0, 3)), /Cannot gather row 3 of a split of 3/);
});

Deno.test("padBatch() repeats the first row under the label that is not counted", () => {
  const batch = padBatch(gather(split, Int32Array.of(1, 2)), 4);
  assert.deepEqual(batch.pixel_values?.data, Uint8Array.of(3, 4, 5, 6, 3, 4, 3, 4));
  assert.deepEqual(batch.labels?.data, Int32Array.of(8, 9, -100, -100));
  assert.deepEqual(batch.pixel_values?.shape, [4, 1, 2]);
});

Deno.test("padBatch() leaves a full batch as it is", () => {
  const batch = gather(split, Int32Array.of(1, 2));
  assert.deepEqual(padBatch(batch, 2), batch);
});
