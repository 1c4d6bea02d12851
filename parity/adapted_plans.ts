// The computations of a model with a method on it: a training step, the logits, and the merge.
import type { Attachment } from "../adapters/mod.ts";
import { type ForwardPlan, type StepPlan, torchAdamW } from "../engine/mod.ts";
import { meanLoss } from "../models/mod.ts";
import type { LoadedModel } from "./reference_model.ts";
import { constantsOf, specsOf, type Values } from "./specs.ts";

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
