// The scratch folder of one process: what it writes before it is whole, on the store's own file system.
import { join } from "node:path";
import { type Lock, lockFolder } from "./locked.ts";

/** A folder that nobody else uses while this process lives. */
export interface Scratch {
  readonly folder: string;
  /** A path in it that was not given before. */
  next(): string;
  /** Removes it with all that is in it. */
  close(): void;
}

/** Makes a folder under `scratch/` and locks it, so that others can tell the living from the dead. */
export function openScratch(store: string): Scratch {
  const { folder, lock } = makeLocked(join(store, "scratch"));
  let count = 0;
  return {
    folder,
    next: () => join(folder, String(count++)),
    close: () => lock.release(() => Deno.removeSync(folder, { recursive: true })),
  };
}

/** Removes the scratch folders of processes that are gone. */
export function removeDeadScratch(store: string): void {
  for (const name of namesIn(join(store, "scratch"))) {
    const folder = join(store, "scratch", name);
    lockFolder(folder)?.release(() => Deno.removeSync(folder, { recursive: true }));
  }
}

/** The names in a folder; none where there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function makeLocked(parent: string): { folder: string; lock: Lock } {
  for (;;) {
    const folder = join(parent, crypto.randomUUID());
    Deno.mkdirSync(folder, { recursive: true });
    const lock = lockFolder(folder);
    // Without a lock a cleaner was faster, and has removed the folder: another name, then.
    if (lock !== undefined) return { folder, lock };
  }
}
