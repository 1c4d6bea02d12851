// A path as the user would type it from where they stand.
import { relative } from "node:path";

/** Relative when it lies below `cwd`, otherwise as it is. */
export function spokenPath(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near === "" || near.startsWith("..") ? path : near;
}
