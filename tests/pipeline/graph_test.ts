// Graphs are checked, and in one order.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  defineStage,
  dependencies,
  type FileRef,
  type Json,
  makeGraph,
  type Node,
  upstream,
} from "../../pipeline/mod.ts";

const stage = defineStage<Json>({
  name: "make",
  module: import.meta.url,
  environment: "pure",
  outputs: ["a", "b"],
  run: () => Promise.resolve(),
});

function node(name: string, ...needs: string[]): Node {
  const inputs = needs.map((other): [string, FileRef] => [other, { node: other, file: "a" }]);
  return { name, stage, parameters: {}, inputs: Object.fromEntries(inputs) };
}

function refusal(nodes: readonly Node[], study = "s"): string {
  const graph = makeGraph(study, nodes);
  assert.ok(!graph.ok);
  return `${graph.reason}: ${graph.message}`;
}

/** Graphs without cycles: node i needs some of those before it. */
const anyNodes: fc.Arbitrary<Node[]> = fc.array(fc.array(fc.nat(), { maxLength: 3 }), {
  minLength: 1,
  maxLength: 12,
}).map((needs) =>
  needs.map((list, i) => node(`n${i}`, ...list.filter(() => i > 0).map((n) => `n${n % i}`)))
);

Deno.test("makeGraph() puts each node after all that it needs", () => {
  fc.assert(fc.property(anyNodes, (nodes) => {
    const graph = makeGraph("s", nodes);
    assert.ok(graph.ok);
    const at = new Map([...graph.value.nodes.keys()].map((name, i) => [name, i]));
    for (const { name } of nodes) {
      const needs = dependencies(graph.value.nodes.get(name) ?? node(name));
      assert.ok(needs.every((need) => (at.get(need) ?? Infinity) < (at.get(name) ?? -1)));
    }
  }));
});

Deno.test("makeGraph() gives the same order however the nodes are shuffled", () => {
  const shuffles = anyNodes.chain((nodes) =>
    fc.tuple(
      fc.constant(nodes),
      fc.shuffledSubarray(nodes, { minLength: nodes.length, maxLength: nodes.length }),
    )
  );
  fc.assert(fc.property(shuffles, ([nodes, shuffled]) => {
    const [a, b] = [makeGraph("s", nodes), makeGraph("s", shuffled)];
    assert.ok(a.ok && b.ok);
    assert.deepEqual([...a.value.nodes.keys()], [...b.value.nodes.keys()]);
  }));
});

Deno.test("upstream() is closed, and holds nothing that is not needed", () => {
  const graph = makeGraph("s", [node("a"), node("b", "a"), node("c", "b"), node("d", "a")]);
  assert.ok(graph.ok);
  assert.deepEqual([...upstream(graph.value, ["c"])].sort(), ["a", "b", "c"]);
});

Deno.test("makeGraph() refuses two nodes of one name", () => {
  assert.equal(
    refusal([node("a"), node("a")]),
    "duplicate-node: Cannot have two nodes named a",
  );
});

Deno.test("makeGraph() refuses an input from a node that the study lacks", () => {
  assert.equal(
    refusal([node("a", "ghost")]),
    "unknown-node: Node a reads from ghost, which the study does not have",
  );
});

Deno.test("makeGraph() refuses an input file that its node does not give", () => {
  const reader: Node = { ...node("b"), inputs: { x: { node: "a", file: "z" } } };
  assert.equal(
    refusal([node("a"), reader]),
    "unknown-file: Node b reads from a, which does not give a file z",
  );
});

Deno.test("makeGraph() shows a cycle, and not what hangs on it", () => {
  const nodes = [node("0", "b"), node("a", "c"), node("b", "a"), node("c", "b"), node("d")];
  assert.match(refusal(nodes), /^cycle: Cannot order nodes that need each other: /);
  assert.ok(!refusal(nodes).includes("0"));
});

Deno.test("makeGraph() refuses names that would leave their folder or meet its files", () => {
  for (const name of ["", "../x", "a//b", "/a", "a/..", ".", "a b", "a.json", "x/y.log"]) {
    assert.match(refusal([node(name)]), /^bad-name: /, name);
  }
  for (const name of ["x".repeat(201), Array(300).fill("deep").join("/"), "__proto__", "a/\n"]) {
    assert.match(refusal([node(name)]), /^bad-name: Cannot name a node "[^]{1,100}"$/, name);
  }
  assert.match(refusal([node("a")], "x/y"), /^bad-name: /);
  assert.ok(makeGraph("s", [node("train:vit-mini/digits/c3la/seed=12")]).ok);
});

Deno.test("makeGraph() refuses stages, outputs and inputs that no record could name", () => {
  const make = (changes: Partial<typeof stage>): Node => ({
    ...node("a"),
    stage: { ...stage, ...changes },
  });
  assert.match(refusal([make({ name: "../x" })]), /^bad-name: Cannot name a stage "\.\.\/x"$/);
  assert.match(refusal([make({ outputs: ["../x"] })]), /an output of stage make "\.\.\/x"$/);
  const inputs = { "a\u001b[2J": { node: "a", file: "a" } };
  assert.match(refusal([node("a"), { ...node("b"), inputs }]), /^bad-name: Cannot name an input/);
});

Deno.test("makeGraph() refuses parameters that are nested 5,000 deep, or set a prototype", () => {
  let deep: Json = 1;
  for (let level = 0; level < 5000; level++) deep = [deep];
  assert.match(refusal([{ ...node("a"), parameters: { deep } }]), /more than 100 levels deep$/);
  const parameters = JSON.parse('{"a":{"__proto__":{"b":1}}}');
  assert.match(refusal([{ ...node("a"), parameters }]), /^bad-parameters: .* member __proto__$/);
});

Deno.test("makeGraph() refuses parameters that have no canonical text", () => {
  const bad: Node = { ...node("a"), parameters: { rate: NaN } };
  assert.match(refusal([bad]), /^bad-parameters: .*the parameters of a\.rate.*NaN/);
});

Deno.test("a node may need 130,000 others", () => {
  const names = Array.from({ length: 130_000 }, (_, i) => `n${i}`);
  const inputs = Object.fromEntries(names.map((name) => [name, { node: name, file: "a" }]));
  const report = { ...node("report"), inputs };
  const graph = makeGraph("s", [...names.map((name) => node(name)), report]);
  assert.ok(graph.ok);
  assert.equal(upstream(graph.value, ["report"]).size, 130_001);
});
