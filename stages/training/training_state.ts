// Everything that training carries from one epoch to the next, and how a run that was cut off finds it again.
//
// The state after each whole epoch lies in the folder that outlives a crash of this very action. `progress.json`
// names the epoch and is renamed into place last, so it never names files that are not whole. It has the digest
// of each, and its own: a checkpoint that is not what was written is none, and training begins anew.
import { basename, join } from "node:path";
import { type Value, writeSafetensors } from "../../engine/run.ts";
import { canonicalJson, type Digest, digestOf } from "../../pipeline/mod.ts";
import type { AdapterCard } from "../cards.ts";
import { writeJson } from "../json_file.ts";
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
  /** File → its digest: the checkpoints of all epochs so far, and the moments of each. */
  readonly files: Readonly<Record<string, Digest>>;
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
  const { tensors, moments, ...rest } = state;
  const path = join(folder, "progress.json");
  const files: Record<string, Digest> = { ...(await soundProgress(path))?.files };
  const [tensorsAt, momentsAt] = [
    tensorsFile(folder, state.epoch),
    momentsFile(folder, state.epoch),
  ];
  await writeSafetensors(tensorsAt, tensors);
  await writeSafetensors(momentsAt, moments);
  for (const written of [tensorsAt, momentsAt]) files[basename(written)] = await digestAt(written);
  const progress: Progress = { ...rest, files };
  const temporary = join(folder, ".progress.json");
  await writeJson(temporary, { digest: digestOf(canonicalJson(progress)), progress });
  await Deno.rename(temporary, path);
  if (state.epoch > 0) await removeIfThere(momentsFile(folder, state.epoch - 1));
}

/** The checkpoints up to an epoch, and the moments that go with the last. */
function stateFiles(folder: string, epoch: number): string[] {
  const epochs = Array.from({ length: epoch + 1 }, (_, each) => tensorsFile(folder, each));
  return [...epochs, momentsFile(folder, epoch)];
}

async function digestAt(path: string): Promise<Digest> {
  return digestOf(await Deno.readFile(path));
}

/** The state to go on from, or undefined when this action starts from nothing. */
export async function loadProgress(folder: string): Promise<TrainingState | undefined> {
  const progress = await soundProgress(join(folder, "progress.json"));
  if (progress === undefined || !await areWhole(folder, progress)) return undefined;
  const { files: _, ...rest } = progress;
  const tensors = await readTensors(tensorsFile(folder, rest.epoch));
  const moments = await readTensors(momentsFile(folder, rest.epoch));
  return { ...rest, tensors, moments };
}

async function soundProgress(path: string): Promise<Progress | undefined> {
  if (!await exists(path)) return undefined;
  const sealed = parsed(await Deno.readTextFile(path));
  if (sealed?.progress === undefined) return undefined;
  return digestOf(canonicalJson(sealed.progress)) === sealed.digest ? sealed.progress : undefined;
}

function parsed(text: string): { digest?: string; progress?: Progress } | null | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function areWhole(folder: string, { epoch, files }: Progress): Promise<boolean> {
  for (const path of stateFiles(folder, epoch)) {
    if (!await exists(path) || await digestAt(path) !== files[basename(path)]) return false;
  }
  return true;
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
