// Tests of cutting rows: special tokens stay, texts lose tokens as asked.
import assert from "node:assert/strict";
import fc from "fast-check";
import { placesKept } from "../../../data/tokenizers/cut.ts";

/** `[CLS] a [SEP] b [SEP]`: two texts of so many tokens. */
const pair = (first: number, second: number) => [
  null,
  ...Array<number>(first).fill(0),
  null,
  ...Array<number>(second).fill(1),
  null,
];

function lengths(first: number, second: number, maxLength: number): number[] {
  const sources = pair(first, second);
  const kept = placesKept(sources, { maxLength, truncation: "longest_first", side: "right" });
  return [0, 1].map((text) => kept?.filter((place) => sources[place] === text).length ?? -1);
}

Deno.test("placesKept() lets a short text keep all, and gives the longer of two long ones the odd token", () => {
  assert.deepEqual(lengths(150, 84, 16), [7, 6]);
  assert.deepEqual(lengths(84, 150, 16), [6, 7]);
  assert.deepEqual(lengths(30, 30, 16), [6, 7]);
  assert.deepEqual(lengths(4, 84, 16), [4, 9]);
  assert.deepEqual(lengths(42, 6, 16), [7, 6]);
});

Deno.test("placesKept() keeps exactly maxLength places, in order, and all special tokens", () => {
  const cut = fc.record({
    first: fc.nat(30),
    second: fc.nat(30),
    room: fc.nat(20),
    side: fc.constantFrom("left" as const, "right" as const),
  });
  fc.assert(fc.property(cut, ({ first, second, room, side }) => {
    fc.pre(first + second > room);
    const sources = pair(first, second);
    const how = { maxLength: room + 3, truncation: "longest_first", side } as const;
    const kept = placesKept(sources, how) ?? [];
    assert.equal(kept.length, room + 3);
    assert.deepEqual(kept, kept.toSorted((a, b) => a - b));
    assert.equal(kept.filter((place) => sources[place] === null).length, 3);
  }));
});

Deno.test("placesKept() takes tokens from the end of a text, or from its start", () => {
  const sources = pair(4, 2);
  const cut = { maxLength: 7, truncation: "only_first" } as const;
  assert.deepEqual(placesKept(sources, { ...cut, side: "right" }), [0, 1, 2, 5, 6, 7, 8]);
  assert.deepEqual(placesKept(sources, { ...cut, side: "left" }), [0, 3, 4, 5, 6, 7, 8]);
});

Deno.test("placesKept() gives nothing where the text that should lose tokens has too few", () => {
  const side = "right";
  assert.equal(
    placesKept(pair(3, 9), { maxLength: 12, truncation: "only_first", side }),
    undefined,
  );
  assert.equal(
    placesKept(pair(9, 3), { maxLength: 12, truncation: "only_second", side }),
    undefined,
  );
  assert.equal(
    placesKept(pair(3, 9), { maxLength: 2, truncation: "longest_first", side }),
    undefined,
  );
});
