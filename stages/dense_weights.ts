// A trained cell as plain weights: base tensors, what was trained over them, adapters folded in.
import type { SafetensorsFile } from "../engine/run.ts";
import type { MergeAdapter } from "./merge_adapter.ts";
import type { Tensors } from "./tensor_file.ts";

/** What the weights of a cell are put together from. */
export interface Parts {
  /** The base model's file. */
  readonly base: SafetensorsFile;
  readonly merge: MergeAdapter;
  /** Names of the weights that are wanted. */
  readonly names: readonly string[];
}

/** The wanted weights by their hub names, at one checkpoint. */
export async function denseWeights(
  { base, merge, names }: Parts,
  checkpoint: Tensors,
): Promise<Tensors> {
  const merged = await merge(checkpoint);
  return Object.fromEntries(
    names.map((name) => [name, merged[name] ?? checkpoint[name] ?? base.read(name)]),
  );
}
