// A file that lines are appended to until the disk refuses one: a log is worth much, and no node's failure.
import { attemptSync } from "./system_error.ts";

/** A log that may end before what it tells of. */
export interface LossyFile {
  append(bytes: Uint8Array): void;
  /** Why it ends early, where it does: "Cannot `what`: cause". */
  loss(): string | undefined;
  /** Syncs and closes. */
  close(): void;
}

/** Opens its file with the first bytes; `what` says what cannot be done when that, or a write, is refused. */
export function lossyFile(what: string, open: () => Deno.FsFile): LossyFile {
  let file: Deno.FsFile | undefined;
  let loss: string | undefined;
  const unlessLost = (action: () => void) => {
    if (loss !== undefined) return;
    const done = attemptSync(what, action);
    if (!done.ok) loss = done.message;
  };
  return {
    append: (bytes) => unlessLost(() => writeAll(file ??= open(), bytes)),
    loss: () => loss,
    close() {
      unlessLost(() => file?.syncSync());
      unlessLost(() => file?.close());
    },
  };
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
}
