// Tests of splitting by digest: order does not matter, content does, parts do not overlap.
import assert from "node:assert/strict";
import fc from "fast-check";
import { cut, orderByDigest, partOf } from "../../data/split.ts";

const same = (text: string) => text;
const shares = { test: 0.15, validation: 0.1 };

Deno.test("orderByDigest() ignores the order of the examples and drops repeats", () => {
  fc.assert(fc.property(fc.array(fc.string()), (texts) => {
    const ordered = orderByDigest(texts, same).map(({ value }) => value);
    assert.deepEqual(orderByDigest(texts.toReversed(), same).map(({ value }) => value), ordered);
    assert.deepEqual(new Set(ordered), new Set(texts));
    assert.equal(ordered.length, new Set(texts).size);
  }));
});

Deno.test("cut() gives disjoint parts of the sizes asked for", () => {
  const sizes = fc.nat(20);
  fc.assert(fc.property(sizes, sizes, sizes, (train, validation, test) => {
    const rows = Array.from({ length: 60 }, (_, i) => i);
    const parts = cut(rows, { train, validation, test }, "rows");
    assert.ok(parts.ok);
    const all = [...parts.value.train, ...parts.value.validation, ...parts.value.test];
    assert.equal(new Set(all).size, train + validation + test);
    assert.equal(parts.value.test.length, test);
    assert.equal(parts.value.validation.length, validation);
  }));
});

Deno.test("cut() keeps test and validation when the training part grows", () => {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const small = cut(rows, { train: 5, validation: 7, test: 9 }, "rows");
  const large = cut(rows, { train: 40, validation: 7, test: 9 }, "rows");
  assert.ok(small.ok && large.ok);
  assert.deepEqual(large.value.test, small.value.test);
  assert.deepEqual(large.value.validation, small.value.validation);
  assert.deepEqual(large.value.train.slice(0, 5), small.value.train);
});

Deno.test("cut() says how many examples are missing", () => {
  const parts = cut([1, 2, 3], { train: 2, validation: 1, test: 1 }, "rows");
  assert.deepEqual(parts, {
    ok: false,
    reason: "not-enough-examples",
    message: "Cannot take 4 of 3 rows",
  });
});

Deno.test("partOf() sends keys to parts in the shares given", () => {
  const keys = Array.from({ length: 4000 }, (_, i) => partOf(`key ${i}`, shares));
  const share = (part: string) => keys.filter((key) => key === part).length / keys.length;
  assert.ok(Math.abs(share("test") - 0.15) < 0.025, `${share("test")}`);
  assert.ok(Math.abs(share("validation") - 0.1) < 0.02, `${share("validation")}`);
});
