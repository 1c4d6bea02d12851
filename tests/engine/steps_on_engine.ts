// A program: three training steps and a product with weights of a file, on the engine of this process.
import { linear, trace, traceTrainingStep } from "../../engine/mod.ts";
import {
  engineIdentity,
  makeMasks,
  openSession,
  readSafetensors,
  type Value,
  writeSafetensors,
} from "../../engine/run.ts";
import { encoderBatch, encoderPlan, encoderState, tiny } from "./encoder_fixture.ts";

/** What the program prints, as a line of JSON. */
export interface Steps {
  readonly identity: unknown;
  /** By name, after the last step: the elements. */
  readonly trained: Readonly<Record<string, readonly number[]>>;
  readonly product: readonly number[];
  /** What it said of a run without its feeds. */
  readonly refusal: string;
}

const size = { ...tiny, dropout: 0.1 };

async function train(): Promise<Record<string, readonly number[]>> {
  const graph = traceTrainingStep(encoderPlan(size));
  const session = await openSession(graph.bytes, { threads: 1 });
  let state: Record<string, Value> = encoderState(size);
  for (let step = 1; step <= 3; step++) {
    const masks = makeMasks(graph.dropout, ["engines", step]);
    const result = await session.run({ ...state, ...encoderBatch(size, step, step), ...masks });
    state = Object.fromEntries(
      Object.entries(result).map(([name, value]) => [name.replace(/\.next$/, ""), value]),
    );
  }
  await session.close();
  return Object.fromEntries(Object.entries(state).map(([name, { data }]) => [name, [...data]]));
}

const weight: Value = { shape: [2, 3], dtype: "float32", data: Float32Array.of(1, 2, 3, 4, 5, 6) };
const x: Value = { shape: [1, 3], dtype: "float32", data: Float32Array.of(1, 0, -1) };

async function multiply(): Promise<Pick<Steps, "product" | "refusal">> {
  const folder = await Deno.makeTempDir({ prefix: "engine weights " });
  try {
    const file = "model.safetensors";
    await writeSafetensors(`${folder}/${file}`, { other: x, weight });
    const stored = (await readSafetensors(`${folder}/${file}`)).tensors.get("weight");
    const { offset = 0, length = 0 } = stored ?? {};
    const { bytes } = trace((tracer) => {
      const source = { kind: "file", file, offset, length } as const;
      const w = tracer.constant({ ...weight, name: "weight" }, source);
      return { y: linear(tracer.input({ ...x, name: "x" }), w) };
    });
    const session = await openSession(bytes, { threads: 1, folder });
    const refusal = await session.run({}).then(() => "none", (error) => String(error.message));
    const { y } = await session.run({ x });
    await session.close();
    return { product: [...y?.data ?? []], refusal };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const steps = { identity: await engineIdentity(), trained: await train(), ...await multiply() };
  await Deno.stdout.write(new TextEncoder().encode(`\n${JSON.stringify(steps)}\n`));
  // Native threads of an engine may hold the process.
  Deno.exit(0);
}
