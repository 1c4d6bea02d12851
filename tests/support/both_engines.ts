// One plan on both engines: eager TensorFlow.js on its cpu, and traced in ONNX Runtime.
import {
  eagerForward,
  eagerTrainingStep,
  traceForward,
  traceTrainingStep,
} from "../../engine/mod.ts";
import type { ForwardPlan, StepPlan } from "../../engine/mod.ts";
import { openSession } from "../../engine/run.ts";
import type { Value } from "../../engine/run.ts";

export type Values = Readonly<Record<string, Value>>;

/** How to run a plan of either kind. */
export interface Engine {
  readonly name: string;
  forward(plan: ForwardPlan, feeds: Values): Promise<Values>;
  step(plan: StepPlan, feeds: Values): Promise<Values>;
}

export const eager: Engine = {
  name: "eager TensorFlow.js",
  forward: async (plan, feeds) => await eagerForward(plan, feeds),
  step: async (plan, feeds) => await eagerTrainingStep(plan, feeds),
};

export const traced: Engine = {
  name: "ONNX Runtime",
  forward: (plan, feeds) => runOnce(traceForward(plan).bytes, feeds),
  step: (plan, feeds) => runOnce(traceTrainingStep(plan).bytes, feeds),
};

export const engines = [eager, traced] as const;

async function runOnce(graph: Uint8Array, feeds: Values): Promise<Values> {
  const session = await openSession(graph, { threads: 1 });
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}
