// What is computed of a model, bare or with a method on it, as plans; and how a graph is run once.
import type { Attachment, Model } from "../adapters/mod.ts";
import {
  type ForwardPlan,
  type Frozen,
  type StepPlan,
  type TensorSpec,
  torchAdamW,
} from "../engine/mod.ts";
import { openSession, type Session, type Value } from "../engine/run.ts";
import { meanLoss, type Outputs, plainForward } from "../models/mod.ts";
import type { LoadedModel } from "./reference_model.ts";

/** Values by name. */
export type Values = Readonly<Record<string, Value>>;

/** Name, shape and type of each value. */
export function specsOf(values: Values): TensorSpec[] {
  return Object.entries(values).map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
}

/** Weights of a model as constants. */
export function constantsOf(model: Pick<Model, "weights">, names: readonly string[]): Frozen[] {
  return names.map((name) => {
    const { shape, dtype, data } = model.weights(name);
    const bytes = new Uint8Array(data.slice().buffer);
    return { name, shape, dtype, source: { kind: "bytes", bytes } };
  });
}

/** One thread: the cases are small, and results do not depend on it. */
export function sessionOf(graph: { readonly bytes: Uint8Array }): Promise<Session> {
  return openSession(graph.bytes, { threads: 1 });
}

/** Runs a graph once. */
export async function runOnce(graph: { readonly bytes: Uint8Array }, feeds: Values) {
  const session = await sessionOf(graph);
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}

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

/** A model with a method on it. */
export interface Adapted {
  readonly model: LoadedModel;
  readonly attachment: Attachment;
}

/** One optimizer step without dropout. */
export function stepPlan(
  { model, attachment }: Adapted,
  batch: Values,
  adamw = torchAdamW,
): StepPlan {
  const { architecture, config, task } = model;
  const { trained, state, groups } = attachment;
  return {
    batch: specsOf(batch),
    trained,
    state,
    frozen: constantsOf(model, attachment.frozen),
    groups,
    adamw,
    clip: null,
    loss: (values, tensors) => {
      const outputs = architecture.forward(config, task, attachment.forward(values), tensors);
      return meanLoss(task, architecture.loss(task, outputs, tensors), tensors);
    },
  };
}

/** The logits of a batch, as the adapter makes them. */
export function logitsPlan({ model, attachment }: Adapted, batch: Values): ForwardPlan {
  const { architecture, config, task } = model;
  return {
    batch: specsOf(batch),
    inputs: inputsOf(attachment),
    frozen: constantsOf(model, attachment.frozen),
    outputs: (values, tensors) => ({
      logits: architecture.forward(config, task, attachment.forward(values), tensors).logits,
    }),
  };
}

/** The weights with the adapter folded in, named as a step names what comes next: ONNX has each name once. */
export function mergePlan({ model, attachment }: Adapted): ForwardPlan {
  return {
    batch: [],
    inputs: inputsOf(attachment),
    frozen: constantsOf(model, attachment.frozen),
    outputs: (values) =>
      Object.fromEntries(
        Object.entries(attachment.merged(values)).map(([name, x]) => [`${name}.next`, x]),
      ),
  };
}

function inputsOf({ trained, state }: Attachment): ForwardPlan["inputs"] {
  return [
    ...trained.map(({ name, shape }) => ({ name, shape, dtype: "float32" as const })),
    ...state,
  ];
}
