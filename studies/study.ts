// A study as a validated value: which models, data, methods, seeds and recipes, and what is asked of them.
import { z } from "zod";
import { type MethodName, methodNames, queryAndValue } from "../adapters/mod.ts";
import { type ArchitectureName, architectures } from "../models/mod.ts";

/** Names become names of files, some of them two names long. */
const id = z.string().max(64, "Write it with at most 64 letters")
  .regex(/^[a-z0-9][a-z0-9_-]*$/, "Write it with a-z, 0-9, '-' and '_'");
const methodId = z.enum(methodNames);
const json = z.json();

const recipeFields = {
  epochs: z.int().positive().max(10_000).describe("Passes over the training part"),
  batch: z.int().positive().max(65_536).describe(
    "Examples a step; the incomplete last batch of an epoch is dropped",
  ),
  rate: z.number().positive().describe("Base learning rate of AdamW"),
  schedule: z.enum(["linear", "cosine", "constant"]).default("linear"),
  warmupRatio: z.number().min(0).max(1).default(0).describe("Share of all steps that warm up"),
  rounding: z.enum(["down", "paper", "transformers"]).default("down").describe(
    "What makes a number of the share of warm-up steps: down, on the decimal as written (0.29 of 100 " +
      "is 29, 0.07 of 100 is 7); paper, its int() of doubles (28, 7); transformers, its ceil() of " +
      "doubles (29, 8)",
  ),
  minRate: z.number().min(0).default(0).describe("Floor of the learning rate"),
  weightDecay: z.number().min(0).default(0).describe(
    "Decoupled; adapter factors, biases and norms are spared",
  ),
  headRate: z.number().positive().default(1).describe("Multiplier of the rate for the task's head"),
  clip: z.number().positive().nullable().default(1).describe("Largest global gradient norm"),
  rank: z.int().positive().default(4),
  alpha: z.number().positive().optional().describe(
    "Scale of the update is alpha/rank; default 2·rank",
  ),
  targets: z.array(z.string().min(1)).min(1).default(() => [...queryAndValue]).describe(
    "What is adapted: q, k, v, o, ffn, all, or names and patterns of modules as in peft",
  ),
  chainEvery: z.int().positive().default(3).describe("Epochs a link of a chained method"),
  chainOptimizer: z.enum(["reset", "keep"]).default("reset"),
  chainSchedule: z.enum(["go-on", "freeze"]).default("go-on"),
  select: z.enum(["metric", "loss"]).default("metric").describe(
    "What picks the checkpoint on validation",
  ),
  probe: z.int().positive().default(512).describe("Training rows behind the loss noted each epoch"),
  options: z.record(z.string(), json).default({}).describe(
    "Other readings of a method (docs/methods.md)",
  ),
};
const recipe = z.strictObject(recipeFields).describe("How a cell is trained");

/** The part of a recipe that one method may set otherwise; nothing here has a default. */
const override = z.strictObject({
  epochs: recipeFields.epochs.optional(),
  rate: recipeFields.rate.optional(),
  weightDecay: z.number().min(0).optional(),
  headRate: z.number().positive().optional(),
  rank: z.int().positive().optional(),
  alpha: z.number().positive().optional(),
  targets: recipeFields.targets.optional(),
  options: z.record(z.string(), json).optional(),
});

const pretraining = z.strictObject({ data: id, recipe: id, seed: z.int().default(0) });

const landscape = z.strictObject({
  model: id,
  data: id,
  methods: z.array(methodId).min(1),
  seed: z.int(),
  directions: z.enum(["pca", "random"]).describe("PCA of the trajectory, or Gaussian"),
  points: z.int().min(3).max(201).default(11).describe("Grid points a side, odd"),
  batches: z.int().positive().default(8).describe("Validation batches behind each loss"),
});

const exhibits = z.strictObject({
  pretraining: z.array(z.strictObject({ pretrained: id, random: id })).default([])
    .describe("Models to compare with their never pre-trained twins"),
  landscapes: z.array(landscape).default([]).describe("A row of panels each"),
}).describe("What is asked beside the tables and figures that every study has");

/** The schema of a study, in TypeScript or JSON (`cairn schema study` prints it). */
export const studySchema = z.strictObject({
  name: id.describe("Names the folder of the results"),
  title: z.string().min(1),
  claim: z.string().default("").describe("What the page says first"),
  data: z.record(
    id,
    z.strictObject({
      dataset: id.describe("A name of `cairn list datasets`"),
      parameters: z.record(z.string(), json).default({}),
      tokenizer: id.optional().describe("The data whose tokenizer this one uses"),
    }),
  ),
  models: z.record(
    id,
    z.strictObject({
      architecture: z.enum(Object.keys(architectures) as [ArchitectureName, ...ArchitectureName[]]),
      config: z.record(z.string(), json).describe(
        "The hub's config.json keys; the rest are the defaults",
      ),
      seed: z.int().default(0).describe("Seed of the initial weights"),
      pretraining: pretraining.optional(),
    }),
  ),
  recipes: z.record(
    id,
    recipe.extend({ methods: z.partialRecord(methodId, override).default({}) }),
  ),
  grids: z.array(z.strictObject({
    models: z.array(id).min(1),
    data: id,
    methods: z.array(methodId).min(1),
    seeds: z.array(z.int()).min(1),
    recipe: id,
  })).min(1),
  exhibits: exhibits.prefault({}),
});

/** A study that has been validated, its defaults filled in. */
export type Study = z.output<typeof studySchema>;
/** A study as it is written. */
export type StudyInput = z.input<typeof studySchema>;
export type Recipe = z.output<typeof recipe>;
export type LandscapeRow = z.output<typeof landscape>;

/** One (model, data, method, seed) of a study, with the recipe that it follows. */
export interface Cell {
  readonly id: string;
  readonly model: string;
  readonly data: string;
  readonly method: MethodName;
  readonly seed: number;
  readonly recipe: Recipe;
}

/** Every cell of a study, grid by grid; the same cell named twice is one cell. */
export function cells(study: Study): readonly Cell[] {
  const found = new Map<string, Cell>();
  for (const grid of study.grids) {
    for (const cell of gridCells(study, grid)) found.set(cell.id, cell);
  }
  return [...found.values()];
}

function gridCells(study: Study, grid: Study["grids"][number]): Cell[] {
  return grid.models.flatMap((model) =>
    grid.methods.flatMap((method) =>
      grid.seeds.map((seed) => ({
        id: `${model}/${grid.data}/${method}/seed=${seed}`,
        model,
        data: grid.data,
        method,
        seed,
        recipe: recipeOf(study, grid.recipe, method),
      }))
    )
  );
}

/** The named recipe with what the method sets otherwise. */
export function recipeOf(study: Study, name: string, method: MethodName): Recipe {
  const { methods, ...base } = study.recipes[name] as Study["recipes"][string];
  const changed = Object.entries(methods[method] ?? {}).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(changed) };
}
