// A cell of a tiny model on drawn data, stage after stage: what the tests of later stages start from.
import { type MethodName, methods } from "../../adapters/mod.ts";
import type { ArchitectureName } from "../../models/mod.ts";
import { initializeModel } from "../../stages/initialize_model.ts";
import { injectAdapter, type InjectAdapterParameters } from "../../stages/inject_adapter.ts";
import { train, type TrainParameters } from "../../stages/train.ts";
import { tinyConfig } from "./models.ts";
import { type Files, type Job, runStage } from "./stage_work.ts";
import { type Kind, tinyData } from "./tiny_data.ts";

/** The parameters of `inject_adapter`, the design as the table of methods has it. */
interface Injection extends Omit<InjectAdapterParameters, "design"> {
  readonly method: MethodName;
}

/** What a test may choose; the rest is `usual`. */
export interface Choice {
  readonly kind?: Kind;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly inject?: Partial<Injection>;
}

/** A cell that is ready to be trained. */
export interface TinyCell {
  readonly folder: string;
  readonly data: Files;
  /** `config.json`, `targets.json` and `model.safetensors`. */
  readonly base: Files;
  readonly injected: Files;
}

const usualInjection: Injection = {
  method: "lora",
  seed: 12,
  rank: 2,
  alpha: 4,
  targets: ["q", "v"],
  links: 1,
  batch: 4,
  weightDecay: 0,
  headRate: 1,
  clip: 1,
  options: {},
};

export const usualTraining: TrainParameters = {
  seed: 12,
  epochs: 3,
  rate: 1e-2,
  schedule: "linear",
  warmupRatio: 0,
  minRate: 0,
  select: "metric",
  probe: 16,
  chainEvery: 1,
  chainOptimizer: "reset",
  chainSchedule: "go-on",
};

/** Draws data and a model, and attaches a method. */
export async function tinyCell(folder: string, choice: Choice = {}): Promise<TinyCell> {
  const { kind = "images", config = {}, inject = {} } = choice;
  const architecture: ArchitectureName = kind === "images" ? "vit" : "roberta";
  const data = await tinyData(folder, kind);
  const base = await runStage(initializeModel, folder, {
    parameters: {
      architecture,
      config: { ...tinyConfig(architecture), "num_hidden_layers": 1, ...config },
      seed: 0,
    },
  });
  return { folder, data, base, injected: await injected({ folder, data, base }, inject) };
}

/** Attaches a method to the model of a cell. */
export function injected(
  { folder, data, base }: Omit<TinyCell, "injected">,
  choice: Partial<Injection>,
): Promise<Files> {
  const parameters = { ...usualInjection, ...choice };
  return runStage(injectAdapter, folder, {
    parameters: { ...parameters, design: methods[parameters.method].design },
    inputs: { ...baseInputs(base), data: data.data ?? "" },
  });
}

/** Trains a cell on one thread. */
export function trainCell(
  cell: TinyCell,
  choice: Partial<TrainParameters> = {},
  job: Partial<Job<TrainParameters>> = {},
): Promise<Files> {
  const parameters = { ...usualTraining, ...choice };
  return runStage(train, cell.folder, { ...job, parameters, inputs: cellInputs(cell) });
}

export function baseInputs(base: Files): Files {
  return {
    config: base["config.json"] ?? "",
    weights: base["model.safetensors"] ?? "",
    targets: base["targets.json"] ?? "",
  };
}

/** Every input that a stage takes of a cell before it is trained, by the names of the study's graph. */
export function cellInputs({ base, data, injected }: TinyCell): Files {
  return {
    ...baseInputs(base),
    ...data,
    adapter: injected["adapter.json"] ?? "",
    initial: injected["initial.safetensors"] ?? "",
    links: injected["links.safetensors"] ?? "",
    step: injected["train.onnx"] ?? "",
    forward: injected["evaluate.onnx"] ?? "",
    merge: injected["merge.onnx"] ?? "",
    landscape: injected["landscape.onnx"] ?? "",
  };
}

/** The inputs of the stages that look at a trained cell, with the checkpoint of that name. */
export function trainedInputs(cell: TinyCell, trained: Files, checkpoint: "best" | "last"): Files {
  return {
    ...cellInputs(cell),
    checkpoint: trained[`${checkpoint}.safetensors`] ?? "",
    trajectory: trained["trajectory.safetensors"] ?? "",
    metrics: trained["metrics.json"] ?? "",
  };
}
