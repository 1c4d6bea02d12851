// Every weight of a model with a task's head: the backbone from its file, the head drawn where the file has none.
import type { Source } from "../../engine/mod.ts";
import type { Value } from "../../engine/run.ts";
import {
  initialize,
  matchCheckpoint,
  type Result,
  type Task,
  type Weight,
} from "../../models/mod.ts";
import type { BaseModel } from "../base_model.ts";
import { weightFile } from "../cell_weights.ts";

export interface StartingWeights {
  readonly weights: readonly Weight[];
  /** What the base model's file has beside what is read; see `matchCheckpoint`. */
  readonly remarks: readonly string[];
  value(name: string): Value;
  /** Where a frozen weight's bytes lie, by the name under which sessions find the file. */
  source(name: string): Source;
}

/**
 * A head is always drawn anew from `seed`: what a checkpoint has for it belongs to another task.
 * Errors: those of `matchCheckpoint`, naming the weight at fault.
 */
export function startingWeights(
  model: BaseModel,
  task: Task,
  seed: number,
): Result<StartingWeights> {
  const { architecture, config, file } = model;
  const weights = architecture.weights(config, task);
  const own = new Set(architecture.head(config, task).own);
  const backbone = weights.filter(({ name }) => !own.has(name));
  const match = matchCheckpoint(model, backbone, file);
  if (!match.ok) return match;
  const head = weights.filter(({ name }) => own.has(name));
  const drawn = initialize(head, architecture.initializerRange(config), ["head", seed]);
  const { found, remarks } = match.value;
  const value = (name: string) => drawn[name] ?? file.read(found.get(name) as string);
  return {
    ok: true,
    value: { weights, remarks, value, source: (name) => sourceOf(model, found.get(name)) },
  };
}

function sourceOf({ file }: BaseModel, stored: string | undefined): Source {
  const tensor = stored === undefined ? undefined : file.tensors.get(stored);
  if (tensor === undefined) throw new Error("Cannot freeze a weight that the base model lacks");
  const { dtype, offset, length } = tensor;
  if (dtype !== "F32") {
    const { buffer, byteOffset, byteLength } = file.read(stored as string).data;
    return { kind: "bytes", bytes: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength) };
  }
  return { kind: "file", file: weightFile, offset, length };
}
