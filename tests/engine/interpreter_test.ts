// The interpreter of graphs: it frees what it makes, and refuses in words what it cannot run.
import { strict as assert } from "node:assert";
import { type Tensor, tf, trace } from "../../engine/mod.ts";
import { writeModel } from "../../engine/onnx/writer.ts";
import { openInterpreter } from "../../engine/sessions/tfjs/interpreter.ts";
import { record } from "../../engine/trace/trace.ts";

const place = { tf, backend: "cpu" };
const spec = { name: "x", shape: [2, 2], dtype: "float32" } as const;
const x = { ...spec, data: Float32Array.of(1, 2, 3, 4) };

const branching = (x: Tensor) => {
  const [a, b] = tf.split(tf.softmax(tf.matMul(x, tf.tensor2d([[1, 2], [3, 4]]))), 2, 1);
  return tf.add(tf.mul(a as Tensor, 2), b as Tensor);
};

Deno.test("A session keeps its constants and nothing else from run to run, and frees them when it closes", async () => {
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  const { bytes } = trace((tracer) => ({ y: branching(tracer.input(spec)) }));
  const session = await openInterpreter(bytes, place);
  const open = tf.memory().numTensors;
  for (let run = 0; run < 3; run++) await session.run({ x });
  assert.equal(tf.memory().numTensors, open);
  await assert.rejects(session.run({ x: { ...x, shape: [4] } }));
  assert.equal(tf.memory().numTensors, open);
  await session.close();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("A feed of another shape or type is refused by name", async () => {
  const { bytes } = trace((tracer) => ({ y: tf.mul(tracer.input(spec), 2) }));
  const session = await openInterpreter(bytes, place);
  await assert.rejects(
    session.run({ x: { ...x, shape: [4] } }),
    /Cannot feed "x" as float32 \[4\]: it must be float32 \[2,2\]/,
  );
  await session.close();
});

Deno.test("An operation without a kernel is refused when the session is opened", async () => {
  const { recording } = record((tracer) => ({ y: tf.abs(tracer.input(spec)) }));
  const nodes = recording.nodes.map((node) => ({ ...node, op: "Unheard" }));
  const outputs = recording.outputs.map((output) => ({ ...output, name: output.value }));
  const bytes = writeModel({ ...recording, nodes, outputs });
  await assert.rejects(openInterpreter(bytes, place), /Cannot interpret ONNX's Unheard/);
});
