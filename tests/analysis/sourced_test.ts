// Values that know what they were computed from: no way around the note of a read.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Read, Sourced } from "../../analysis/mod.ts";

const evidence = fc.array(
  fc.tuple(fc.string(), fc.integer()).map(([node, value]) => new Sourced(value, [node])),
  { minLength: 1 },
);

Deno.test("Sourced.of() has the sources of all that was read, each once, and of nothing else", () => {
  fc.assert(fc.property(evidence, evidence, (read, unread) => {
    const found = Sourced.of((reader) => [unread.length, ...read.map(reader)]);
    assert.deepEqual(found.sources, [...new Set(read.flatMap(({ sources }) => sources))]);
    assert.deepEqual(found.open().value.slice(1), read.map((each) => each.open().value));
  }));
});

Deno.test("Sourced.of() notes what a comparison reads, though its loser leaves no trace in the value", () => {
  const [low, high] = [new Sourced(1, ["low"]), new Sourced(2, ["high"])];
  const best = Sourced.of((read) => [low, high].sort((a, b) => read(b) - read(a))[0] ?? low);
  const found = Sourced.of((read) => read(read(best)));
  assert.deepEqual(found.open(), { value: 2, sources: best.sources });
  assert.deepEqual(best.sources.toSorted(), ["high", "low"]);
});

Deno.test("map() and part() keep the sources, and part() is nothing where there is nothing", () => {
  const document = new Sourced({ bound: 3, none: null }, ["node"]);
  assert.deepEqual(document.map(({ bound }) => 2 * bound).open(), { value: 6, sources: ["node"] });
  assert.deepEqual(document.part(({ bound }) => bound)?.open(), { value: 3, sources: ["node"] });
  assert.equal(document.part(({ none }) => none), undefined);
});

Deno.test("a read that outlives its computation throws", () => {
  let kept: Read = (from) => from.open().value;
  Sourced.of((read) => kept = read);
  assert.throws(() => kept(new Sourced(1, ["node"])), /Cannot read evidence after/);
});

Deno.test("a value cannot be seen from outside: no property, no JSON, no arithmetic has it", () => {
  const secret = new Sourced(12345, ["node"]);
  assert.deepEqual(Object.keys(secret), ["sources"]);
  assert.equal(JSON.stringify(secret), '{"sources":["node"]}');
  assert.ok(Number.isNaN(Number(secret)));
});
