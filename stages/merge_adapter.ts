// Folds an adapter into the weights: a recorded graph, or nothing to do where a method has no adapter.
import { openSession } from "../engine/run.ts";
import type { AdapterCard } from "./adapter_card.ts";
import type { Tensors } from "./tensor_file.ts";
import { weightFolder } from "./weight_folder.ts";

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
