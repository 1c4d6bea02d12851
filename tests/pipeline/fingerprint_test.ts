// Laws of the key: what is in it, what is not, and that no two actions read the same.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Action, canonicalJson, digestOf, keyOf, preimage } from "../../pipeline/mod.ts";
import { anyJson, shuffled } from "../support/any_json.ts";

const base: Action = {
  stage: "train",
  parameters: { seed: 12, rates: [0.1, 0.2], note: "x" },
  inputs: { model: digestOf("m"), data: digestOf("d") },
  code: { bundle: digestOf("b"), packages: digestOf("p") },
  environment: { engine: "onnx 1.30.0" },
};

const anyAction: fc.Arbitrary<Action> = fc.record({
  stage: fc.constantFrom("train", "evaluate"),
  parameters: anyJson,
  inputs: fc.dictionary(fc.string({ maxLength: 2 }), fc.string({ maxLength: 2 }).map(digestOf), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
  code: fc.record({
    bundle: fc.constantFrom(digestOf("b"), digestOf("c")),
    packages: fc.constant(digestOf("p")),
  }),
  environment: fc.dictionary(fc.string({ maxLength: 2 }), fc.string({ maxLength: 2 }), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
}).filter(({ inputs, environment }) =>
  [inputs, environment].every((table) => !Object.hasOwn(table, "__proto__"))
);

Deno.test("keyOf() ignores the order of parameters", () => {
  fc.assert(fc.property(anyAction, fc.infiniteStream(fc.nat()), (action, draws) => {
    const other = { ...action, parameters: shuffled(action.parameters, draws) };
    assert.equal(keyOf(other), keyOf(action));
  }));
});

Deno.test("preimage() and keyOf() tell two actions apart exactly when they differ", () => {
  fc.assert(fc.property(anyAction, anyAction, (a, b) => {
    const equal = canonicalJson(a) === canonicalJson(b);
    assert.equal(preimage(a) === preimage(b), equal);
    assert.equal(keyOf(a) === keyOf(b), equal);
  }));
});

Deno.test("keyOf() tells apart parameters that paths or concatenation could confuse", () => {
  const confusable = [
    { "a.b": 1 },
    { a: { b: 1 } },
    { a: [1] },
    { a: { "0": 1 } },
    { "a[0]": 1 },
    { a: "1" },
    { a: 1 },
    { a: ["1"] },
    { a: null },
    { a: "null" },
    { a: [] },
    { a: {} },
    {},
    [],
    "",
    { a: "x", b: "y" },
    { a: 'x"\nparameters.b (string) "y' },
    { "\ud800": 1 },
    { "\ud801": 1 },
    { "\ufffd": 1 },
  ];
  const keys = confusable.map((parameters) => keyOf({ ...base, parameters }));
  assert.equal(new Set(keys).size, confusable.length);
});

Deno.test("keyOf() moves with every field of an action", () => {
  const edits: readonly Partial<Action>[] = [
    { stage: "evaluate" },
    { parameters: { seed: 13, rates: [0.1, 0.2], note: "x" } },
    { inputs: { ...base.inputs, model: digestOf("n") } },
    { inputs: { model: digestOf("d"), data: digestOf("m") } },
    { inputs: { model: digestOf("m") } },
    { code: { ...base.code, bundle: digestOf("c") } },
    { code: { ...base.code, packages: digestOf("q") } },
    { environment: {} },
    { environment: { engine: "onnx 1.31.0" } },
  ];
  const keys = [base, ...edits.map((edit) => ({ ...base, ...edit }))].map(keyOf);
  assert.equal(new Set(keys).size, keys.length);
});

Deno.test("preimage() begins with the schema version and has a line for each entry", () => {
  const lines = preimage(base).split("\n");
  assert.equal(lines[0], "schema (number) 1");
  assert.ok(lines.includes("parameters.rates[1] (number) 0.2"));
  assert.ok(lines.includes('environment.engine (string) "onnx 1.30.0"'));
});

Deno.test("keyOf() gives the key that stores hold already", () => {
  assert.equal(keyOf(base), "cc840e5f3eb37300800faf0c1d5b7e9f9cc3e8f078ce77fdd8d3cbd36b60a577");
});
