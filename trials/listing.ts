// What lies in a folder, said so that any change shows: kinds, modes, sizes, times, digests, targets of links.
import { createHash } from "node:crypto";
import { join } from "node:path";

/** Path from the folder → what lies there, in a line. Nothing is followed and only plain files are read. */
export type Listing = ReadonlyMap<string, string>;

/** Lists a folder; `skipped` paths and what lies below them are left out. */
export function listingOf(folder: string, skipped: readonly string[] = []): Listing {
  const found = new Map<string, string>();
  const visit = (path: string): void => {
    if (skipped.includes(path)) return;
    const info = lookAt(join(folder, path));
    found.set(path, info === undefined ? "out of reach" : lineOf(join(folder, path), info));
    if (!info?.isDirectory) return;
    for (const name of namesIn(join(folder, path))) visit(path === "" ? name : `${path}/${name}`);
  };
  visit("");
  return found;
}

/** Nothing where a name is no UTF-8, or a path is too long: then a name is all that can be compared. */
function lookAt(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Error && /os error (2|36)\b/.test(error.message)) return undefined;
    throw error;
  }
}

/** The names in a folder, sorted; none where there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** The plain files below a folder, as paths from it, sorted. */
export function filesIn(folder: string): string[] {
  const lines = exists(folder) ? [...listingOf(folder)] : [];
  return lines.filter(([, line]) => line.startsWith("file")).map(([path]) => path).sort();
}

/** Whether something lies at a path, if only a link that leads nowhere. */
export function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

/** The bytes of each plain file below a folder as digests; anything else by its line. */
export function digestsIn(folder: string): Listing {
  if (!exists(folder)) return new Map();
  const entries = [...listingOf(folder)].filter(([, line]) => !line.startsWith("folder"));
  return new Map(entries.map(([path, line]) => [path, line.replace(/ .* /, " ")]));
}

/** One sentence for each path that differs. */
export function differences(before: Listing, after: Listing): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].sort().flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    if (was === is) return [];
    if (was === undefined) return [`${path} is new (${is})`];
    return is === undefined ? [`${path} is gone`] : [`${path} was ${was} and is ${is}`];
  });
}

function lineOf(path: string, info: Deno.FileInfo): string {
  const mode = ((info.mode ?? 0) & 0o7777).toString(8);
  if (info.isSymlink) return `link to ${Deno.readLinkSync(path)}`;
  if (info.isDirectory) return `folder ${mode}`;
  if (!info.isFile) return `special ${mode}`;
  // A file without blocks may say that it has a terabyte: its size is all there is to compare.
  if (info.size > 2 ** 26) return `file ${mode} ${info.size} ${info.mtime?.getTime()} huge`;
  const digest = createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
  return `file ${mode} ${info.size} ${info.mtime?.getTime()} ${digest}`;
}
