// Writes a trained cell as the files that stock `peft` or `transformers` loads. A verb for people, no node of a study.
import { join } from "node:path";
import {
  type AdaptedModel,
  checkEquivalence,
  checkOptions,
  type Design,
  type EquivalentLora,
  equivalentLoras,
  methodOf,
  peftFiles,
  writePeft,
} from "../adapters/mod.ts";
import { writeSafetensors } from "../engine/run.ts";
import { canonicalJson, type Result } from "../pipeline/mod.ts";
import { type BaseModel, openBaseModel } from "./base_model.ts";
import type { AdapterCard, DataCard } from "./cards.ts";
import { type MergeAdapter, openMerge } from "./cell_weights.ts";
import { type HubClass, hubClass, hubDocument } from "./hub_document.ts";
import { type StartingWeights, startingWeights } from "./injection/starting_weights.ts";
import { readJson } from "./json_file.ts";
import { readTensors, type Tensors } from "./tensor_file.ts";
import type { EpochMetrics } from "./training/training_state.ts";

/** Paths of what a trained cell is made of. */
export interface CellFiles extends TrainedFiles {
  readonly config: string;
  readonly weights: string;
  readonly adapter: string;
  readonly merge: string;
  readonly data: string;
  readonly tokenizer: string;
}

/** A cell to export, and where to. */
export interface ExportRequest {
  readonly files: CellFiles;
  /** Those of `inject_adapter`. */
  readonly parameters: {
    readonly method: string;
    readonly design: Design;
    readonly seed: number;
    readonly rank: number;
    readonly alpha: number;
    readonly options: Readonly<Record<string, unknown>>;
  };
  /** A checkpoint with the adapter folded in, instead of the adapter. */
  readonly merged: boolean;
  /** Empty, and the caller's to move into place. */
  readonly folder: string;
  /** Another folder, for what is needed on the way. */
  readonly scratch: string;
}

/** What was written. */
export interface ExportedCell {
  readonly form: "adapter" | "checkpoint";
  /** The class of transformers that loads the model, or the base model of the adapter. */
  readonly auto: string;
}

interface Cell {
  readonly request: ExportRequest;
  readonly card: AdapterCard;
  readonly data: DataCard;
  readonly model: BaseModel & AdaptedModel;
  readonly start: StartingWeights;
  readonly hub: HubClass;
  /** The selected checkpoint is the last. */
  readonly links: readonly Tensors[];
  readonly merge: MergeAdapter;
}

/**
 * An adapter with its base model in `base/`, or (full fine-tuning, and whatever is asked merged) a
 * checkpoint; the tokenizer beside it, where there is one.
 * Errors: `no-hub-class`, those of `equivalentLoras` and `writePeft`, and `unequal-update`.
 */
export async function exportCell(request: ExportRequest): Promise<Result<ExportedCell>> {
  const cell = await openCell(request);
  if (!cell.ok) return cell;
  const { card, hub } = cell.value;
  const form = request.merged || card.method === "fft" ? "checkpoint" : "adapter";
  const written = await (form === "adapter" ? writeAdapter : writeCheckpoint)(cell.value);
  if (!written.ok) return written;
  const tokenizer = await Deno.readTextFile(request.files.tokenizer);
  if (JSON.parse(tokenizer) !== null) {
    await Deno.writeTextFile(join(request.folder, "tokenizer.json"), tokenizer);
    await Deno.writeTextFile(join(request.folder, "tokenizer_config.json"), tokenizerConfig);
  }
  return { ok: true, value: { form, auto: hub.auto } };
}

/** Without it transformers would begin a text without the blank that tokenizers of ours begin it with. */
const tokenizerConfig = JSON.stringify(
  {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "add_prefix_space": true,
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
  },
  null,
  1,
) + "\n";

async function openCell(request: ExportRequest): Promise<Result<Cell>> {
  const { files, parameters, scratch } = request;
  const card = await readJson<AdapterCard>(files.adapter);
  const data = await readJson<DataCard>(files.data);
  const base = await openBaseModel({ config: files.config, weights: files.weights });
  const model = { ...base, task: data.task };
  const hub = hubClass(base.architecture.name, model.task);
  if (!hub.ok) return hub;
  const start = startingWeights(base, model.task, parameters.seed);
  if (!start.ok) return start;
  const inputs = { weights: files.weights, merge: files.merge };
  const merge = await openMerge(card, { inputs, partial: scratch, threads: 1 });
  const links = await linkTensors(files);
  const value = { request, card, data, model, start: start.value, hub: hub.value, links, merge };
  return { ok: true, value };
}

