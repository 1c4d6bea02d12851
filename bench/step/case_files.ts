// Reads a case's folder, without TensorFlow.js and without models: as little as `train` loads.
import { join } from "node:path";
import type { Value } from "../../engine/run.ts";
import { readTensors } from "../../stages/tensor_file.ts";
import type { CaseCard } from "./case_folder.ts";

export interface CaseFiles {
  readonly folder: string;
  readonly card: CaseCard;
  /** Trained tensors and state before the first step. */
  readonly initial: Readonly<Record<string, Value>>;
  readonly batch: Readonly<Record<string, Value>>;
}

export async function readCase(folder: string): Promise<CaseFiles> {
  return {
    folder,
    card: JSON.parse(await Deno.readTextFile(join(folder, "case.json"))),
    initial: await readTensors(join(folder, "initial.safetensors")),
    batch: await readTensors(join(folder, "batch.safetensors")),
  };
}
