// The gradient of every weight, read from a training step whose first moment forgets everything.
import type { StepPlan } from "../../engine/mod.ts";
import type { Value } from "../../engine/run.ts";
import { meanLoss, plainForward } from "../../models/mod.ts";
import type { Values } from "./both_engines.ts";
import type { LoadedModel } from "./models.ts";
import { specsOf } from "./models.ts";

/** A step without dropout, clipping or decay in which all weights are trained; m.next is the gradient. */
export function gradientPlan(model: LoadedModel, batch: Values): StepPlan {
  const { architecture, config, task } = model;
  return {
    batch: specsOf(batch),
    trained: model.names.map(({ name, shape }) => ({ name, shape, group: 0 })),
    state: [],
    frozen: [],
    groups: [{ name: "all", rate: 1, weightDecay: 0 }],
    adamw: { beta1: 0, beta2: 0.5, epsilon: 1e-8 },
    clip: null,
    loss: (values, tensors) => {
      const outputs = architecture.forward(config, task, plainForward(values), tensors);
      return meanLoss(task, architecture.loss(task, outputs, tensors), tensors);
    },
  };
}

/** The batch, the weights, zero moments and a learning rate of 0. */
export function gradientFeeds(model: LoadedModel, batch: Values): Values {
  return {
    ...batch,
    ...model.values,
    ...momentsOf(model.values),
    hyper: { shape: [3], dtype: "float32", data: Float32Array.of(1, 2, 0) },
  };
}

/** `m/<name>` and `v/<name>`, zero. */
export function momentsOf(values: Values): Record<string, Value> {
  const entries = Object.entries(values).flatMap(([name, { shape, data }]) =>
    ["m", "v"].map((moment) => [`${moment}/${name}`, {
      shape,
      dtype: "float32",
      data: new Float32Array(data.length),
    }])
  );
  return Object.fromEntries(entries);
}
