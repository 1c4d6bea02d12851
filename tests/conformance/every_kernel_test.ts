// Every kernel, forward and gradient, held to torch: eager, on ONNX Runtime, and interpreted in plain JavaScript.
import { strict as assert } from "node:assert";
import { lowerings } from "../../engine/lower/lowerings.ts";
import { eager, trace } from "../../engine/mod.ts";
import { openSession, type Session, type Value } from "../../engine/run.ts";
import * as tfjsCpu from "../../engine/sessions/tfjs_cpu.ts";
import { record } from "../../engine/trace/trace.ts";
import { assertClose } from "../engine/assert_close.ts";
import { cases } from "./every_kernel.ts";
import {
  computation,
  kernelTolerance,
  kernelVectors,
  type Vector,
  vectorOf,
} from "./kernel_vectors.ts";

function assertVector(actual: Record<string, Value>, { wanted }: Vector): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(wanted).sort());
  for (const [key, value] of Object.entries(wanted)) {
    assertClose(actual[key], value, { tolerance: kernelTolerance, what: key });
  }
}

async function assertSession(session: Session, vector: Vector): Promise<void> {
  assertVector(await session.run(vector.feeds), vector);
  await session.close();
}

const file = await kernelVectors();
const reached = new Set<string>();

Deno.test("Every torch vector has a case, and every case a vector", () => {
  const named = new Set([...file.tensors.keys()].map((key) => key.split("/")[0] as string));
  assert.deepEqual(Object.keys(cases).sort(), [...named].sort());
});

for (const [name, build] of Object.entries(cases)) {
  const vector = vectorOf(file, name);

  Deno.test(`${name} equals torch on TensorFlow.js, forward and gradient`, () => {
    assertVector(eager(computation(build, vector), vector.feeds), vector);
  });

  Deno.test(`${name} equals torch on ONNX Runtime, forward and gradient`, async () => {
    for (const kernel of record(computation(build, vector)).kernels) reached.add(kernel);
    const { bytes } = trace(computation(build, vector));
    await assertSession(await openSession(bytes, { threads: 1 }), vector);
  });

  // What engine/lower can emit and the interpreter lacks fails here, by its name.
  Deno.test(`${name} equals torch when its graph is interpreted, forward and gradient`, async () => {
    const { bytes } = trace(computation(build, vector));
    await assertSession(await tfjsCpu.openSession(bytes, { threads: 1 }), vector);
  });
}

Deno.test("No kernel is supported that no torch vector reaches", () => {
  assert.deepEqual([...reached].sort(), Object.keys(lowerings).sort());
});
