// Laws of the table of methods, and what its rows become on a page.
import assert from "node:assert/strict";
import fc from "fast-check";
import { boundOf, methodCards, type MethodRow, methods } from "../../adapters/mod.ts";

const table: Readonly<Record<string, MethodRow>> = methods;
const plain: MethodRow = { label: "P", meaning: "p", design: { kind: "full" } };

Deno.test("a twin and what a chain is made of are rows of the table", () => {
  for (const [id, { twin = id, chainOf = id }] of Object.entries(table)) {
    assert.ok(table[twin] && table[chainOf], id);
  }
});

Deno.test("a row says that it is a chain where its design is one", () => {
  for (const [id, { chainOf, design }] of Object.entries(table)) {
    const isChain = "chain" in design && design.chain !== undefined;
    assert.equal(chainOf !== undefined, isChain, id);
  }
});

Deno.test("no two methods have one label, and none that are no kin look alike", () => {
  const cards = methodCards(Object.keys(table));
  assert.equal(new Set(cards.map(({ label }) => label)).size, cards.length);
  const looks = cards.map(({ mark, chainOf }) => JSON.stringify([mark, chainOf === null]));
  assert.equal(new Set(looks).size, cards.length);
});

Deno.test("rows without a mark get marks that no row has, and never the control's", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), (count) => {
    const more = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`more_${index}`, plain]),
    );
    const all = { ...table, ...more };
    const cards = methodCards(Object.keys(all), all);
    const own = cards.filter(({ id }) => id in more);
    const looks = (of: typeof cards) => of.map(({ mark }) => `${mark.hue} ${mark.shape}`);
    assert.equal(new Set(looks(own)).size, count);
    const others = new Set(looks(cards.filter(({ id }) => !(id in more))));
    assert.ok(looks(own).every((look) => !others.has(look) && !look.startsWith("grey")));
    const hues = new Set(cards.filter(({ id }) => !(id in more)).map(({ mark }) => mark.hue));
    assert.ok(
      own.every(({ mark }) => !hues.has(mark.hue)),
      "a line without a symbol would be taken for another",
    );
  }));
});

Deno.test("methodCards() sets blocks one behind the other, the control last, and counts places", () => {
  const all = { ...table, stranger: plain, "late_sparse": { ...plain, family: "sparse" as const } };
  const cards = methodCards(Object.keys(all).toReversed(), all);
  const blocks = cards.map(({ family }) => family).filter((each, at, of) => each !== of[at - 1]);
  assert.deepEqual(blocks, ["past", "present", "partial", "sparse", "extra", "control"]);
  assert.deepEqual(cards.map(({ place }) => place), cards.map((_, index) => index));
});

Deno.test("methodCards() of a study does not change when another method is added to the table", () => {
  const names = ["lora", "cla", "head"];
  const all = { "first_of_all": plain, ...table };
  assert.deepEqual(methodCards(names, all), methodCards(names));
});

Deno.test("boundOf() counts what a reading trains, and says where the paper has no such entry", () => {
  const entry = (id: string, options = {}) => boundOf(id, table[id] as MethodRow, options);
  assert.deepEqual(entry("asym"), { sum: "out", chained: false, derived: false });
  assert.deepEqual(entry("asym", { train: "A" }), { sum: "in", chained: false, derived: true });
  assert.deepEqual(entry("rac", { train: "released-two" }), {
    sum: "in + out",
    chained: true,
    derived: true,
  });
  assert.deepEqual(entry("dcpaca"), { sum: "out", chained: true, derived: true });
  assert.equal(entry("head"), null);
});
