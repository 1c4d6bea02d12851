// What the recorder accepts, refuses and writes.
import { strict as assert } from "node:assert";
import { type Build, linear, takeColumns, type Tensor, tf, trace } from "../../engine/mod.ts";
import { openSession, type Value } from "../../engine/run.ts";
import { traceTrainingStep } from "../../engine/mod.ts";
import { encoderPlan, tiny } from "./encoder_fixture.ts";

const spec = { name: "x", shape: [4, 3], dtype: "float32" } as const;

/** A computation of one input. */
function of(operation: (x: Tensor) => Tensor): Build {
  return (tracer) => ({ y: operation(tracer.input(spec)) });
}

function operations(build: Build): string[] {
  return trace(build).nodes.map(({ op }) => op);
}

const draws: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  randomNormal: (x) => tf.add(x, tf.randomNormal([4, 3])),
  randomStandardNormal: (x) => tf.add(x, tf.randomStandardNormal([4, 3])),
  randomUniform: (x) => tf.add(x, tf.randomUniform([4, 3])),
  randomUniformInt: (x) => tf.add(x, tf.randomUniformInt([4, 3], 0, 9)),
  randomGamma: (x) => tf.add(x, tf.randomGamma([4, 3], 1)),
  truncatedNormal: (x) => tf.add(x, tf.truncatedNormal([4, 3])),
  rand: (x) => tf.add(x, tf.rand([4, 3], () => 1)),
  dropout: (x) => tf.dropout(x, 0.5),
  multinomial: (x) => tf.multinomial(x as tf.Tensor2D, 2),
};

for (const [name, draw] of Object.entries(draws)) {
  Deno.test(`trace() refuses tf.${name} by its name`, () => {
    assert.throws(() => trace(of(draw)), new RegExp(`Cannot trace tf\\.${name}: it draws random`));
  });
}

Deno.test("trace() refuses host reads of traced values by name", async () => {
  const read = /Cannot read the traced value "x" on the host/;
  assert.throws(() => trace(of((x) => tf.scalar(x.dataSync()[0] ?? 0))), read);
  assert.throws(() => trace(of((x) => tf.tensor(x.arraySync()))), read);
  const reads: Promise<unknown>[] = [];
  trace(of((x) => {
    reads.push(x.data(), x.array());
    return tf.neg(x);
  }));
  for (const promise of reads) await assert.rejects(promise, read);
});

Deno.test("trace() refuses a kernel without a lowering by its name", () => {
  assert.throws(() => trace(of((x) => tf.atan(x))), /Cannot trace the TensorFlow\.js kernel Atan/);
});

Deno.test("trace() refuses tensors from outside and traces inside traces", () => {
  const outside = tf.tensor([1, 2, 3]);
  assert.throws(() => trace(of((x) => tf.add(x, outside))), /made outside the trace: \[3\]/);
  assert.throws(() => trace(of((x) => (trace(of(tf.neg)), x))), /Cannot trace inside a trace/);
});

Deno.test("trace() refuses two values of one name", () => {
  const twice: Build = (tracer) => ({ y: tf.add(tracer.input(spec), tracer.input(spec)) });
  assert.throws(() => trace(twice), /Cannot name two values "x"/);
});

Deno.test("trace() gives TensorFlow.js its backend back, after errors too", () => {
  const sum = () => tf.tidy(() => tf.sum(tf.tensor([1, 2, 3])).dataSync()[0]);
  assert.equal(sum(), 6);
  trace(of(tf.neg));
  assert.equal(sum(), 6);
  assert.throws(() => trace(of((x) => tf.dropout(x, 0.5))));
  assert.equal(sum(), 6);
  assert.equal(tf.findBackend("cairn_trace"), null);
});

Deno.test("trace() gives equal bytes twice, whatever was recorded and thrown away", () => {
  const plan = encoderPlan({ ...tiny, dropout: 0.1 });
  assert.deepEqual(traceTrainingStep(plan).bytes, traceTrainingStep(plan).bytes);
  const lean = of((x) => tf.exp(tf.mul(x, 0.3)));
  const wasteful = of((x) => {
    tf.sin(tf.add(x, 17.5));
    const scaled = tf.mul(x, 0.3);
    tf.tile(scaled, [3, 1]);
    return tf.exp(scaled);
  });
  assert.deepEqual(trace(wasteful).bytes, trace(lean).bytes);
});

Deno.test("trace() gives other bytes for another number", () => {
  const scaled = (by: number) => trace(of((x) => tf.exp(tf.mul(x, by)))).bytes;
  assert.notDeepEqual(scaled(0.3), scaled(0.300001));
});

Deno.test("trace() drops inputs, constants and nodes that no output needs", () => {
  const bytes = new Uint8Array(48);
  const graph = trace((tracer) => {
    const x = tracer.input(spec);
    tracer.input({ ...spec, name: "unused" });
    const frozen = tracer.constant({ ...spec, name: "frozen" }, { kind: "bytes", bytes });
    tf.mul(x, frozen);
    return { y: tf.exp(x) };
  });
  assert.deepEqual(graph.inputs, [spec]);
  assert.deepEqual(graph.nodes, [{ op: "Exp", inputs: ["x"], outputs: ["y"], attributes: {} }]);
});

Deno.test("trace() outputs an input, a constant and one value under two names", async () => {
  const graph = trace((tracer) => {
    const x = tracer.input(spec);
    const twice = tf.add(x, x);
    return { same: x, five: tf.scalar(5), once: twice, again: twice };
  });
  const session = await openSession(graph.bytes, { threads: 1 });
  const x: Value = { ...spec, data: Float32Array.from({ length: 12 }, (_, i) => i) };
  const { same, five, once, again } = await session.run({ x });
  assert.deepEqual(same?.data, x.data);
  assert.deepEqual(five?.data, Float32Array.of(5));
  assert.deepEqual(once?.data, again?.data);
  await session.close();
});

Deno.test("takeColumns() is a slice for a window and a gather for a list, never a product", () => {
  const products = ["Gemm", "MatMul", "FusedMatMul"];
  const window = operations(of((x) => takeColumns(x, { start: 1, size: 2 })));
  assert.deepEqual(window, ["Slice"]);
  const listed = operations((tracer) => {
    const columns = tracer.input({ name: "columns", shape: [2], dtype: "int32" });
    return { y: takeColumns(tracer.input(spec), columns) };
  });
  assert.deepEqual(listed, ["Gather"]);
  const gradient = operations((tracer) => {
    const columns = tracer.input({ name: "columns", shape: [2], dtype: "int32" });
    const x = tracer.input(spec);
    return { dx: tf.grad((x) => takeColumns(x, columns))(x) };
  });
  assert.ok(gradient.includes("ScatterElements"));
  assert.ok(!gradient.some((op) => products.includes(op)));
});

Deno.test("trace() folds scales and sums into the products beside them", () => {
  const weight: Build = (tracer) => {
    const [a, b] = ["a", "b"].map((name) =>
      tracer.input({ name, shape: [4, 4], dtype: "float32" })
    );
    const x = tf.reshape(tracer.input({ ...spec, shape: [2, 3, 4] }), [2, 3, 4]);
    const adapted = tf.mul(linear(linear(x, a as Tensor), b as Tensor), 2);
    return { y: tf.add(linear(x, b as Tensor), adapted) };
  };
  const kept = operations(weight).filter((op) => op !== "Reshape");
  assert.deepEqual(kept, ["Gemm", "Gemm", "Gemm"]);
});
