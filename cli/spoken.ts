// How lengths of time, paths and names that nobody knows are said to people.
import { relative } from "node:path";
import { suggestion } from "../studies/mod.ts";

/** `0.6 s`, `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function spokenDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Relative when it lies below `cwd`, otherwise as it is. */
export function spokenPath(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near === "" || near.startsWith("..") ? path : near;
}

/**
 * One sentence on an unknown name: what it is, what is near, what is known. A long list of known names is
 * cut after a dozen.
 */
export function unknownName(kind: string, name: string, known: Iterable<string>): string {
  const names = [...known];
  const shown = names.length > 12 ? [...names.slice(0, 12), `${names.length - 12} more`] : names;
  return `Unknown ${kind} '${name}'${suggestion(name, names)}; known: ${shown.join(", ")}`;
}
