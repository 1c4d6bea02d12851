// select(): --only with alternatives, --stage, and nothing that matches.
import assert from "node:assert/strict";
import { graphOf } from "../../studies/graph_of.ts";
import { select, type Selection } from "../../studies/select.ts";
import { littleStudy } from "../support/little_study_input.ts";

const study = littleStudy();
const graph = graphOf(study);
assert.ok(graph.ok);
const { nodes } = graph.value;

function selected(selection: Selection): string[] {
  assert.ok(graph.ok);
  const result = select(study, graph.value, selection);
  assert.ok(result.ok, result.ok ? "" : result.message);
  return [...result.value].sort();
}

const trained = (names: readonly string[]) =>
  names.filter((name) => /^train:.*seed=/.test(name)).map((name) => name.slice("train:".length));

Deno.test("select() of nothing in particular is every node", () => {
  assert.deepEqual(selected({}), [...nodes.keys()].sort());
});

Deno.test("select() takes the cells that match one alternative of every key", () => {
  const names = selected({ only: { method: ["cla", "head"], seed: ["2"], model: ["tiny"] } });
  assert.deepEqual(trained(names), ["tiny/digits/cla/seed=2", "tiny/digits/head/seed=2"]);
});

Deno.test("select() takes what a cell needs, its landscape, and no report", () => {
  const names = selected({ only: { method: ["cla"], seed: ["2"], model: ["tiny"] } });
  for (const name of ["train:tiny/pretraining", "prepare_data:others", "analyze_spectrum:tiny"]) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(names.includes("sample_landscape:tiny/digits/cla/seed=2"));
  assert.ok(!names.some((name) => name.startsWith("report:") || name.includes("raw")));
});

Deno.test("select() of a stage is its nodes and what they need", () => {
  const names = selected({ stage: "train" });
  assert.equal(trained(names).length, 9);
  assert.deepEqual(
    new Set(names.map((name) => name.split(":")[0])),
    new Set([
      "prepare_data",
      "initialize_model",
      "inject_adapter",
      "train",
    ]),
  );
});

Deno.test("select() of a stage for some cells leaves the others alone", () => {
  const names = selected({ stage: "evaluate", only: { method: ["head"] } });
  assert.deepEqual(trained(names), ["tiny/digits/head/seed=2"]);
  assert.ok(!names.some((name) => name.startsWith("compute_bounds")));
});

Deno.test("select() of a stage that the cells only need is that stage's nodes behind them", () => {
  const only = { model: ["raw"] };
  assert.deepEqual(selected({ stage: "initialize_model", only }), ["initialize_model:raw"]);
  assert.deepEqual(selected({ stage: "prepare_data", only }), ["prepare_data:digits"]);
});

Deno.test("select() says so when no cell matches, with what was asked", () => {
  assert.ok(graph.ok);
  const result = select(study, graph.value, { only: { method: ["head"], seed: ["1", "3"] } });
  assert.ok(!result.ok);
  assert.equal(result.reason, "no-cell");
  assert.match(result.message, /^No cell of little has method=head, seed=1\|3; /);
});

Deno.test("select() says so when no node of the stage belongs to the cells", () => {
  assert.ok(graph.ok);
  const result = select(study, graph.value, { only: { method: ["cla"] }, stage: "report" });
  assert.ok(!result.ok);
  assert.equal(result.reason, "no-node");
  assert.match(result.message, /^No node of stage report in little belongs to the cells asked for/);
});
