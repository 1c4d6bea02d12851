// Where a file stands: its room, and its path from the project's folder.
import { dirname, posix, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export interface Place {
  /** POSIX path from the project's folder. */
  readonly path: string;
  /** First folder of the path; empty for a file that stands in none, such as `cli.ts`. */
  readonly room: string;
}

/** The place of a file, given as an absolute path or as one from the project's folder. */
export function placeOf(file: string): Place {
  return toPlace(relative(root, resolve(root, file)).split(sep).join("/"));
}

/** The place that a relative import leads to; nothing for a package or a built-in module. */
export function importedPlace(from: Place, specifier: string): Place | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return toPlace(posix.normalize(posix.join(posix.dirname(from.path), specifier)));
}

function toPlace(path: string): Place {
  const [first = "", ...rest] = path.split("/");
  return { path, room: rest.length === 0 ? "" : first };
}
