// One pass without gradients, such as an evaluation or a merge.
import type { Graph } from "./graph/graph.ts";
import type { ForwardPlan } from "./plan.ts";
import { eager } from "./trace/eager.ts";
import { trace } from "./trace/trace.ts";
import type { Build } from "./trace/tracer.ts";
import type { Value } from "./value.ts";
import { batchOf, valuesOf } from "./values.ts";

/** The graph of a pass: inputs are the batch and `inputs`, outputs are what the plan gives. */
export function traceForward(plan: ForwardPlan): Graph {
  return trace(forward(plan));
}

/** The same pass on TensorFlow.js's cpu; `feeds` hold the frozen tensors of files too. */
export function eagerForward(
  plan: ForwardPlan,
  feeds: Readonly<Record<string, Value>>,
): Record<string, Value> {
  return eager(forward(plan), feeds);
}

function forward({ batch, inputs, frozen, outputs }: ForwardPlan): Build {
  return (tracer) => {
    const fed = batchOf(tracer, batch);
    const given = new Map(Object.entries(fed));
    return outputs(valuesOf(tracer, { given, fed: inputs, frozen }), fed);
  };
}
