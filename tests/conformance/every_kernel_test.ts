// Every kernel on TensorFlow.js's cpu and on ONNX Runtime, forward and gradient, held to torch.
import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { lowerings } from "../../engine/lower/lowerings.ts";
import { eager, type Tensor, tf, trace, type Tracer } from "../../engine/mod.ts";
import {
  openSession,
  readSafetensors,
  type SafetensorsFile,
  type Value,
} from "../../engine/run.ts";
import { record } from "../../engine/trace/trace.ts";
import { assertClose } from "../engine/assert_close.ts";
import { type Case, cases, type Inputs } from "./every_kernel.ts";

const VECTORS = fileURLToPath(new URL("../reference/kernels.safetensors", import.meta.url));
const TOLERANCE = 3e-6;

interface Vector {
  /** What is fed: `in/<input>`, and `dy` where there is a gradient. */
  readonly feeds: Record<string, Value>;
  /** What torch gives: `out`, and `grad/<input>` where there is a gradient. */
  readonly wanted: Record<string, Value>;
}

function vectorOf(file: SafetensorsFile, name: string): Vector {
  const vector: Vector = { feeds: {}, wanted: {} };
  for (const key of file.tensors.keys()) {
    if (!key.startsWith(`${name}/`)) continue;
    const part = key.slice(name.length + 1);
    const side = part === "out" || part.startsWith("grad/") ? vector.wanted : vector.feeds;
    side[part] = file.read(key);
  }
  return vector;
}

/** The case as a computation of everything that torch's vector wants. */
function computation(build: Case, { feeds, wanted }: Vector) {
  return (tracer: Tracer): Record<string, Tensor> => {
    const fed = Object.entries(feeds).map(([name, value]) =>
      [name, tracer.input({ ...value, name })] as const
    );
    const inputs = Object.fromEntries(
      fed.map(([name, tensor]) => [name.replace("in/", ""), tensor]),
    );
    const names = Object.keys(wanted).flatMap((key) => key.match(/^grad\/(.*)/)?.[1] ?? []);
    return { out: build(inputs), ...gradients(build, inputs, names) };
  };
}

function gradients(build: Case, inputs: Inputs, names: string[]): Record<string, Tensor> {
  if (names.length === 0) return {};
  const moving = names.map((name) => inputs[name] as Tensor);
  const { grads } = tf.engine().gradients(() => build(inputs), moving, inputs["dy"]);
  return Object.fromEntries(names.map((name, place) => [`grad/${name}`, grads[place] as Tensor]));
}

function assertVector(actual: Record<string, Value>, { wanted }: Vector): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(wanted).sort());
  for (const [key, value] of Object.entries(wanted)) {
    assertClose(actual[key], value, { tolerance: TOLERANCE, what: key });
  }
}

const file = await readSafetensors(VECTORS);
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
    const session = await openSession(trace(computation(build, vector)).bytes, { threads: 1 });
    assertVector(await session.run(vector.feeds), vector);
    await session.close();
  });
}

Deno.test("No kernel is supported that no torch vector reaches", () => {
  assert.deepEqual([...reached].sort(), Object.keys(lowerings).sort());
});
