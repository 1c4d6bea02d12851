// What a trajectory starts from: the model with the method on it, the batches, and how it is trained.
import { z } from "zod";
import { attach, methodNamed } from "../adapters/mod.ts";
import { schedule } from "../engine/run.ts";
import type { Adapted, Values } from "./plans.ts";
import { withInjectedDraws } from "./injected_draws.ts";
import type { CaseContext } from "./kind.ts";
import { adamwOf, optimizerFacts, type Recipe } from "./train.ts";
import { type Reading, readingOf } from "./readings.ts";
import { openTensors, parsed, readJson, type Tensors } from "./reference_file.ts";
import { type LoadedModel, openReference } from "./reference_model.ts";
import { adaptedPlaces } from "./trajectory_tensors.ts";

const fields = z.object({
  method: z.string(),
  variant: z.string().nullish(),
  "ignore_tensors": z.array(z.string()).default([]),
});

const factsSchema = z.object({
  r: z.int().positive(),
  alpha: z.number(),
  steps: z.int().positive(),
  "warmup_steps": z.int().nonnegative(),
  lr: z.number(),
  "weight_decay": z.number(),
  ...optimizerFacts,
  "chain_every": z.int().positive().nullish(),
  "lora_plus_ratio": z.number().nullish(),
});

type Facts = z.infer<typeof factsSchema>;

/** A case that is ready to be trained. */
export interface Setup {
  readonly reading: Reading;
  readonly tensors: Tensors;
  readonly recipe: Recipe;
  readonly model: LoadedModel;
  /** The method on the model, with draws of its own. */
  readonly own: Adapted;
  /** The same with the reference's draws. */
  readonly adapted: Adapted;
  /** Both, on another model of the same shape. */
  adapt(model: LoadedModel): Pick<Setup, "own" | "adapted">;
  /** Patterns of names of tensors that nobody can compare. */
  readonly ignored: readonly string[];
}

/** Reads a case. Errors: throws for a missing file, an unknown method, and a field that is none of those expected. */
export async function readSetup(context: CaseContext): Promise<Setup> {
  const golden = parsed(context.golden, { schema: fields, what: "the case" });
  const facts = await readJson(context.file("facts"), factsSchema);
  const tensors = await openTensors(context.file("tensors"));
  const batches = await readBatches(context.file("batches"));
  const reading = readingOf(golden.method, golden.variant ?? null);
  const model = await openReference(context.file("model"), {
    changed: reading.config,
  });
  const told = { reading, facts, tensors };
  return {
    reading,
    tensors,
    model,
    recipe: recipeOf(reading, facts, batches),
    adapt: (other) => adaptedTwice(other, told),
    ...adaptedTwice(model, told),
    ignored: golden.ignore_tensors,
  };
}

function adaptedTwice(model: LoadedModel, told: Told): Pick<Setup, "own" | "adapted"> {
  const { reading, facts, tensors } = told;
  const own = attached(model, told);
  const scale = reading.options.form === "scaled" ? facts.alpha / facts.r : 1; // of W[:, C] = s·P
  return { own, adapted: { model, attachment: withInjectedDraws(own, tensors, scale) } };
}

/** `batch.<i>.<name>` of a file, in the order of i. */
async function readBatches(path: string): Promise<Values[]> {
  const tensors = await openTensors(path);
  const batches: Values[] = [];
  for (const name of tensors.names) {
    const [, index, key] = /^batch\.(\d+)\.(.+)$/.exec(name) ?? [];
    if (index === undefined || key === undefined) continue;
    batches[Number(index)] = { ...batches[Number(index)], [key]: tensors.value(name) };
  }
  if (batches.length === 0) throw new Error(`Cannot train as ${path} holds no batch`);
  return batches;
}

interface Told {
  readonly reading: Reading;
  readonly facts: Facts;
  readonly tensors: Tensors;
}

/** The method on the targets that the case's tensors name; query and value where they name none. */
function attached(model: LoadedModel, { reading, facts, tensors }: Told): Adapted {
  const places = adaptedPlaces(tensors);
  const ratio = facts.lora_plus_ratio ?? undefined;
  const attachment = attach(methodNamed(reading.method), model, {
    rank: facts.r,
    alpha: facts.alpha,
    links: facts.chain_every ? Math.ceil(facts.steps / facts.chain_every) : 1,
    seed: 0,
    weightDecay: facts.weight_decay,
    ...(places.length > 0 ? { targets: places } : {}),
    options: { ...reading.options, ...(ratio === undefined ? {} : { ratio }) },
  });
  return { model, attachment };
}

function recipeOf({ optimizer }: Reading, facts: Facts, batches: readonly Values[]): Recipe {
  const { steps, warmup_steps: warmup, lr: base } = facts;
  return {
    batches,
    steps,
    rate: schedule("linear", { total: steps, warmup, minRate: 0, base }),
    every: facts.chain_every ?? steps,
    optimizer,
    adamw: adamwOf(facts),
  };
}
