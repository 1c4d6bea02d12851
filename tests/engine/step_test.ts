// The training step as a graph: equal to eager TensorFlow.js on several batches.
import { strict as assert } from "node:assert";
import {
  eagerTrainingStep,
  type Graph,
  type StepPlan,
  type Tensor,
  tf,
  traceTrainingStep,
} from "../../engine/mod.ts";
import { makeMasks, openSession, type Value } from "../../engine/run.ts";
import { assertClose } from "./assert_close.ts";
import { encoderBatch, encoderPlan, encoderState, tiny } from "./encoder_fixture.ts";

type Values = Record<string, Value>;

async function steps(graph: Graph, first: Values, feeds: readonly Values[]): Promise<Values[]> {
  const session = await openSession(graph.bytes, { threads: 1 });
  const results: Values[] = [];
  let state = first;
  for (const fed of feeds) {
    const result = await session.run({ ...state, ...fed });
    results.push(result);
    state = nextState(result);
  }
  await session.close();
  return results;
}

/** What the next step is fed of this one's outputs, as it is. */
function nextState(result: Values): Values {
  const moved = Object.entries(result).filter(([name]) => name.endsWith(".next"));
  return Object.fromEntries(moved.map(([name, value]) => [name.replace(/\.next$/, ""), value]));
}

for (const trains of ["lora", "cla", "full"] as const) {
  Deno.test(`traceTrainingStep() of ${trains} equals eager TensorFlow.js on two batches`, async () => {
    const size = { ...tiny, trains, dropout: 0.25 };
    const plan = encoderPlan(size);
    const graph = traceTrainingStep(plan);
    const feeds = [1, 2].map((step) => ({
      ...encoderBatch(size, step, step),
      ...makeMasks(graph.dropout, ["test", step]),
    }));
    let state = encoderState(size);
    for (const [place, result] of (await steps(graph, state, feeds)).entries()) {
      const eager = eagerTrainingStep(plan, { ...state, ...feeds[place] });
      assert.deepEqual(Object.keys(result).sort(), Object.keys(eager).sort());
      for (const [name, value] of Object.entries(eager)) {
        // Key biases have no gradient but rounding noise, which Adam turns into steps.
        if (name.includes("key.bias")) continue;
        assertClose(result[name], value, { tolerance: 2e-5, what: `${name} of step ${place}` });
      }
      state = nextState(eager);
    }
  });
}

Deno.test("traceTrainingStep() gives the loss another batch deserves", async () => {
  const graph = traceTrainingStep(encoderPlan(tiny));
  const state = encoderState(tiny);
  const [a] = await steps(graph, state, [encoderBatch(tiny, 1)]);
  const [b] = await steps(graph, state, [encoderBatch(tiny, 2)]);
  assert.notEqual(a?.["loss"]?.data[0], b?.["loss"]?.data[0]);
});

Deno.test("traceTrainingStep() makes no gradient of frozen weights", () => {
  const products = (trains: "lora" | "full") =>
    traceTrainingStep(encoderPlan({ ...tiny, trains })).nodes.filter(({ op }) => op === "Gemm")
      .length;
  // 2 · 6 + 2 linear layers, each with a product forward, one for its input, one for its weight.
  assert.equal(products("full"), 3 * 14);
  // 4 adapters of two linear layers each; without the gradients of 12 frozen weights, without those
  // of inputs below the first adapters: two A, and query, key and value of the first layer.
  assert.equal(products("lora"), 3 * 14 + 4 * 2 * 3 - 12 - 2 - 3);
});

const quadratic: StepPlan = {
  batch: [{ name: "target", shape: [3], dtype: "float32" }],
  trained: [
    { name: "w", shape: [3], group: 0 },
    { name: "spare", shape: [2], group: 0 },
  ],
  state: [{ name: "unused", shape: [7], dtype: "float32" }],
  frozen: [],
  groups: [{ name: "all", rate: 1, weightDecay: 0.5 }],
  adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  clip: null,
  loss: (values, batch) => tf.sum(tf.squaredDifference(values("w"), batch["target"] as Tensor)),
};

Deno.test("traceTrainingStep() leaves a tensor alone that the loss does not depend on", async () => {
  const graph = traceTrainingStep(quadratic);
  const vector = (...data: number[]): Value => ({
    shape: [data.length],
    dtype: "float32",
    data: Float32Array.from(data),
  });
  const [result] = await steps(graph, {}, [{
    target: vector(0, 0, 0),
    w: vector(1, 2, 3),
    spare: vector(5, 6),
    hyper: vector(10, 1000, 0.1),
    ...Object.fromEntries(["m/w", "v/w"].map((name) => [name, vector(0, 0, 0)])),
    ...Object.fromEntries(["m/spare", "v/spare"].map((name) => [name, vector(1, 1)])),
  }]);
  assert.deepEqual(result?.["spare.next"]?.data, Float32Array.of(5, 6));
  assert.deepEqual(result?.["m/spare.next"]?.data, Float32Array.of(1, 1));
  assert.equal(result?.["loss"]?.data[0], 14);
  assertClose(result?.["grad_norm"], { ...vector(2 * Math.sqrt(14)), shape: [] }, {
    tolerance: 1e-6,
    what: "grad_norm",
  });
  // The first step of Adam moves by the rate; decay takes 0.1 · 0.5 of each.
  assertClose(result?.["w.next"], vector(0.85, 1.8, 2.75), { tolerance: 1e-6, what: "w.next" });
});

Deno.test("traceTrainingStep() declares inputs in order and leaves out what nothing uses", () => {
  const { inputs, outputs } = traceTrainingStep(quadratic);
  assert.deepEqual(inputs.map(({ name }) => name), [
    "target",
    "w",
    "spare",
    "hyper",
    "m/w",
    "v/w",
    "m/spare",
    "v/spare",
  ]);
  assert.deepEqual(outputs.slice(0, 2).map(({ name }) => name), ["loss", "grad_norm"]);
});

Deno.test("traceTrainingStep() lists dropout masks in the order of the calls", () => {
  const { dropout, inputs } = traceTrainingStep(encoderPlan({ ...tiny, dropout: 0.1 }));
  assert.deepEqual(
    dropout.map(({ name }) => name),
    [0, 1, 2, 3, 4, 5, 6].map((i) => `dropout/${i}`),
  );
  assert.deepEqual(dropout[1], { name: "dropout/1", shape: [3, 2, 5, 5], rate: 0.1 });
  assert.deepEqual(inputs.find(({ name }) => name === "dropout/1"), {
    name: "dropout/1",
    shape: [3, 2, 5, 5],
    dtype: "bool",
  });
});

Deno.test("traceTrainingStep() names a group that the plan lacks", () => {
  const plan = { ...quadratic, groups: [] };
  assert.throws(() => traceTrainingStep(plan), /Cannot train "w" in group 0: no such group/);
});
