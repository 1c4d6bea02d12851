// A case as a folder of files: what a peer in another process, or in another language, starts from.
import { join } from "node:path";
import { type Attachment, describe, methodNamed } from "../../adapters/mod.ts";
import { type Graph, torchAdamW as adamw, traceTrainingStep } from "../../engine/mod.ts";
import { readSafetensors, type Value, writeSafetensors } from "../../engine/run.ts";
import { initialize } from "../../models/mod.ts";
import type { AdapterCard } from "../../stages/cards.ts";
import { caseBatch } from "./case_batch.ts";
import {
  attachCase,
  type Specified,
  specify,
  type StepCase,
  stepPlan,
  weightFile,
} from "./step_case.ts";

/** `case.json`. */
export interface CaseCard {
  readonly step: StepCase;
  readonly card: AdapterCard;
  /** The hub's keys, with the defaults filled in. */
  readonly config: unknown;
  readonly rate: number;
  readonly clip: number | null;
}

/**
 * Writes `case.json`, `train.onnx`, `model.safetensors` (every weight, drawn), `initial.safetensors`
 * (trained tensors and state) and `batch.safetensors`.
 */
export async function writeCase(step: StepCase, folder: string): Promise<void> {
  const specified = specify(step);
  const path = (name: string) => join(folder, name);
  await writeSafetensors(path(weightFile), drawnWeights(specified));
  const file = await readSafetensors(path(weightFile));
  const attachment = attachCase(step, file);
  const graph = traceTrainingStep(stepPlan(step, file));
  const card = cardOf(step, attachment, graph);
  await Deno.writeFile(path("train.onnx"), graph.bytes);
  await writeSafetensors(path("initial.safetensors"), attachment.initial);
  await writeSafetensors(path("batch.safetensors"), await caseBatch(specified));
  await Deno.writeTextFile(path("case.json"), JSON.stringify(card, null, 1));
}

function drawnWeights({ architecture, config, task }: Specified): Record<string, Value> {
  const range = architecture.initializerRange(config);
  return initialize(architecture.weights(config, task), range, ["bench"]);
}

function cardOf(step: StepCase, attachment: Attachment, { dropout }: Graph): CaseCard {
  const { architecture, config, task, recipe } = specify(step);
  const { batch, rank, rate, clip, alpha = 2 * rank } = recipe;
  const described = describe(methodNamed(step.method), attachment);
  const setting = { architecture: architecture.name, task, batch, rank, alpha, adamw, dropout };
  return { step, config, rate, clip, card: { ...described, ...setting } };
}
