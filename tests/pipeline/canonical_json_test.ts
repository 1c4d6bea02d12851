// Laws of canonical JSON.
import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson } from "../../pipeline/mod.ts";
import { anyJson, shuffled } from "../support/any_json.ts";

Deno.test("canonicalJson() is read back as the same value", () => {
  fc.assert(fc.property(anyJson, (value) => {
    assert.deepEqual(JSON.parse(canonicalJson(value)), value);
  }));
});

Deno.test("canonicalJson() ignores the order in which members were set", () => {
  fc.assert(fc.property(anyJson, fc.infiniteStream(fc.nat()), (value, draws) => {
    assert.equal(canonicalJson(shuffled(value, draws)), canonicalJson(value));
  }));
});

Deno.test("canonicalJson() sorts names by code unit and leaves no blank", () => {
  assert.equal(
    canonicalJson({ b: [1, 2.5e21, "é\n"], B: { z: null, a: true } }),
    [
      '{"B":{"a":true,"z":null},',
      '"b":[1,2.5e+21,"é\\n"]}',
    ].join(""),
  );
});

for (
  const [what, value, place] of [
    ["NaN", { a: [NaN] }, "value.a[0]"],
    ["Infinity", { a: Infinity }, "value.a"],
    ["-0", [-0], "value[0]"],
    ["undefined", { a: { b: undefined } }, "value.a.b"],
    // deno-lint-ignore no-sparse-arrays -- the hole is what is refused
    ["a hole", [1, , 2], "value[1]"],
    ["a date", { at: new Date(0) }, "value.at"],
    ["a map", new Map(), "value"],
    ["a bigint", [1n], "value[0]"],
    ["a function", { f: () => 1 }, "value.f"],
  ] as const
) {
  Deno.test(`canonicalJson() refuses ${what} and names its place`, () => {
    const refused = (error: unknown) =>
      error instanceof TypeError && error.message.startsWith(`Cannot write ${place} `);
    assert.throws(() => canonicalJson(value), refused);
  });
}
