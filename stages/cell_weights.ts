// The weights of a trained cell: the base model's, frozen, where a graph finds them; the adapter folded into them.
import { join } from "node:path";
import { openSession, type SafetensorsFile } from "../engine/run.ts";
import type { AdapterCard } from "./cards.ts";
import type { Tensors } from "./tensor_file.ts";

/** The file name by which a graph's constants are found. */
export const weightFile = "model.safetensors";

/**
 * A folder inside `partial` in which the base weights carry the name that graphs use. A copy, since a
 * worker may not write where objects lie, and a hard link would be such a write.
 */
export async function weightFolder(weights: string, partial: string): Promise<string> {
  const folder = join(partial, "weights");
  await Deno.mkdir(folder, { recursive: true });
  const temporary = await Deno.makeTempFile({ dir: folder });
  await Deno.copyFile(weights, temporary);
  await Deno.rename(temporary, join(folder, weightFile));
  return folder;
}

/** `<module>.weight` [out, in] for every module that the adapter changes. */
export type MergeAdapter = (checkpoint: Tensors) => Promise<Tensors>;

interface Merging {
  readonly inputs: Readonly<Record<string, string>>;
  readonly partial: string;
  readonly threads: number;
}

/** Opens the graph `merge` of a cell's inputs. */
export async function openMerge(
  card: AdapterCard,
  { inputs, partial, threads }: Merging,
): Promise<MergeAdapter> {
  if (card.merges.length === 0) return () => Promise.resolve({});
  const folder = await weightFolder(inputs.weights as string, partial);
  const session = await openSession(await Deno.readFile(inputs.merge as string), {
    threads,
    folder,
  });
  return async (checkpoint) => withoutSuffix(await session.run(checkpoint));
}

/** The graph's outputs carry `.merged`, since no value may have the name of another. */
function withoutSuffix(outputs: Tensors): Tensors {
  const entries = Object.entries(outputs);
  return Object.fromEntries(
    entries.map(([name, weight]) => [name.replace(/\.merged$/, ""), weight]),
  );
}

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
