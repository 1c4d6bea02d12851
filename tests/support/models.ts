// Models for tests: of a config alone, of given values, or tiny and drawn.
import type { Value } from "../../engine/run.ts";
import { architectures, initialize } from "../../models/mod.ts";
import type { ArchitectureName, Task } from "../../models/mod.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";
import { tinyArchitectures } from "./tiny_architectures.ts";

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
