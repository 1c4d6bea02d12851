// Every case of the kernel suite, forward and gradient, on the engine of this process.
import { createHash } from "node:crypto";
import { trace } from "../../engine/mod.ts";
import { openSession, type Value } from "../../engine/run.ts";
import { type Case, cases } from "../../tests/conformance/every_kernel.ts";
import {
  computation,
  kernelTolerance,
  kernelVectors,
  type Vector,
  vectorOf,
} from "../../tests/conformance/kernel_vectors.ts";
import type { Finding } from "./finding.ts";

/** Calls `found` with each finding. */
export async function probeKernels(found: (finding: Finding) => void): Promise<void> {
  const file = await kernelVectors();
  for (const [name, build] of Object.entries(cases)) {
    found({ group: "kernels", name, ...await probe(build, vectorOf(file, name)) });
  }
}

type Found = Omit<Finding, "group" | "name">;

async function probe(build: Case, vector: Vector): Promise<Found> {
  try {
    return await measure(build, vector);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { verdict: "fail", error: null, digest: "", milliseconds: NaN, message };
  }
}

async function measure(build: Case, vector: Vector): Promise<Found> {
  const session = await openSession(trace(computation(build, vector)).bytes, { threads: 1 });
  // The first run is not warm.
  await session.run(vector.feeds);
  const begun = performance.now();
  const outputs = await session.run(vector.feeds);
  const milliseconds = performance.now() - begun;
  await session.close();
  const error = Math.max(
    ...Object.entries(vector.wanted).map(([name, wanted]) => distance(outputs[name], wanted)),
  );
  const verdict = error <= kernelTolerance ? "pass" : "fail";
  return { verdict, error, digest: digestOf(outputs), milliseconds };
}

/** The largest difference, in units of the largest element wanted, or of 1 if that is larger. */
function distance(actual: Value | undefined, wanted: Value): number {
  if (String(actual?.shape) !== String(wanted.shape)) return Infinity;
  let [largest, scale] = [0, 1];
  for (const [place, element] of wanted.data.entries()) {
    const difference = Math.abs((actual?.data[place] ?? NaN) - element);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    scale = Math.max(scale, Math.abs(element));
  }
  return largest / scale;
}

function digestOf(outputs: Readonly<Record<string, Value>>): string {
  const hash = createHash("sha256");
  for (const [name, { data }] of Object.entries(outputs)) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}
