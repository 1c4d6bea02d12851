// Tests of batches: orders are permutations, rows come unchanged.
import assert from "node:assert/strict";
import fc from "fast-check";
import { epochOrder, gather, type Split } from "../../data/mod.ts";

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
