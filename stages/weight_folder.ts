// Frozen weights are read in place: the graph names `model.safetensors`, the store names a digest.
import { join } from "node:path";

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
