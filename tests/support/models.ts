// Models for tests: read from a folder of the hub's files, or tiny and drawn.
import type { ForwardPlan, StepPlan, TensorSpec } from "../../engine/mod.ts";
import { readSafetensors } from "../../engine/run.ts";
import type { Value } from "../../engine/run.ts";
import { architectures, initialize } from "../../models/mod.ts";
import type { ArchitectureName, Config, Outputs, Task, Weight } from "../../models/mod.ts";
import type { Model } from "../../adapters/mod.ts";
import { tinyArchitectures } from "./tiny_architectures.ts";

/** A model with all its weights at hand. */
export interface LoadedModel extends Model {
  readonly names: readonly Weight[];
  readonly values: Readonly<Record<string, Value>>;
}

/** The model of a folder with `config.json` and `model.safetensors`; `changed` keys of the config win. */
export async function loadModel(
  folder: string,
  changed: Readonly<Record<string, unknown>> = {},
): Promise<LoadedModel> {
  const json = { ...JSON.parse(await Deno.readTextFile(`${folder}/config.json`)), ...changed };
  const name = json.model_type as ArchitectureName;
  const file = await readSafetensors(`${folder}/model.safetensors`);
  const base = modelOf(name, json, taskOf(json));
  const stored = (weight: string) =>
    base.architecture.checkpointNames(weight).find((each) => file.tensors.has(each)) ?? weight;
  const values = await readAll(
    base.names.map((weight) => weight.name),
    (each) => file.read(stored(each)),
  );
  return withValues(base, values);
}

/** The task that the hub's config tells. */
function taskOf(json: Record<string, unknown>): Task {
  const labels = Object.keys((json.id2label ?? { 0: "", 1: "" }) as object).length;
  const [written = ""] = (json.architectures ?? []) as string[];
  if (/CausalLM|LMHeadModel/.test(written)) return { kind: "causal_lm" };
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
  return tinyArchitectures[name].task;
}

/** Hub keys of a model that a step of runs in milliseconds. */
export function tinyConfig(name: ArchitectureName): Record<string, unknown> {
  return { "model_type": name, ...tinyArchitectures[name].config };
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
