// Tests of studies/nearest.ts.
import assert from "node:assert/strict";
import fc from "fast-check";
import { methodNames } from "../../adapters/mod.ts";
import { editDistance, nearest } from "../../studies/nearest.ts";

Deno.test("editDistance() counts insertions, deletions, substitutions and swaps as one", () => {
  assert.equal(editDistance("mini", "mini"), 0);
  assert.equal(editDistance("mini", "min"), 1);
  assert.equal(editDistance("mini", "minni"), 1);
  assert.equal(editDistance("mini", "mink"), 1);
  assert.equal(editDistance("mini", "mnii"), 1);
  assert.equal(editDistance("kitten", "sitting"), 3);
});

Deno.test("editDistance() is symmetric, zero only for equals, and at most the longer word", () => {
  const letters = fc.string({ maxLength: 8 });
  fc.assert(fc.property(letters, letters, (a, b) => {
    const distance = editDistance(a, b);
    assert.equal(distance, editDistance(b, a));
    assert.equal(distance === 0, a === b);
    assert.ok(distance <= Math.max(a.length, b.length));
  }));
});

Deno.test("nearest() finds the name behind a slip of the finger", () => {
  assert.equal(nearest("lroa", methodNames), "lora");
  assert.equal(nearest("LoRA", methodNames), "lora");
  assert.equal(nearest("c3a", methodNames), "c3la");
  assert.equal(nearest("vit_mini", ["vit-mini", "roberta-mini"]), "vit-mini");
});

Deno.test("nearest() suggests nothing when nothing is near", () => {
  assert.equal(nearest("transformer", methodNames), undefined);
  assert.equal(nearest("x", []), undefined);
});

Deno.test("nearest() takes the first in the alphabet of two that are equally near", () => {
  assert.equal(nearest("xla", ["cla", "bla"]), "bla");
});
