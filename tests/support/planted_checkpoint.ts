// Checkpoints that were never written: the tensors of a tiny model by name, and what a test plants among them.
import assert from "node:assert/strict";
import type { Value } from "../../engine/run.ts";
import { matchCheckpoint } from "../../models/mod.ts";
import type { ArchitectureName, Contents, Match, Result, Task } from "../../models/mod.ts";
import { modelOf, tinyConfig, tinyTask } from "./models.ts";

/** A tensor of a planted file: 32-bit floats, all alike, unless it says otherwise. */
export interface Planted {
  readonly shape: readonly number[];
  readonly dtype?: string;
  readonly fill?: number;
}

type File = ReadonlyMap<string, Planted>;

function contentsOf(file: File): Contents {
  const read = (name: string): Value => {
    const { shape, fill = 0 } = file.get(name) as Planted;
    const size = shape.reduce((product, extent) => product * extent, 1);
    return { shape, dtype: "float32", data: new Float32Array(size).fill(fill) };
  };
  const tensors = [...file].map(([name, { shape, dtype = "F32" }]) =>
    [name, { shape, dtype }] as const
  );
  return { tensors: new Map(tensors), read };
}

export interface Asked {
  readonly task?: Task;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The base model and the head, a number of its own in each, under the present names. */
export function fileOf(name: ArchitectureName, { task = tinyTask(name), config = {} }: Asked = {}) {
  const { names } = modelOf(name, { ...tinyConfig(name), ...config }, task);
  return new Map<string, Planted>(
    names.map((weight, index) => [weight.name, { shape: weight.shape, fill: index + 1 }]),
  );
}

export function match(
  name: ArchitectureName,
  file: File,
  { task = tinyTask(name), config = {} }: Asked = {},
): Result<Match> {
  const model = modelOf(name, { ...tinyConfig(name), ...config }, task);
  const own = model.architecture.head(model.config, task).own;
  const base = model.names.filter((weight) => !own.includes(weight.name));
  return matchCheckpoint(model, base, contentsOf(file));
}

export function renamed(file: File, rename: (name: string) => string): Map<string, Planted> {
  return new Map([...file].map(([name, planted]) => [rename(name), planted]));
}

export function accepted(result: Result<Match>): Match {
  assert.ok(result.ok, result.ok ? "" : result.message);
  return result.value;
}

export const bare = (name: string) =>
  name.replace(/^(vit|roberta|deberta|bert|transformer|model)\./, "");
export const older = (name: string) =>
  name.replace(/LayerNorm\.weight$/, "LayerNorm.gamma")
    .replace(/LayerNorm\.bias$/, "LayerNorm.beta");
