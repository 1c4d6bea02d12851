// Everything that training carries from one epoch to the next, and how a run that was cut off finds it again.
//
// The state after each whole epoch lies in the folder that outlives a crash of this very action. `progress.json`
// names the epoch and is renamed into place last, so it never names files that are not whole.
import { join } from "node:path";
import { type Value, writeSafetensors } from "../../engine/run.ts";
import type { AdapterCard } from "../cards.ts";
import { readJson, writeJson } from "../json_file.ts";
import { prefixed, readTensors, type Tensors } from "../tensor_file.ts";

/** One epoch's line in `metrics.json`. */
export interface EpochMetrics {
  readonly epoch: number;
  readonly link: number;
  /** Mean of the steps' losses, dropout on: what the optimizer saw. */
  readonly stepLoss: number;
  /** Loss of the probe rows of the training part, dropout off. */
  readonly trainLoss: number;
  readonly trainMetric: number;
  readonly validationLoss: number;
  readonly validationMetric: number;
  /** Base learning rate of the epoch's last step. */
  readonly rate: number;
}

/** `metrics.json`: the epoch that validation selects, by what, and a line for each epoch. */
export interface TrainingMetrics {
  readonly best: number;
  readonly select: "metric" | "loss";
  readonly epochs: readonly EpochMetrics[];
  readonly largeLoss: LargeLoss | null;
}

/** The first loss that was far too large, and after how many steps it was met. */
export interface LargeLoss {
  readonly step: number;
  readonly loss: number;
}

export interface TrainingState {
  readonly epoch: number;
  /** Steps since the start: what the schedule counts. */
  readonly step: number;
  /** Steps since the optimizer was made: what AdamW's bias correction counts. */
  readonly optimizerStep: number;
  readonly link: number;
  /** Trained and fed tensors, by name. */
  readonly tensors: Tensors;
  /** AdamW's first and second moments, `m/<name>` and `v/<name>`. */
  readonly moments: Tensors;
  readonly metrics: readonly EpochMetrics[];
  readonly largeLoss: LargeLoss | null;
}

/** Before the first step: the adapter's initial tensors and empty moments. */
export function beginning(card: AdapterCard, initial: Tensors): TrainingState {
  const counts = { epoch: 0, step: 0, optimizerStep: 0, link: 0 };
  const moments = emptyMoments(card);
  return { ...counts, tensors: initial, moments, metrics: [], largeLoss: null };
}

/** Zeros for both moments of every trained tensor. */
export function emptyMoments(card: AdapterCard): Tensors {
  const moments: Record<string, Value> = {};
  for (const { name, shape } of card.trained) {
    moments[`m/${name}`] = zeros(shape);
    moments[`v/${name}`] = zeros(shape);
  }
  return moments;
}

function zeros(shape: readonly number[]): Value {
  return { dtype: "float32", shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
}

interface Progress {
  readonly epoch: number;
  readonly step: number;
  readonly optimizerStep: number;
  readonly link: number;
  readonly metrics: readonly EpochMetrics[];
  readonly largeLoss: LargeLoss | null;
}

const numbered = (epoch: number) => String(epoch).padStart(5, "0");
const tensorsFile = (folder: string, epoch: number) =>
  join(folder, `epoch_${numbered(epoch)}.safetensors`);
const momentsFile = (folder: string, epoch: number) =>
  join(folder, `moments_${numbered(epoch)}.safetensors`);

/** Writes the state; the moments of the epoch before are no longer needed then. */
export async function saveProgress(folder: string, state: TrainingState): Promise<void> {
  const { tensors, moments, ...progress } = state;
  await writeSafetensors(tensorsFile(folder, state.epoch), tensors);
  await writeSafetensors(momentsFile(folder, state.epoch), moments);
  const temporary = join(folder, ".progress.json");
  await writeJson(temporary, progress);
  await Deno.rename(temporary, join(folder, "progress.json"));
  if (state.epoch > 0) await removeIfThere(momentsFile(folder, state.epoch - 1));
}

/** The state to go on from, or undefined when this action starts from nothing. */
export async function loadProgress(folder: string): Promise<TrainingState | undefined> {
  const path = join(folder, "progress.json");
  if (!await exists(path)) return undefined;
  const progress = await readJson<Progress>(path);
  const tensors = await readTensors(tensorsFile(folder, progress.epoch));
  const moments = await readTensors(momentsFile(folder, progress.epoch));
  return { ...progress, tensors, moments };
}

/** The checkpoint of one epoch; 0 is the start. */
export function epochTensors(folder: string, epoch: number): Promise<Tensors> {
  return readTensors(tensorsFile(folder, epoch));
}

/** Every checkpoint in one map: `epoch/<n>/<tensor>`. */
export async function trajectory(folder: string, epochs: number): Promise<Tensors> {
  const all: Record<string, Tensors[string]> = {};
  for (let epoch = 0; epoch <= epochs; epoch++) {
    Object.assign(all, prefixed(`epoch/${epoch}/`, await epochTensors(folder, epoch)));
  }
  return all;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  if (await exists(path)) await Deno.remove(path);
}
