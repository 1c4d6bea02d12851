// Where the vectors of the original libraries lie: a selection in the repository, all of them beside it.
import { fileURLToPath } from "node:url";
import { readManifest, type ReferenceCase } from "../../parity/mod.ts";

/** A folder of vectors, from the repository; without cases where it is absent. */
export interface ReferenceFolder {
  readonly name: string;
  readonly path: string;
  readonly cases: readonly ReferenceCase[];
}

/** The committed selection, and `../shared/goldens` where a clone has it beside itself. */
export async function referenceFolders(): Promise<ReferenceFolder[]> {
  return await Promise.all(["tests/reference/goldens", "../shared/goldens"].map(openFolder));
}

async function openFolder(name: string): Promise<ReferenceFolder> {
  const path = fileURLToPath(new URL(`../../${name}`, import.meta.url));
  const manifest = await readManifest(path);
  if (manifest.ok) return { name, path, cases: manifest.value.cases };
  if (manifest.reason !== "no-manifest") throw new Error(manifest.message);
  return { name, path, cases: [] };
}

/** Runs `test` on every case of the folders; one that is absent says so as an ignored test. */
export function eachCase(
  folders: readonly ReferenceFolder[],
  test: (folder: ReferenceFolder, golden: ReferenceCase) => void,
): void {
  for (const folder of folders) {
    for (const golden of folder.cases) test(folder, golden);
    if (folder.cases.length > 0) continue;
    Deno.test({ name: `${folder.name} is absent: its cases are not run`, ignore: true, fn() {} });
  }
}
