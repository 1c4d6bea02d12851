// Partial work: partial/<key>/ outlives a crash of its action, and goes once a record is written.
import { join } from "node:path";
import type { Key } from "../digest.ts";
import { lockFolder } from "./locked.ts";
import { recordFolder } from "./records.ts";
import { namesIn } from "./scratch.ts";

/** The folder of a key's checkpoints. */
export function partialFolder(store: string, key: Key): string {
  return join(store, "partial", key);
}

/** Removes a key's checkpoints, if there are any. */
export function removePartial(store: string, key: Key): void {
  const folder = partialFolder(store, key);
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Removes the checkpoints of finished actions: a run may have died between the record and this. */
export function removeFinishedPartials(store: string): void {
  const stages = namesIn(join(store, "records"));
  for (const key of namesIn(join(store, "partial")) as string[] as Key[]) {
    const finished = stages.some((stage) => namesIn(recordFolder(store, stage, key)).length > 0);
    if (finished) removeUnused(store, key);
  }
}

/** A worker locks the folder for as long as it lives, so one that is in use stays. */
function removeUnused(store: string, key: Key): void {
  lockFolder(partialFolder(store, key))?.release(() => removePartial(store, key));
}
