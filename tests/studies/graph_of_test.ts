// graphOf(): which nodes a study becomes, and from whom each reads.
import assert from "node:assert/strict";
import type { MethodName } from "../../adapters/mod.ts";
import type { Graph, Node } from "../../pipeline/mod.ts";
import { graphOf } from "../../studies/graph_of.ts";
import { mini } from "../../studies/mini.ts";
import { smoke } from "../../studies/smoke.ts";
import { cells, type Study, studySchema } from "../../studies/study.ts";
import { little, littleStudy } from "../support/little_study_input.ts";

function graph(study: Study = littleStudy()): Graph {
  const result = graphOf(study);
  assert.ok(result.ok, result.ok ? "" : result.message);
  return result.value;
}

const node = (name: string, of = graph()): Node => of.nodes.get(name) ?? assert.fail(name);
const plain = (of: Graph) =>
  JSON.stringify(
    [...of.nodes].map((
      [name, { stage, parameters, inputs }],
    ) => [name, stage.name, parameters, inputs]),
  );

for (const [name, input] of Object.entries({ little, smoke, mini })) {
  Deno.test(`every input of every node of ${name} is an output of a node before it`, () => {
    const seen = new Set<string>();
    const all = graph(studySchema.parse(input));
    for (const [name, { inputs }] of all.nodes) {
      for (const { node: giver, file } of Object.values(inputs)) {
        assert.ok(seen.has(giver), `${name} reads ${giver}`);
        assert.ok(node(giver, all).stage.outputs.includes(file), `${name} reads ${giver}/${file}`);
      }
      seen.add(name);
    }
  });

  Deno.test(`every node of ${name} is called by its stage and what it is about`, () => {
    for (const [name, { stage }] of graph(studySchema.parse(input)).nodes) {
      assert.match(
        name,
        /^[a-z_]+:[a-z0-9_-]+(\/pretraining|\/[a-z0-9_-]+\/[a-z0-9]+\/seed=\d+)?$/,
      );
      assert.equal(name.split(":")[0], stage.name);
    }
  });
}

Deno.test("a cell has a node of each of its stages, and a landscape where one is asked for", () => {
  const names = [...graph().nodes.keys()];
  for (const { id } of cells(littleStudy())) {
    const own = names.filter((name) => name.endsWith(`:${id}`)).map((name) => name.split(":")[0]);
    const landscape = id === "tiny/digits/cla/seed=2" ? ["sample_landscape"] : [];
    const stages = ["inject_adapter", "train", "evaluate", "compute_bounds", "analyze_spectrum"];
    assert.deepEqual(own.sort(), [...stages, ...landscape].sort());
  }
});

Deno.test("pre-training goes through the same joint and the same trainer, as full fine-tuning", () => {
  const cell = node("train:tiny/digits/fft/seed=1");
  const training = node("train:tiny/pretraining");
  const inject = node("inject_adapter:tiny/pretraining");
  assert.equal(training.stage, cell.stage);
  assert.equal(inject.stage, node("inject_adapter:tiny/digits/fft/seed=1").stage);
  assert.deepEqual(Object.keys(training.inputs), Object.keys(cell.inputs));
  const { method, seed, batch, weightDecay } = inject.parameters as Record<string, unknown>;
  assert.deepEqual([method, seed, batch], ["fft", 3, 8]);
  assert.equal(weightDecay, 0.5, "what the recipe sets otherwise for fft");
  assert.equal(inject.inputs.weights?.node, "initialize_model:tiny");
  assert.equal(training.inputs.train?.node, "prepare_data:others");
});

Deno.test("cells start from the pre-trained checkpoint, or from the random weights", () => {
  assert.deepEqual(node("inject_adapter:tiny/digits/cla/seed=1").inputs.weights, {
    node: "train:tiny/pretraining",
    file: "best.safetensors",
  });
  assert.deepEqual(node("train:raw/digits/cla/seed=1").inputs.weights, {
    node: "initialize_model:raw",
    file: "model.safetensors",
  });
});

