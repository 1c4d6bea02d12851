// Advisory locks (flock) on files and folders of a store, which the system drops when their process ends, however it ends.
import type { Key } from "../digest.ts";
import { oddity } from "../plain_file.ts";
import { attemptSync, NotPlain, orIfAbsent } from "../system_error.ts";
import type { Folder } from "./folder.ts";

/** A lock that is held. */
export interface Lock {
  /** Lets go. The name is removed first when `remove` is given. */
  release(remove?: () => void): void;
}

/** The right to run the action of a key, or undefined while another process has it. Its file goes with it. */
export function takeLease(folder: Folder, key: Key): Lock | undefined {
  folder.make("leases");
  const name = `leases/${key}`;
  const file = openLease(folder.at(name));
  const lock = file && locked(folder.at(name), file);
  // A file that cannot be removed now is no lease once nobody locks it.
  const remove = () => void attemptSync("remove a lease", () => folder.remove(name));
  return lock && { release: () => lock.release(remove) };
}

/** Locks a folder that exists; undefined while another process has it, or when it is gone, or no folder. */
export function lockFolder(path: string): Lock | undefined {
  const info = orIfAbsent(() => Deno.lstatSync(path), undefined);
  if (info?.isDirectory !== true) return undefined;
  const file = orIfAbsent(() => Deno.openSync(path), undefined);
  return file && locked(path, file);
}

/** Made by `createNew`, which follows no link; a file that is there is looked at before it is opened. */
function openLease(path: string): Deno.FsFile | undefined {
  const info = orIfAbsent(() => Deno.lstatSync(path), undefined);
  const odd = info && oddity(info);
  if (odd !== undefined) throw new NotPlain(path, odd);
  try {
    return Deno.openSync(path, { read: true, write: true, createNew: info === undefined });
  } catch (error) {
    // Another process was faster, with its lease or with its end: the next try will see.
    const { AlreadyExists, NotFound } = Deno.errors;
    if (error instanceof AlreadyExists || error instanceof NotFound) return undefined;
    throw error;
  }
}

function locked(path: string, file: Deno.FsFile): Lock | undefined {
  if (!file.tryLockSync(true) || !isStill(path, file)) {
    file.close();
    return undefined;
  }
  return {
    release(remove) {
      try {
        remove?.();
      } finally {
        file.close();
      }
    },
  };
}

/** A holder may remove the name before it lets go: then a lock on the old file guards nothing. */
function isStill(path: string, file: Deno.FsFile): boolean {
  const named = orIfAbsent(() => Deno.lstatSync(path), undefined);
  const opened = file.statSync();
  return named?.dev === opened.dev && named.ino === opened.ino;
}
