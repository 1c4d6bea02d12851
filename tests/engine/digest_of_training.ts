// Trains the small encoder for some steps and prints a digest of all it gives: run as a process of its own.
import { createHash } from "node:crypto";
import process from "node:process";
import { traceTrainingStep } from "../../engine/mod.ts";
import { makeMasks, openSession, type Value } from "../../engine/run.ts";
import { encoderBatch, encoderPlan, encoderState, tiny } from "./encoder_fixture.ts";

/** Wide enough for ONNX Runtime to divide the work between threads. */
const size = {
  ...tiny,
  trains: process.argv[3] === "lora" ? "lora" : "full",
  width: 96,
  heads: 4,
  vocabulary: 2048,
  batch: 32,
  length: 32,
  dropout: 0.1,
} as const;

const threads = Number(process.argv[2]);
const graph = traceTrainingStep(encoderPlan(size));
const session = await openSession(graph.bytes, { threads });
const hash = createHash("sha256").update(graph.bytes);
let state = encoderState(size);
for (let step = 1; step <= 6; step++) {
  const masks = makeMasks(graph.dropout, ["digest", step]);
  const result = await session.run({ ...state, ...encoderBatch(size, step, step), ...masks });
  for (const [name, { data }] of Object.entries(result)) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const next = Object.entries(result).map((
    [name, value],
  ): [string, Value] => [name.replace(/\.next$/, ""), value]);
  state = Object.fromEntries(next);
}
await session.close();
process.stdout.write(hash.digest("hex"));
