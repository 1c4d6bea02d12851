// Tests of studies/plain_data.ts: whatever a file exports is plain data, or one sentence.
import assert from "node:assert/strict";
import fc from "fast-check";
import { plainData } from "../../studies/plain_data.ts";
import { anyJson } from "../support/any_json.ts";

function refusal(value: unknown): string {
  const plain = plainData(value);
  return plain.ok ? JSON.stringify(plain.value) : plain.message;
}

const throwing = (what: unknown) => ({
  get title() {
    throw what;
  },
});
const cyclic: Record<string, unknown> = {};
cyclic.a = { b: cyclic };
class Own {}
const levels = (count: number) => {
  let value: unknown = 0;
  for (let i = 0; i < count; i++) value = { a: value };
  return value;
};
const doubling = () => {
  let value: unknown = 0;
  for (let i = 0; i < 60; i++) value = [value, value];
  return value;
};

const refused: readonly (readonly [what: string, value: unknown, sentence: RegExp])[] = [
  ["a function", { a: { b: () => 1 } }, /^a\.b is a function$/],
  ["a symbol", [Symbol("x")], /^0 is a symbol$/],
  ["a symbol as a key", { a: { [Symbol("x")]: 1 } }, /^a has a symbol for a key$/],
  ["a bigint", { seed: 12n }, /^seed is a bigint$/],
  ["undefined in a list", [undefined], /^0 is undefined$/],
  ["a date", { title: new Date(0) }, /^title is of the class Date$/],
  ["a promise", new Promise(() => {}), /^the whole value is of the class Promise$/],
  ["a map", { models: new Map() }, /^models is of the class Map$/],
  ["an instance", new Own(), /^the whole value is of the class Own$/],
  [
    "a getter that throws",
    throwing(new Error("Not yet\nat all")),
    /^the whole value throws "Not yet"$/,
  ],
  ["a getter that throws null", throwing(null), /throws "null"$/],
  ["a getter that throws the unprintable", throwing(throwing(1)), /throws /],
  ["a proxy that throws", new Proxy({}, { ownKeys: () => assert.fail("no") }), /throws "no"$/],
  // deno-lint-ignore no-sparse-arrays -- the hole is what is refused
  ["a sparse list", { seeds: [1, , 3] }, /^seeds\.1 is missing from its list$/],
  ["no number", { rate: NaN }, /^rate is NaN$/],
  ["infinity", { rate: -Infinity }, /^rate is -Infinity$/],
  ["minus zero", { seed: -0 }, /^seed is -0$/],
  ["half a surrogate pair", { title: "\uD800" }, /^title has half of a surrogate pair/],
  ["half a surrogate pair in a key", { "\uDC00": 1 }, /has half of a surrogate pair/],
  [
    "__proto__",
    JSON.parse('{"a": {"__proto__": 1}}'),
    /^a\.__proto__ has a name that no field may have$/,
  ],
  ["constructor", { constructor: 1 }, /^constructor has a name that no field may have$/],
  ["toString", { a: { toString: 1 } }, /^a\.toString has a name that no field may have$/],
  ["what holds itself", cyclic, /nested more than 64 levels deep, or holds itself$/],
  ["5,000 levels", levels(5000), /nested more than 64 levels deep/],
  ["more values than fit", doubling(), /holds more than 1000000 values$/],
];

for (const [what, value, sentence] of refused) {
  Deno.test(`plainData() refuses ${what} in one sentence`, () => {
    assert.match(refusal(value), sentence);
    assert.ok(!refusal(value).includes("\n"));
  });
}

Deno.test("plainData() gives JSON as it is, and leaves out what is undefined", () => {
  fc.assert(fc.property(anyJson, (value) => {
    const plain = plainData(value);
    if (plain.ok) assert.deepEqual(plain.value, value);
    else assert.match(plain.message, /-0$|surrogate|no field may have/);
  }));
  assert.equal(refusal({ a: undefined, b: [1], c: Object.create(null) }), '{"b":[1],"c":{}}');
  assert.equal(refusal(new Proxy({ a: 1 }, {})), '{"a":1}');
  assert.equal(
    refusal({
      get a() {
        return 2;
      },
    }),
    '{"a":2}',
  );
});
