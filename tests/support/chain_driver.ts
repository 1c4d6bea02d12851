// A small trainer for tests: it knows graphs and names, and no method, as the stage `train` does.
import { traceForward, traceTrainingStep } from "../../engine/mod.ts";
import type { ForwardPlan, StepPlan } from "../../engine/mod.ts";
import { openSession } from "../../engine/run.ts";
import type { Session, Value } from "../../engine/run.ts";
import { meanLoss } from "../../models/mod.ts";
import type { Attachment } from "../../adapters/mod.ts";
import type { Values } from "./both_engines.ts";
import { momentsOf } from "./gradients.ts";
import { constantsOf, specsOf } from "./models.ts";
import type { LoadedModel } from "./models.ts";

/** A model with a method on it. */
export interface Adapted {
  readonly model: LoadedModel;
  readonly attachment: Attachment;
}

export interface Recipe {
  readonly batches: readonly Values[];
  readonly steps: number;
  /** The base learning rate at a step, from 0. */
  rate(step: number): number;
  /** Steps per link. */
  readonly every: number;
  readonly optimizer: "reset" | "keep";
}

export interface Trained {
  /** Before each update. */
  readonly losses: readonly number[];
  /** Trained tensors and state at the end. */
  readonly values: Values;
  /** What was trained, right before each merge. */
  readonly links: readonly Values[];
}

const adamw = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** One optimizer step without dropout. */
export function stepPlan({ model, attachment }: Adapted, batch: Values): StepPlan {
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

/** `<module>.weight` of every module that has an adapter; nothing is run where none has. */
export async function mergedWeights(adapted: Adapted, values: Values): Promise<Values> {
  if (adapted.attachment.merges.length === 0) return {};
  const session = await sessionOf(traceForward(mergePlan(adapted)));
  const outputs = await session.run(values);
  await session.close();
  const entries = Object.entries(outputs).map((
    [name, value],
  ) => [name.replace(/\.next$/, ""), value]);
  return Object.fromEntries(entries);
}

function inputsOf({ trained, state }: Attachment): ForwardPlan["inputs"] {
  return [
    ...trained.map(({ name, shape }) => ({ name, shape, dtype: "float32" as const })),
    ...state,
  ];
}

/** Trains link after link in ONNX Runtime. */
export async function train(adapted: Adapted, recipe: Recipe): Promise<Trained> {
  const step = await sessionOf(traceTrainingStep(stepPlan(adapted, recipe.batches[0] as Values)));
  const merge = adapted.attachment.draws.length === 0
    ? undefined
    : await sessionOf(traceForward(mergePlan(adapted)));
  try {
    return await trainWith({ step, merge, adapted }, recipe);
  } finally {
    await step.close();
    await merge?.close();
  }
}

function sessionOf(graph: { readonly bytes: Uint8Array }): Promise<Session> {
  return openSession(graph.bytes, { threads: 1 });
}

interface Loop {
  readonly step: Session;
  readonly merge: Session | undefined;
  readonly adapted: Adapted;
}

async function trainWith({ step, merge, adapted }: Loop, recipe: Recipe): Promise<Trained> {
  const { attachment } = adapted;
  const losses: number[] = [];
  const links: Values[] = [];
  let values: Values = attachment.initial;
  let moments: Values = momentsOf(trainedOf(attachment, values));
  let counted = 0; // steps since the moments were new
  for (let index = 0; index < recipe.steps; index++) {
    counted++;
    const batch = recipe.batches[index % recipe.batches.length] as Values;
    const hyper = hyperOf(attachment, recipe.rate(index), counted);
    const outputs = await step.run({ ...batch, ...values, ...moments, hyper });
    losses.push(outputs.loss?.data[0] as number);
    values = advanced(values, outputs);
    moments = advanced(moments, outputs);
    const draw = attachment.draws[(index + 1) / recipe.every - 1];
    if (draw === undefined || merge === undefined) continue;
    links.push(trainedOf(attachment, values));
    values = { ...advanced(values, await merge.run(values)), ...draw };
    if (recipe.optimizer === "keep") continue;
    moments = momentsOf(trainedOf(attachment, values));
    counted = 0;
  }
  return { losses, values, links };
}

function trainedOf({ trained }: Attachment, values: Values): Values {
  return Object.fromEntries(trained.map(({ name }) => [name, values[name] as Value]));
}

/** `<name>.next`, for every name that has one; what is not fed, such as a frozen weight, stays as it is. */
export function advanced(values: Values, outputs: Values): Values {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    outputs[`${name}.next`] ?? value,
  ]);
  return Object.fromEntries(entries);
}

/** [1 / (1 − β1^t), 1 / (1 − β2^t), rate of each group] */
export function hyperOf({ groups }: Attachment, rate: number, step: number): Value {
  const corrections = [adamw.beta1, adamw.beta2].map((beta) => 1 / (1 - beta ** step));
  const data = Float32Array.from([...corrections, ...groups.map((group) => rate * group.rate)]);
  return { shape: [data.length], dtype: "float32", data };
}
