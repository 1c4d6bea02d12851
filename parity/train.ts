// A small trainer, link after link: it knows graphs and names, and no method, as the stage `train` does.
import { z } from "zod";
import type { Attachment } from "../adapters/mod.ts";
import { type AdamW, torchAdamW, traceForward, traceTrainingStep } from "../engine/mod.ts";
import type { Session, Value } from "../engine/run.ts";
import {
  type Adapted,
  mergePlan,
  momentsOf,
  runOnce,
  sessionOf,
  stepPlan,
  type Values,
} from "./plans.ts";

/** How it is trained. */
export interface Recipe {
  /** The batch at step t is t modulo their number. */
  readonly batches: readonly Values[];
  readonly steps: number;
  /** The base learning rate at a step, from 0. */
  rate(step: number): number;
  /** Steps per link. */
  readonly every: number;
  /** Whether a new link begins with new moments. */
  readonly optimizer: "reset" | "keep";
  /** torch's own, if unsaid. */
  readonly adamw?: AdamW;
}

/** What training leaves behind. */
export interface Trained {
  /** Before each update. */
  readonly losses: readonly number[];
  /** Trained tensors and state at the end. */
  readonly values: Values;
  /** What was trained, right before each merge. */
  readonly links: readonly Values[];
}

/** `<module>.weight` of every module that has an adapter; nothing is run where none has. */
export async function mergedWeights(adapted: Adapted, values: Values): Promise<Values> {
  if (adapted.attachment.merges.length === 0) return {};
  const outputs = Object.entries(await runOnce(traceForward(mergePlan(adapted)), values));
  return Object.fromEntries(outputs.map(([name, value]) => [name.replace(/\.next$/, ""), value]));
}

/** Trains link after link on the engine of this process. */
export async function train(adapted: Adapted, recipe: Recipe): Promise<Trained> {
  const [batch = {}] = recipe.batches;
  const step = await sessionOf(traceTrainingStep(stepPlan(adapted, batch, recipe.adamw)));
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
    const hyper = hyperOf(attachment.groups, recipe, [index, counted]);
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
function advanced(values: Values, outputs: Values): Values {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    outputs[`${name}.next`] ?? value,
  ]);
  return Object.fromEntries(entries);
}

/** [1 / (1 − β1^t), 1 / (1 − β2^t), rate of each group], t steps since the moments were new. */
function hyperOf(
  groups: Attachment["groups"],
  { adamw = torchAdamW, rate }: Pick<Recipe, "adamw" | "rate">,
  [step, counted]: readonly [step: number, counted: number],
): Value {
  const corrections = [adamw.beta1, adamw.beta2].map((beta) => 1 / (1 - beta ** counted));
  const rates = groups.map((group) => rate(step) * group.rate);
  const data = Float32Array.from([...corrections, ...rates]);
  return { shape: [data.length], dtype: "float32", data };
}

/** The fields of a facts file. */
export const optimizerFacts = {
  betas: z.tuple([z.number(), z.number()]),
  eps: z.number(),
};

/** What torch's AdamW does when nothing is said. */
const torch = { betas: [0.9, 0.999], eps: 1e-8 } as const;

/**
 * The constants to train a case with. A case with torch's defaults gets the project's own, so that a wrong
 * one among these shows.
 */
export function adamwOf(
  { betas, eps }: { readonly betas: readonly [number, number]; readonly eps: number },
): AdamW {
  const usual = eps === torch.eps && betas.every((beta, index) => beta === torch.betas[index]);
  return usual ? torchAdamW : { beta1: betas[0], beta2: betas[1], epsilon: eps };
}
