// Resume: the state after each whole epoch, in the folder that outlives a crash of this very action.
//
// `progress.json` names the epoch and is renamed into place last, so it never names files that are not whole.
import { join } from "node:path";
import { writeSafetensors } from "../../engine/run.ts";
import { readJson, writeJson } from "../json_file.ts";
import { prefixed, readTensors, type Tensors } from "../tensor_file.ts";
import type { EpochMetrics, TrainingState } from "./training_state.ts";

interface Progress {
  readonly epoch: number;
  readonly step: number;
  readonly optimizerStep: number;
  readonly link: number;
  readonly metrics: readonly EpochMetrics[];
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
