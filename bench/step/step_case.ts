// One training step to be timed: a mini model with a method on it, with the recipe of the mini study.
import { attach, type Attachment, type MethodName, methodNamed } from "../../adapters/mod.ts";
import { type StepPlan, type TensorSpec, torchAdamW as adamw } from "../../engine/mod.ts";
import type { SafetensorsFile } from "../../engine/run.ts";
import { type Architecture, architectures, type Config } from "../../models/mod.ts";
import { meanLoss, type Task } from "../../models/mod.ts";
import { mini } from "../../studies/mini.ts";
import { type Recipe, recipeOf, type Study, studySchema } from "../../studies/study.ts";

/** The models that a step is timed for. */
export type MiniModel = "vit-mini" | "roberta-mini";

export interface StepCase {
  readonly model: MiniModel;
  readonly method: MethodName;
}

/** Tokens in a row, and classes, of each model's task in the mini study. */
const tasks = {
  "vit-mini": {
    recipe: "vision",
    task: { kind: "image_classification", labels: 5 },
    shape: {},
  },
  "roberta-mini": {
    recipe: "text",
    task: { kind: "sequence_classification", labels: 12 },
    shape: { length: 24 },
  },
} as const;

/** A case with all that follows from its name. */
export interface Specified {
  readonly architecture: Architecture<Config>;
  readonly config: Config;
  readonly task: Task;
  readonly recipe: Recipe;
  readonly batch: readonly TensorSpec[];
}

/** What the mini study says of a case. Throws where the study no longer fits this bench. */
export function specify({ model, method }: StepCase): Specified {
  const study = studySchema.parse(mini);
  const { recipe: recipeName, task, shape } = tasks[model];
  const recipe = recipeOf(study, recipeName, method);
  const { architecture: name, config: json } = study.models[model] as Study["models"][string];
  const architecture = architectures[name];
  const config = architecture.parseConfig(json);
  if (!config.ok) throw new Error(config.message);
  const batch = architecture.batch(config.value, task, { batch: recipe.batch, ...shape });
  return { architecture, config: config.value, task, recipe, batch };
}

/** The file of base weights, by the name that the graph has for it. */
export const weightFile = "model.safetensors";

/** The method on the model, its base weights in `file`. */
export function attachCase(step: StepCase, file: SafetensorsFile): Attachment {
  const { architecture, config, task, recipe } = specify(step);
  const { rank, weightDecay, headRate, options } = recipe;
  return attach(methodNamed(step.method), { architecture, config, task, weights: file.read }, {
    rank,
    alpha: recipe.alpha ?? 2 * rank,
    links: 1,
    seed: 12,
    weightDecay,
    headRate,
    options,
  });
}

/** The plan that every peer on TensorFlow.js runs, and that the graph is traced from. */
export function stepPlan(step: StepCase, file: SafetensorsFile): StepPlan {
  const { architecture, config, task, recipe, batch } = specify(step);
  const attachment = attachCase(step, file);
  const { trained, state, groups } = attachment;
  return {
    batch,
    trained,
    state,
    groups,
    adamw,
    frozen: attachment.frozen.map((name) => frozenIn(file, name)),
    clip: recipe.clip,
    loss: (values, tensors, dropout) => {
      const forward = attachment.forward(values, dropout);
      const outputs = architecture.forward(config, task, forward, tensors);
      return meanLoss(task, architecture.loss(task, outputs, tensors), tensors);
    },
  };
}

function frozenIn(file: SafetensorsFile, name: string): StepPlan["frozen"][number] {
  const stored = file.tensors.get(name);
  if (stored === undefined) throw new Error(`Cannot freeze ${name}: the file lacks it`);
  const { shape, offset, length } = stored;
  return {
    name,
    shape,
    dtype: "float32",
    source: { kind: "file", file: weightFile, offset, length },
  };
}
