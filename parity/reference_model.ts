// The model of a reference folder: hub config and checkpoint, in any layout that the hub has.
import { join } from "node:path";
import { z } from "zod";
import type { Model } from "../adapters/mod.ts";
import { openCheckpoint, type Value } from "../engine/run.ts";
import {
  type Architecture,
  architectures,
  type Config,
  matchCheckpoint,
  type Task,
  unknownKeysRemark,
  type Weight,
} from "../models/mod.ts";
import { readJson } from "./reference_file.ts";

/** A model with all its weights at hand. */
export interface LoadedModel extends Model {
  readonly names: readonly Weight[];
  readonly values: Readonly<Record<string, Value>>;
}

/** A hub config that its architecture has read. */
export interface Configured {
  readonly architecture: Architecture<Config>;
  readonly config: Config;
  /** The file itself. */
  readonly json: Readonly<Record<string, unknown>>;
}

const configSchema = z.looseObject({ "model_type": z.string() });

/** How a folder is read. */
export interface Reading {
  /** Keys that win over the config file's. */
  readonly changed?: Readonly<Record<string, unknown>>;
  /** Hears of keys and tensors that nobody reads. */
  readonly remark?: (sentence: string) => void;
}

/**
 * Reads `config.json`.
 * Errors: throws for a `model_type` that is unknown here and a config that is refused.
 */
export async function readConfig(
  folder: string,
  { changed = {}, remark = () => {} }: Reading = {},
): Promise<Configured> {
  const json = { ...await readJson(join(folder, "config.json"), configSchema), ...changed };
  const architecture = architectureOf(json.model_type);
  for (const sentence of unknownKeysRemark(architecture, json)) remark(sentence);
  const parsed = architecture.parseConfig(json);
  if (!parsed.ok) throw new Error(parsed.message);
  return { architecture, config: parsed.value, json };
}

function architectureOf(name: string): Architecture<Config> {
  const known: Readonly<Record<string, Architecture<Config>>> = architectures;
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(known).join(", ");
  throw new Error(`Cannot build a model of the unknown model_type '${name}': known are ${names}`);
}

/**
 * The model of a folder with `config.json` and a checkpoint, its weights read.
 * Errors: those of `readConfig`, and throws where the checkpoint lacks a weight, the head's included.
 */
export async function openReference(
  folder: string,
  reading: Reading = {},
): Promise<LoadedModel> {
  const { architecture, config, json } = await readConfig(folder, reading);
  const task = taskOf(json);
  const names = architecture.weights(config, task);
  const values = await readWeights(folder, { architecture, config, ...reading }, names);
  return { architecture, config, task, names, values, weights: (name) => weightOf(values, name) };
}

/** The weights of those names out of a folder's checkpoint. Errors: throws where one is missing. */
export async function readWeights(
  folder: string,
  model: Pick<Configured, "architecture" | "config"> & Pick<Reading, "remark">,
  weights: readonly Weight[],
): Promise<Record<string, Value>> {
  const opened = await openCheckpoint(folder);
  if (!opened.ok) throw new Error(opened.message);
  const checkpoint = opened.value;
  const match = matchCheckpoint(model, weights, checkpoint);
  if (!match.ok) throw new Error(match.message);
  for (const sentence of match.value.remarks) model.remark?.(sentence);
  const entries = [...match.value.found].map(([name, stored]) =>
    [name, checkpoint.read(stored)] as const
  );
  return Object.fromEntries(entries);
}

function weightOf(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`Cannot find the weight ${name} in the reference model`);
  return value;
}

/** What a config says of its head; `transformers` leaves `id2label` out where there are two labels. */
const schema = z.looseObject({
  architectures: z.array(z.string()).nullish(),
  "problem_type": z.string().nullish(),
  "id2label": z.record(z.string(), z.unknown()).nullish(),
  "num_labels": z.int().positive().nullish(),
});

/**
 * The task of the first of `architectures`: `RobertaForSequenceClassification`, `GPT2LMHeadModel`.
 * Errors: throws for a head that is none of those that the reference compares.
 */
export function taskOf(config: unknown): Task {
  const read = schema.parse(config);
  const [name = ""] = read.architectures ?? [];
  if (/(ForCausalLM|LMHeadModel)$/.test(name)) return { kind: "causal_lm" };
  const labels = read.num_labels ?? Object.keys(read.id2label ?? { 0: "", 1: "" }).length;
  if (name.endsWith("ForImageClassification")) return { kind: "image_classification", labels };
  if (!name.endsWith("ForSequenceClassification")) {
    throw new Error(`Cannot tell the task of a model whose config has architectures '${name}'`);
  }
  return sequenceTask(read.problem_type ?? undefined, labels);
}

/** One label is a number to predict, as `transformers` infers it. */
function sequenceTask(problem: string | undefined, labels: number): Task {
  if (problem === "multi_label_classification") {
    throw new Error(`Cannot compute the loss of problem_type '${problem}'`);
  }
  const regression = problem === "regression" || (problem === undefined && labels === 1);
  if (!regression) return { kind: "sequence_classification", labels };
  if (labels === 1) return { kind: "regression" };
  throw new Error(`Cannot compute a regression with ${labels} labels`);
}
