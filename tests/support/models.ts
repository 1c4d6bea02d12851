// Models for tests: read from a folder of the hub's files, or tiny and drawn.
import type { ForwardPlan, StepPlan, TensorSpec } from "../../engine/mod.ts";
import { readSafetensors } from "../../engine/run.ts";
import type { Value } from "../../engine/run.ts";
import { architectures, initialize } from "../../models/mod.ts";
import type { ArchitectureName, Config, Outputs, Task, Weight } from "../../models/mod.ts";
import type { Model } from "../../adapters/mod.ts";

/** A model with all its weights at hand. */
export interface LoadedModel extends Model {
  readonly names: readonly Weight[];
  readonly values: Readonly<Record<string, Value>>;
}

/** The model of a folder with `config.json` and `model.safetensors`. */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const json = JSON.parse(await Deno.readTextFile(`${folder}/config.json`));
  const name = json.model_type as ArchitectureName;
  const file = await readSafetensors(`${folder}/model.safetensors`);
  const base = modelOf(name, json, taskOf(json));
  const values = await readAll(base.names.map((weight) => weight.name), (each) => file.read(each));
  return withValues(base, values);
}

/** The task that the hub's config tells. */
function taskOf(json: Record<string, unknown>): Task {
  const labels = Object.keys(json.id2label as Record<string, string>).length;
  if (json.problem_type === "regression") return { kind: "regression" };
  const image = json.model_type === "vit";
  return { kind: image ? "image_classification" : "sequence_classification", labels };
}

/** A config without weights. Errors: throws on a config that is refused. */
export function modelOf(name: ArchitectureName, json: unknown, task: Task): Omit<
  LoadedModel,
  "values" | "weights"
> {
  const architecture = architectures[name];
  const parsed = architecture.parseConfig(json);
  if (!parsed.ok) throw new Error(parsed.message);
  const names = architecture.weights(parsed.value, task);
  return { architecture, config: parsed.value, task, names };
}

export function withValues(
  base: Omit<LoadedModel, "values" | "weights">,
  values: Readonly<Record<string, Value>>,
): LoadedModel {
  const weights = (name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Cannot find ${name}`);
    return value;
  };
  return { ...base, values, weights };
}

/** Two layers of width 16, every weight drawn wide enough that a wrong one shows. */
export function tinyModel(name: ArchitectureName, task = tinyTask(name)): LoadedModel {
  const base = modelOf(name, tinyConfig(name), task);
  const drawn = initialize(base.names, 0.3, ["tiny", name]);
  return withValues(base, drawn);
}

export function tinyTask(name: ArchitectureName): Task {
  return { kind: name === "vit" ? "image_classification" : "sequence_classification", labels: 3 };
}

/** Hub keys of a model that a step of runs in milliseconds. */
export function tinyConfig(name: ArchitectureName): Record<string, unknown> {
  const sizes = {
    "model_type": name,
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 24,
  };
  if (name === "vit") return { ...sizes, "image_size": 8, "patch_size": 4, "num_channels": 1 };
  return { ...sizes, "vocab_size": 23, "max_position_embeddings": 16, "type_vocab_size": 1 };
}

async function readAll(
  names: readonly string[],
  read: (name: string) => Value | Promise<Value>,
): Promise<Record<string, Value>> {
  const entries: [string, Value][] = [];
  for (const name of names) entries.push([name, await read(name)]);
  return Object.fromEntries(entries);
}

/** Constants whose bytes are in the graph. */
export function constantsOf(model: LoadedModel, names: readonly string[]): StepPlan["frozen"] {
  return names.map((name) => {
    const { shape, dtype, data } = model.weights(name);
    const bytes = new Uint8Array(data.slice().buffer);
    return { name, shape, dtype, source: { kind: "bytes", bytes } };
  });
}

export function specsOf(values: Readonly<Record<string, Value>>): TensorSpec[] {
  return Object.entries(values).map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
}

/** Outputs as named tensors: logits, last_hidden_state and hidden_states.i. */
export function namedOutputs(outputs: Outputs): ReturnType<ForwardPlan["outputs"]> {
  const states = outputs.hiddenStates.map((state, index) => [`hidden_states.${index}`, state]);
  return {
    logits: outputs.logits,
    "last_hidden_state": outputs.lastHiddenState,
    ...Object.fromEntries(states),
  };
}

export type { Config };