Deno.test("the base spectrum is a node once a model, and every cell of it reads that one", () => {
  const all = [...graph().nodes.values()].filter(({ stage }) => stage.name === "analyze_spectrum");
  const bases = all.filter(({ inputs }) => inputs.checkpoint === undefined);
  assert.deepEqual(bases.map(({ name }) => name).sort(), [
    "analyze_spectrum:raw",
    "analyze_spectrum:tiny",
  ]);
  for (const { name, inputs } of all.filter((each) => !bases.includes(each))) {
    const model = name.split(/[:/]/)[1];
    assert.equal(inputs.base?.node, `analyze_spectrum:${model}`);
  }
});

Deno.test("evaluate takes the selected checkpoint; spectrum and landscape the last ones", () => {
  const id = "tiny/digits/cla/seed=2";
  assert.equal(node(`evaluate:${id}`).inputs.checkpoint?.file, "best.safetensors");
  assert.equal(node(`analyze_spectrum:${id}`).inputs.checkpoint?.file, "last.safetensors");
  assert.equal(node(`sample_landscape:${id}`).inputs.trajectory?.file, "trajectory.safetensors");
});

Deno.test("only evaluate reads the test part", () => {
  for (const [name, { inputs }] of graph().nodes) {
    const reads = Object.values(inputs).some(({ file }) => file === "test.safetensors");
    assert.equal(reads, name.startsWith("evaluate:"), name);
  }
});

/** What `inject_adapter` and `train` are told of one cell with the short recipe. */
function parametersOf(method: MethodName, changes: Record<string, unknown> = {}) {
  const recipes = { ...little.recipes, short: { ...little.recipes.short, ...changes } };
  const grids = [{
    models: ["tiny"],
    data: "digits",
    methods: [method],
    seeds: [1],
    recipe: "short",
  }];
  const study = littleStudy({ recipes, grids, exhibits: {} });
  const of = graph(study);
  const told = (stage: string) => node(`${stage}:tiny/digits/${method}/seed=1`, of).parameters;
  return { inject: told("inject_adapter"), train: told("train") } as Record<
    "inject" | "train",
    Record<string, unknown>
  >;
}

Deno.test("a chain has as many links as its epochs need, and alpha is twice the rank", () => {
  const { links, alpha, rank } = parametersOf("c3la").inject;
  assert.deepEqual([links, alpha, rank], [3, 8, 4]);
});

Deno.test("what a recipe says of chains is told to chains only", () => {
  const words = { chainEvery: 1, chainOptimizer: "keep", chainSchedule: "freeze" };
  assert.deepEqual(parametersOf("lora", words), parametersOf("lora"));
  assert.notDeepEqual(parametersOf("rac", words), parametersOf("rac"));
});

Deno.test("the rank of a recipe is told to methods that have one only", () => {
  for (const method of ["fft", "head"] as const) {
    assert.deepEqual(parametersOf(method, { rank: 7 }), parametersOf(method), method);
  }
  assert.equal(parametersOf("paca", { rank: 7 }).inject.rank, 7);
});

Deno.test("the report is the last node and reads what every cell measured", () => {
  const of = graph();
  const [name, { inputs }] = [...of.nodes].at(-1) ?? assert.fail();
  assert.equal(name, "report:little");
  for (const [input, ref] of Object.entries(inputs)) assert.equal(input, ref.node);
  const cell = cells(littleStudy()).length;
  assert.equal(Object.keys(inputs).length, 5 * cell + 1 + 2 + 2);
});

Deno.test("shuffled grids and data give the same nodes in the same order, but for the report's words", () => {
  const { digits, others } = little.data;
  const shuffled = littleStudy({
    data: { others, digits },
    grids: little.grids.toReversed().map((grid) => ({
      ...grid,
      models: grid.models.toReversed(),
      methods: grid.methods.toReversed(),
      seeds: grid.seeds.toReversed(),
    })),
  });
  const without = (of: Graph): Graph => ({
    ...of,
    nodes: new Map([...of.nodes].filter(([name]) => name !== "report:little")),
  });
  assert.equal(plain(without(graph(shuffled))), plain(without(graph())));
  assert.deepEqual([...graph(shuffled).nodes.keys()], [...graph().nodes.keys()]);
});

Deno.test("data whose tokenizers need each other are refused", () => {
  const data = {
    digits: { dataset: "digits", tokenizer: "others" },
    others: { dataset: "digits", tokenizer: "digits" },
  };
  const result = graphOf(littleStudy({ data }));
  assert.ok(!result.ok);
  assert.equal(result.reason, "cycle");
});
