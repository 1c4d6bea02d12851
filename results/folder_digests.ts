// What a folder holds: every file below it by its POSIX name, each with the digest of its bytes.
import { join } from "node:path";
import { digestOf } from "../pipeline/mod.ts";

/** Files below `folder`, in the order of their names; an absent folder is an empty one. */
export async function folderDigests(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await fileNames(folder, "")).sort();
  const digests = new Map<string, string>();
  for (const name of names) digests.set(name, digestOf(await Deno.readFile(join(folder, name))));
  return digests;
}

/** Removes what is left when the files of a folder are gone. */
export async function removeEmptyFolders(folder: string): Promise<void> {
  for (const entry of await entries(folder)) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory) continue;
    await removeEmptyFolders(path);
    if ((await entries(path)).length === 0) await Deno.remove(path);
  }
}

async function fileNames(folder: string, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await entries(join(folder, prefix))) {
    const name = `${prefix}${entry.name}`;
    names.push(...entry.isDirectory ? await fileNames(folder, `${name}/`) : [name]);
  }
  return names;
}

async function entries(folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
