// Torch's vectors of kernels, and each case as a computation of everything that its vector wants.
import { fileURLToPath } from "node:url";
import { type Tensor, tf, type Tracer } from "../../engine/mod.ts";
import { readSafetensors, type SafetensorsFile, type Value } from "../../engine/run.ts";
import type { Case, Inputs } from "./every_kernel.ts";

const path = fileURLToPath(new URL("../reference/kernels.safetensors", import.meta.url));

/** The largest difference from torch, of a tensor's largest value. */
export const kernelTolerance = 3e-6;

/** What torch computed in one case. */
export interface Vector {
  /** What is fed: `in/<input>`, and `dy` where there is a gradient. */
  readonly feeds: Record<string, Value>;
  /** What torch gives: `out`, and `grad/<input>` where there is a gradient. */
  readonly wanted: Record<string, Value>;
}

/** The file of all vectors. */
export function kernelVectors(): Promise<SafetensorsFile> {
  return readSafetensors(path);
}

/** The vector of a case. */
export function vectorOf(file: SafetensorsFile, name: string): Vector {
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
export function computation(build: Case, { feeds, wanted }: Vector) {
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
