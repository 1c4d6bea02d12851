// The computations of a whole model: values and loss of a batch, and the gradient of every weight.
import type { ForwardPlan, StepPlan } from "../engine/mod.ts";
import { meanLoss, plainForward } from "../models/mod.ts";
import type { Outputs } from "../models/mod.ts";
import type { LoadedModel } from "./reference_model.ts";
import { specsOf, type Values } from "./specs.ts";

/** What the plans need of a model. */
export type Computed = Pick<LoadedModel, "architecture" | "config" | "task" | "names" | "values">;

/** `logits`, `last_hidden_state`, `hidden_states.<i>` and `loss`; every weight is fed. */
export function valuesPlan(model: Computed, batch: Values): ForwardPlan {
  const { architecture, config, task } = model;
  return {
    batch: specsOf(batch),
    inputs: specsOf(model.values),
    frozen: [],
    outputs: (values, tensors) => {
      const outputs = architecture.forward(config, task, plainForward(values), tensors);
      const loss = meanLoss(task, architecture.loss(task, outputs, tensors), tensors);
      return { ...namedOutputs(outputs), loss };
    },
  };
}

/** Outputs by the names of the reference. */
export function namedOutputs(outputs: Outputs): ReturnType<ForwardPlan["outputs"]> {
  const states = outputs.hiddenStates.map((state, index) => [`hidden_states.${index}`, state]);
  return {
    logits: outputs.logits,
    "last_hidden_state": outputs.lastHiddenState,
    ...Object.fromEntries(states),
  };
}

/** A step whose first moment forgets everything: `m/<weight>.next` is the gradient. */
export function gradientPlan(model: Computed, batch: Values): StepPlan {
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
export function gradientFeeds(model: Computed, batch: Values): Values {
  return {
    ...batch,
    ...model.values,
    ...momentsOf(model.values),
    hyper: { shape: [3], dtype: "float32", data: Float32Array.of(1, 2, 0) },
  };
}

/** `m/<name>` and `v/<name>`, zero. */
export function momentsOf(values: Values): Values {
  const entries = Object.entries(values).flatMap(([name, { shape, data }]) =>
    ["m", "v"].map((moment) => [`${moment}/${name}`, {
      shape,
      dtype: "float32" as const,
      data: new Float32Array(data.length),
    }])
  );
  return Object.fromEntries(entries);
}
