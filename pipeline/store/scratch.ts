// What is not whole yet: the scratch folder of a process, and the checkpoints of an action that is not done.
import type { Key } from "../digest.ts";
import { isDigest } from "../digest.ts";
import { orIfAbsent } from "../system_error.ts";
import { type Folder, namesIn } from "./folder.ts";
import { type Lock, lockFolder } from "./locks.ts";
import { recordFolder } from "./records.ts";

/** A folder that nobody else uses while this process lives, on the store's own file system. */
export interface Scratch {
  /** A path in it that was not given before. */
  next(): string;
  /** Removes it with all that is in it. */
  close(): void;
}

/** Makes a folder under `scratch/` and locks it, so that others can tell the living from the dead. */
export function openScratch(folder: Folder): Scratch {
  const { name, lock } = makeLocked(folder);
  let count = 0;
  return {
    next: () => `${folder.path}/${name}/${count++}`,
    close: () => lock.release(() => folder.remove(name)),
  };
}

/** Removes the scratch folders of processes that are gone. */
export function removeDeadScratch(folder: Folder): void {
  for (const name of folder.names("scratch").map((name) => `scratch/${name}`)) {
    lockFolder(folder.at(name))?.release(() => folder.remove(name));
  }
}

/** Removes the checkpoints of finished actions: a run may have died between the record and this. */
export function removeFinishedPartials(folder: Folder): void {
  const stages = folder.names("records");
  for (const key of folder.names("partial").filter(isDigest) as string[] as Key[]) {
    const finished = stages.some((stage) => folder.names(recordFolder(stage, key)).length > 0);
    // A worker locks the folder for as long as it lives, so one that is in use stays.
    const name = partialName(key);
    if (finished) lockFolder(folder.at(name))?.release(() => folder.remove(name));
  }
}

/**
 * The folder of a key's checkpoints, made where it lacks. A worker writes in it: what lies there goes
 * unless it is all of plain files that have no other name, which might be a user's.
 */
export function makePartial(folder: Folder, key: Key): string {
  const name = partialName(key);
  if (folder.stat(name)?.isDirectory === false || !isOurs(folder.at(name))) folder.remove(name);
  return folder.make(name);
}

/** Whether there is nothing, or a folder of plain files of one name and of such folders. */
function isOurs(path: string): boolean {
  const info = orIfAbsent(() => Deno.lstatSync(path), undefined);
  if (info === undefined) return true;
  if (info.isFile) return (info.nlink ?? 1) === 1;
  return info.isDirectory && namesIn(path).every((name) => isOurs(`${path}/${name}`));
}

/** The name, within the store, of the folder of a key's checkpoints. */
export function partialName(key: Key): string {
  return `partial/${key}`;
}

function makeLocked(folder: Folder): { name: string; lock: Lock } {
  for (;;) {
    const name = `scratch/${crypto.randomUUID()}`;
    const lock = lockFolder(folder.make(name));
    // Without a lock a cleaner was faster, and has removed the folder: another name, then.
    if (lock !== undefined) return { name, lock };
  }
}
