// Clipping where there is nothing to clip; everything else of the optimizer is in parity's cases under optim/.
import assert from "node:assert/strict";
import { traceTrainingStep } from "../../engine/mod.ts";
import { openSession, type Value } from "../../engine/run.ts";
import { givenGradientsPlan } from "../../parity/kinds/optimizer.ts";
import { momentsOf } from "../../parity/plans.ts";

Deno.test("traceTrainingStep() leaves gradients under the limit as they are", async () => {
  const g: Value = { shape: [2], dtype: "float32", data: Float32Array.of(0.3, -0.4) };
  const adamw = { beta1: 0, beta2: 0.5, epsilon: 1e-8 };
  const graph = traceTrainingStep(givenGradientsPlan({ g }, { adamw, clip: 1, weightDecay: 0 }));
  const session = await openSession(graph.bytes, { threads: 1 });
  const hyper: Value = { shape: [3], dtype: "float32", data: Float32Array.of(1, 1, 0) };
  const result = await session.run({ g, "grad/g": g, ...momentsOf({ g }), hyper });
  assert.deepEqual(result["m/g.next"]?.data, g.data);
  await session.close();
});
