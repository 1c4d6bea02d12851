// The models that are known by name, without their weights.
import { architectures } from "../models/mod.ts";
import type { Architecture, Config, Task, Weight } from "../models/mod.ts";

/** A well-known model: its architecture, its sizes and what it is there for. */
export interface Preset {
  readonly name: string;
  readonly architecture: Architecture<Config>;
  readonly config: Config;
  readonly task: Task;
}

/** By name. */
export function presets(): ReadonlyMap<string, Preset> {
  const all = Object.values(architectures).flatMap((architecture) =>
    Object.entries(architecture.presets).map(([name, json]) => presetOf(architecture, name, json))
  );
  return new Map(all.map((preset) => [preset.name, preset]));
}

function presetOf(architecture: Architecture<Config>, name: string, json: unknown): Preset {
  const config = architecture.parseConfig(json);
  if (!config.ok) throw new Error(`Cannot use the preset ${name}: ${config.message}`);
  return { name, architecture, config: config.value, task: architecture.usualTask };
}

/** The model with so many classes; a language model becomes one that classifies texts. */
export function withLabels(preset: Preset, labels: number): Preset {
  const kind = preset.task.kind === "image_classification" ? preset.task.kind : textClasses;
  return { ...preset, task: { kind, labels } };
}

const textClasses = "sequence_classification";

/** The numbers that the model has, a tied weight once. */
export function sizeOfModel({ architecture, config, task }: Preset): number {
  const size = ({ shape }: Weight) => shape.reduce((product, extent) => product * extent, 1);
  return architecture.weights(config, task).reduce((sum, weight) => sum + size(weight), 0);
}

/** `sequence_classification with 2 labels` */
export function taskInWords(task: Task): string {
  return "labels" in task ? `${task.kind} with ${task.labels} labels` : task.kind;
}
