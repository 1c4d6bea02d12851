// An advisory lock (flock) on a file or folder, which the system drops when its process ends, however it ends.

/** A lock that is held. */
export interface Lock {
  /** Lets go. The name is removed first when `remove` is given. */
  release(remove?: () => void): void;
}

/** Locks a folder that exists; undefined while another process has it, or when it is gone. */
export function lockFolder(path: string): Lock | undefined {
  return lock(path, { read: true });
}

/** Locks a file, made where it lacks; undefined while another process has it. */
export function lockFile(path: string): Lock | undefined {
  return lock(path, { read: true, write: true, create: true });
}

function lock(path: string, how: Deno.OpenOptions): Lock | undefined {
  const file = open(path, how);
  if (file === undefined) return undefined;
  if (file.tryLockSync(true) && isStill(path, file)) return held(file);
  file.close();
  return undefined;
}

function open(path: string, how: Deno.OpenOptions): Deno.FsFile | undefined {
  try {
    return Deno.openSync(path, how);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** A holder may remove the name before it lets go: then a lock on the old file guards nothing. */
function isStill(path: string, file: Deno.FsFile): boolean {
  try {
    const named = Deno.lstatSync(path);
    const opened = file.statSync();
    return named.dev === opened.dev && named.ino === opened.ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function held(file: Deno.FsFile): Lock {
  return {
    release(remove) {
      remove?.();
      file.close();
    },
  };
}