async function writeCheckpoint(cell: Cell): Promise<Result<null>> {
  const { start, links, merge, request } = cell;
  const selected = links.at(-1) as Tensors;
  const merged = await merge(selected);
  await writeModel(
    cell,
    request.folder,
    (name) => merged[name] ?? selected[name] ?? start.value(name),
  );
  return { ok: true, value: null };
}

async function writeAdapter(cell: Cell): Promise<Result<null>> {
  const { request: { folder }, card, links, start, model } = cell;
  const loras = await lorasOf(cell);
  if (!loras.ok) return loras;
  const weights = new Set(start.weights.map(({ name }) => name));
  const heads = card.trained.map(({ name }) => name).filter((name) => weights.has(name));
  const selected = links.at(-1) as Tensors;
  const saved = Object.fromEntries(heads.map((name) => [name, selected[name] as Tensors[string]]));
  const written = writePeft({ loras: loras.value, saved, base: "base" }, model);
  if (!written.ok) return written;
  await writeSpoken(join(folder, peftFiles.config), written.value.config);
  await writeSafetensors(join(folder, peftFiles.tensors), written.value.tensors, { format: "pt" });
  await Deno.mkdir(join(folder, "base"));
  await writeModel(cell, join(folder, "base"), (name) => start.value(name));
  return { ok: true, value: null };
}

/** The equivalent update of each target, compared with what the method's own graph folds. */
async function lorasOf(cell: Cell): Promise<Result<readonly EquivalentLora[]>> {
  const { request: { parameters }, card, links, merge, start } = cell;
  const method = methodOf(parameters.method, parameters.design);
  const options = checkOptions(method, parameters.options);
  if (!options.ok) return options;
  const { rank, alpha } = parameters;
  const trained = { method, options: options.value, rank, alpha, links, targets: card.adapted };
  const loras = equivalentLoras(trained);
  if (!loras.ok) return loras;
  const merged = await merge(links.at(-1) as Tensors);
  for (const lora of loras.value) {
    const name = `${lora.target.module}.weight`;
    const after = merged[name];
    if (after === undefined) throw new Error(`The graph that merges gives no ${name}`);
    const checked = checkEquivalence(lora, { before: start.value(name), after });
    if (!checked.ok) return checked;
  }
  return loras;
}

/** `config.json` and `model.safetensors`, as the hub has them. */
async function writeModel(
  { request, model, start, hub, data }: Cell,
  folder: string,
  value: (name: string) => Tensors[string],
): Promise<void> {
  const json = await readJson<Record<string, unknown>>(request.files.config);
  await writeSpoken(join(folder, "config.json"), hubDocument({ ...model, json }, hub, data));
  const tensors = start.weights.map(({ name }) => [name, value(name)] as const);
  const file = join(folder, "model.safetensors");
  await writeSafetensors(file, Object.fromEntries(tensors), { format: "pt" });
}

/** Sorted keys as in every document of ours, and lines as in those of the hub. */
async function writeSpoken(path: string, document: unknown): Promise<void> {
  const sorted = JSON.parse(canonicalJson(document));
  await Deno.writeTextFile(path, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** What `train` leaves that says how a checkpoint came to be. */
export interface TrainedFiles {
  readonly best: string;
  readonly trajectory: string;
  readonly metrics: string;
}

interface Metrics {
  readonly best: number;
  readonly epochs: readonly Pick<EpochMetrics, "epoch" | "link">[];
}

/** Trained and fed tensors after the last epoch of each link, and at the selected epoch. */
export async function linkTensors(files: TrainedFiles): Promise<Tensors[]> {
  const ends = linkEnds(await readJson<Metrics>(files.metrics));
  const earlier: Tensors[] = [];
  for (const epoch of ends.slice(0, -1)) {
    earlier.push(await readTensors(files.trajectory, `epoch/${epoch}/`));
  }
  return [...earlier, await readTensors(files.best)];
}

/** The epochs after which the links up to the selected one were folded, then the selected one. */
export function linkEnds({ best, epochs }: Metrics): number[] {
  const until = epochs.filter(({ epoch }) => epoch <= best);
  const lastOf = new Map(until.map(({ link, epoch }) => [link, epoch]));
  return [...lastOf.values()];
}
