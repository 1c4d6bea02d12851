// A study's results as files: copies of what the report node wrote, and a manifest that ties them to their keys.
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type Digest,
  digestOf,
  failure,
  isFileName,
  NotPlain,
  type Result,
  success,
} from "../pipeline/mod.ts";
import { type Manifest, manifestFile, manifestText } from "./manifest.ts";
import { bytesIn, contentsOf, inTurn, replaceFolder } from "./results_folder.ts";

/** What the report node left in the store: its files by name, each with its digest. */
export type ReportFiles = Readonly<Record<string, Digest>>;

/** What results are made of. */
export interface Materials {
  readonly files: ReportFiles;
  readonly manifest: Manifest;
  /** Where the object of a digest lies; it is only read. */
  objectPath(digest: Digest): string;
}

/** What `writeResults` had to do: the names of the files that it wrote and removed. */
export interface Written {
  readonly folder: string;
  /** Every file that the folder holds now, with its digest. */
  readonly files: ReadonlyMap<string, Digest>;
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Makes `folder` hold exactly the report's files and their manifest, all of one run: where anything differs,
 * the whole folder is made anew from the store and put in its place in one step.
 * Errors: `bad-name`, and `wrong-byte` for an object whose bytes are not those of its digest. Throws NotPlain
 * where the folder above is a link.
 */
export async function writeResults(folder: string, materials: Materials): Promise<Result<Written>> {
  const misnamed = badName(Object.keys(materials.files));
  if (misnamed !== undefined) return misnamed;
  const manifest = new TextEncoder().encode(manifestText(materials.manifest));
  const files = new Map(Object.entries(materials.files)).set(manifestFile, digestOf(manifest));
  await makePlace(dirname(folder));
  return await inTurn(dirname(folder), async () => {
    const present = await contentsOf(folder);
    const written = [...files.keys()].filter((name) => present.get(name) !== files.get(name));
    const removed = [...present.keys()].filter((name) => !files.has(name));
    const result = success({ folder, files, written, removed });
    if (written.length + removed.length === 0) return result;
    return await replaceFolder(folder, async (fresh) => {
      const copied = await copyObjects(fresh, materials);
      if (!copied.ok) return copied;
      await Deno.writeFile(join(fresh, manifestFile), manifest);
      return result;
    });
  });
}

/** A link in place of the folder of all results would lead writes, and what is cleaned, to somebody else's. */
async function makePlace(place: string): Promise<void> {
  await Deno.mkdir(place, { recursive: true });
  if ((await Deno.lstat(place)).isDirectory) return;
  throw new NotPlain(place, "is a symbolic link, and results are not written through one");
}

async function copyObjects(fresh: string, { files, objectPath }: Materials): Promise<Result<true>> {
  for (const [name, digest] of Object.entries(files)) {
    const bytes = readObject(name, objectPath(digest), digest);
    if (!bytes.ok) return bytes;
    const path = join(fresh, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes.value, { flag: "wx" });
  }
  return success(true);
}

/** The bytes of an object, which are those of its digest, or a failure that names the file. */
export function readObject(
  name: string,
  path: string,
  digest: Digest,
): Result<Uint8Array> {
  const bytes = bytesIn(path);
  if (bytes !== undefined && digestOf(bytes) === digest) return success(bytes);
  const what = bytes === undefined ? "is missing from the store" : "has other bytes";
  const advice = "run 'reproduce --paranoid' to rebuild it";
  return failure("wrong-byte", `Cannot write ${name} as its object ${digest} ${what}; ${advice}`);
}

/** A name from a record is not trusted to stay in the folder. */
function badName(names: readonly string[]): Result<never> | undefined {
  const bad = names.find((name) => !isFileName(name)) ??
    names.find((name) => isTaken(name, names));
  if (bad === undefined) return undefined;
  const spoken = JSON.stringify(bad.slice(0, 100));
  return failure(
    "bad-name",
    `Cannot write a result named ${spoken}: the report may not call it so`,
  );
}

/** The manifest's own name, and a file that would have to be a folder as well. */
function isTaken(name: string, names: readonly string[]): boolean {
  return name.split("/")[0] === manifestFile ||
    names.some((other) => other.startsWith(`${name}/`));
}
