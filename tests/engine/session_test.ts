// Running graphs: weights from files, feeds, and results that do not depend on threads.
import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { linear, tf, trace } from "../../engine/mod.ts";
import { openSession, readSafetensors, type Value, writeSafetensors } from "../../engine/run.ts";

const weight: Value = {
  shape: [2, 3],
  dtype: "float32",
  data: Float32Array.of(1, 2, 3, 4, 5, 6),
};
const x: Value = { shape: [1, 3], dtype: "float32", data: Float32Array.of(1, 0, -1) };

/** A weight file in a new folder, and a graph that names it. */
async function withWeights(prefix: string): Promise<{ folder: string; bytes: Uint8Array }> {
  const folder = await Deno.makeTempDir({ prefix });
  const path = `${folder}/model.safetensors`;
  await writeSafetensors(path, { other: { ...weight, data: new Float32Array(6) }, weight });
  const stored = (await readSafetensors(path)).tensors.get("weight");
  assert.ok(stored);
  const { offset, length } = stored;
  const { bytes } = trace((tracer) => {
    const w = tracer.constant({ ...weight, name: "weight" }, {
      kind: "file",
      file: "model.safetensors",
      offset,
      length,
    });
    return { y: linear(tracer.input({ ...x, name: "x" }), w) };
  });
  return { folder, bytes };
}

Deno.test("openSession() reads frozen weights from the folder it is told", async () => {
  const { folder, bytes } = await withWeights("cairn weights ");
  const session = await openSession(bytes, { threads: 1, folder });
  const { y } = await session.run({ x });
  assert.deepEqual(y, { shape: [1, 2], dtype: "float32", data: Float32Array.of(-2, -2) });
  await session.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("openSession() rejects where the weight file is missing", async () => {
  const { folder, bytes } = await withWeights("cairn_missing_");
  await Deno.remove(folder, { recursive: true });
  await assert.rejects(openSession(bytes, { threads: 1, folder }));
});

Deno.test("A graph's bytes do not depend on where its weights lie", async () => {
  const [a, b] = [await withWeights("cairn_a_"), await withWeights("cairn_longer_name_")];
  assert.deepEqual(a.bytes, b.bytes);
  for (const { folder } of [a, b]) await Deno.remove(folder, { recursive: true });
});

Deno.test("run() names every missing feed and ignores extra ones", async () => {
  const { bytes } = trace((tracer) => ({
    y: tf.addN(["a", "b", "c"].map((name) => tracer.input({ ...x, name }))),
  }));
  const session = await openSession(bytes, { threads: 1 });
  await assert.rejects(session.run({ b: x }), /Cannot run the graph without values for a, c/);
  const { y } = await session.run({ a: x, b: x, c: x, d: x });
  assert.deepEqual(y?.data, Float32Array.of(3, 0, -3));
  await session.close();
});

Deno.test("run() gives values that can be fed again, and leaves its feeds alone", async () => {
  const { bytes } = trace((tracer) => ({ y: tf.mul(tracer.input({ ...x, name: "x" }), 2) }));
  const session = await openSession(bytes, { threads: 1 });
  const first = await session.run({ x });
  const second = await session.run({ x: first["y"] as Value });
  assert.deepEqual(x.data, Float32Array.of(1, 0, -1));
  assert.deepEqual(first["y"]?.data, Float32Array.of(2, 0, -2));
  assert.deepEqual(second["y"]?.data, Float32Array.of(4, 0, -4));
  await session.close();
});

/** Run in a process of its own: the setting holds for the thread that opens the first session. */
const FLUSHING = `
  import { tf, trace } from "./engine/mod.ts";
  import { openSession } from "./engine/run.ts";
  const spec = { name: "x", shape: [2], dtype: "float32" };
  const graph = trace((tracer) => ({ y: tf.mul(tracer.input(spec), 0.5) }));
  const session = await openSession(graph.bytes, { threads: 1 });
  const { y } = await session.run({ x: { ...spec, data: Float32Array.of(1.5e-38, 3) } });
  if (y.data[0] !== 0 || y.data[1] !== 1.5) Deno.exit(1);
`;

Deno.test("run() flushes numbers too small for full precision to zero", async () => {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", FLUSHING],
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
  }).output();
  assert.ok(success);
});
