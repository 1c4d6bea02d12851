// The folder that holds objects, records, runs and results: where it lies, and whether it can be used.
import { join, resolve } from "node:path";
import type { Result } from "../pipeline/mod.ts";
import type { Outside } from "./outside.ts";

/** `--store`, from where the user stands, or the project's `artifacts`. */
export function storeFolder(store: string | undefined, outside: Outside): string {
  return store === undefined ? join(outside.root, "artifacts") : resolve(outside.cwd, store);
}

/** Refuses a folder that is something else, or may not be read; one that is not there yet is an empty one. */
export function readableStore(folder: string): Result<string> {
  return attempt(folder, "read", () => {
    if (exists(folder)) Deno.readDirSync(folder)[Symbol.iterator]().next();
  });
}

/** Makes the folder, and refuses one that nothing can be written to. */
export function writableStore(folder: string): Result<string> {
  return attempt(folder, "write to", () => {
    Deno.mkdirSync(folder, { recursive: true });
    Deno.removeSync(Deno.makeTempFileSync({ dir: folder, prefix: ".writable-" }));
  });
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function attempt(folder: string, verb: string, action: () => void): Result<string> {
  try {
    action();
    return { ok: true, value: folder };
  } catch (error) {
    const [cause] = String(error instanceof Error ? error.message : error).split(/ \(os error|: /);
    return {
      ok: false,
      reason: "no-store",
      message: `Cannot ${verb} the store ${folder}: ${cause}`,
    };
  }
}
