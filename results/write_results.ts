// A study's results as files: copies of what the report node wrote, and a manifest that ties them to their keys.
import { dirname, join } from "node:path";
import { type Digest, digestOf, type Result } from "../pipeline/mod.ts";
import { folderDigests, removeEmptyFolders } from "./folder_digests.ts";
import { type Manifest, manifestFile, manifestText } from "./manifest.ts";

/** What the report node left in the store: its files by name, each with its digest. */
export type ReportFiles = Readonly<Record<string, Digest>>;

export interface Materials {
  readonly files: ReportFiles;
  readonly manifest: Manifest;
  /** Where the object of a digest lies; it is only read. */
  objectPath(digest: Digest): string;
}

/** What `materialize` had to do: the names of the files that it wrote and removed. */
export interface Materialized {
  readonly folder: string;
  /** Every file that the folder holds now. */
  readonly files: readonly string[];
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Makes `folder` hold exactly the report's files and their manifest. A file that is there with the right
 * bytes stays untouched, a missing or changed one is written anew from the store, any other is removed.
 * Refuses an object whose bytes are not those of its digest ("wrong-byte").
 */
export async function materialize(
  folder: string,
  materials: Materials,
): Promise<Result<Materialized>> {
  const manifest = new TextEncoder().encode(manifestText(materials.manifest));
  const wanted = new Map(Object.entries(materials.files)).set(manifestFile, digestOf(manifest));
  const present = await folderDigests(folder);
  const written: string[] = [];
  for (const [name, digest] of wanted) {
    if (present.get(name) === digest) continue;
    const bytes = name === manifestFile
      ? manifest
      : await Deno.readFile(materials.objectPath(digest));
    if (digestOf(bytes) !== digest) return wrongByte(name, digest);
    await writeWhole(join(folder, name), bytes);
    written.push(name);
  }
  const removed = [...present.keys()].filter((name) => !wanted.has(name));
  for (const name of removed) await Deno.remove(join(folder, name));
  await removeEmptyFolders(folder);
  return { ok: true, value: { folder, files: [...wanted.keys()], written, removed } };
}

/**
 * Copies a folder of results to `target` in one step: whoever looks sees the old folder or the new one.
 * The copy is made beside the target, so the rename stays within one file system.
 */
export async function publish(results: string, target: string): Promise<void> {
  const fresh = `${target}.new`;
  const old = `${target}.old`;
  for (const leftover of [fresh, old]) await removeFolder(leftover);
  for (const name of (await folderDigests(results)).keys()) {
    await writeWhole(join(fresh, name), await Deno.readFile(join(results, name)));
  }
  await moveAside(target, old);
  await Deno.rename(fresh, target);
  await removeFolder(old);
}

function wrongByte(name: string, digest: string): Result<never> {
  const message =
    `Cannot write ${name} as its object ${digest} has other bytes; run 'reproduce --paranoid' to rebuild it`;
  return { ok: false, reason: "wrong-byte", message };
}

/** No reader ever sees half a file: a temporary name, then a rename. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.part`;
  await Deno.writeFile(temporary, bytes);
  await Deno.rename(temporary, path);
}

async function removeFolder(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function moveAside(from: string, to: string): Promise<void> {
  try {
    await Deno.rename(from, to);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
